"""The web service's answers: what a pasted text means, found exactly, by pattern, else by likeness."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz

from knowledge.layout import Text
from knowledge.lists import fold
from knowledge.pasted import RuleLine, cut, lines_of, mask_secrets, plain, rule_lines, status_code

LIKE = 86.0
"""How alike (0-100) a line must be to count; below it an answer would be a guess."""
GENERIC = 50.0
"""The score of an answer that only the code gives away."""


@dataclass(frozen=True, slots=True, eq=False)
class Response:
    """One answer of the catalogue. `outcome` is success, pending (a 201 that created nothing), rejected or fault."""

    id: str
    codes: tuple[str, ...]
    methods: tuple[str, ...]
    outcome: str
    example: str
    wordings: tuple[str, ...]
    title: Text
    meaning: str
    cause: str
    fix: str
    request: str | None
    articles: tuple[str, ...]
    rules: tuple[str, ...]
    confidence: str
    source: tuple[str, ...]

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Response:
        return cls(
            id=d["response"],
            codes=tuple(d["codes"]),
            methods=tuple(d["methods"]),
            outcome=d["outcome"],
            example=d["example"],
            wordings=tuple(d.get("wordings", ())),
            title=d["title"],
            meaning=d["meaning"],
            cause=d["cause"],
            fix=d["fix"],
            request=d.get("request"),
            articles=tuple(d.get("articles", ())),
            rules=tuple(d.get("rules", ())),
            confidence=d["confidence"],
            source=tuple(d["source"]),
        )

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.example, *self.wordings)


@dataclass(frozen=True, slots=True)
class Match:
    """An answer recognised in a pasted text: how (exact, pattern, fuzzy), how surely (0-100), and the line."""

    response: Response
    how: str
    score: float
    line: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was made of a pasted text. `masked` counts the secrets starred out before reading."""

    matches: tuple[Match, ...]
    rules: tuple[RuleLine, ...]
    masked: int
    text: str


def read_answer(text: str, responses: Sequence[Response]) -> Reading:
    """Find the answers and rules in a pasted text: a line, a log, a SOAP answer, JSON."""
    shown, masked = mask_secrets(cut(text))
    readable = plain(shown)
    matches = find_responses(lines_of(readable), responses) or _by_code(shown, responses)
    return Reading(tuple(matches), tuple(rule_lines(readable)), masked, shown)


def _by_code(text: str, responses: Sequence[Response]) -> list[Match]:
    """The catalogue's general answer for the code, where the words are none that it knows."""
    code = status_code(text)
    return [
        Match(r, "pattern", GENERIC, code)
        for r in responses
        if code in r.codes and "generico" in r.methods and code is not None
    ]


def find_responses(lines: Iterable[str], responses: Sequence[Response]) -> list[Match]:
    """The best match of each response, surest first. Exact and pattern matches silence what is only alike."""
    known = _prepared(tuple(responses))
    best: dict[str, Match] = {}
    for line in lines:
        folded = fold(line)
        if len(folded) < 5:
            continue
        for response, how, score in _of_line(folded, known):
            if response.id not in best or best[response.id].score < score:
                best[response.id] = Match(response, how, score, line[:300])
    found = sorted(best.values(), key=lambda m: -m.score)
    sure = [m for m in found if m.how != "fuzzy"]
    return sure or found[:3]


_Known = tuple[tuple[Response, tuple[tuple[str, "re.Pattern[str] | None"], ...]], ...]


@lru_cache(maxsize=4)
def _prepared(responses: tuple[Response, ...]) -> _Known:
    return tuple((r, tuple((fold(t), _pattern(t)) for t in r.texts)) for r in responses)


def _pattern(text: str) -> re.Pattern[str] | None:
    """A text with slots ([Prefijo+Folio]) as a pattern; None for a text without any."""
    source = re.escape(fold(text))
    if "\\[" not in source and "tcfa28305" not in source:
        return None
    body = re.sub(r"\\\[.{1,80}?\\\]|tcfa28305", ".{0,200}?", source)
    return re.compile(body)


def _of_line(folded: str, known: _Known) -> Iterable[tuple[Response, str, float]]:
    alike: list[tuple[Response, str, float]] = []
    words = _without_log_head(folded)[:600]
    for response, texts in known:
        for text, pattern in texts:
            if len(text) > 8 and _says(folded, text, response.outcome):
                yield response, "exact", 100.0 + len(text) / 1000
                break
            if pattern is not None and pattern.search(folded):
                yield response, "pattern", 95.0
                break
            if pattern is None and abs(len(text) - len(words)) < 0.6 * len(text):
                score = fuzz.ratio(text, words, score_cutoff=LIKE)
                if score:
                    alike.append((response, "fuzzy", min(score, 94.0)))
    yield from alike


def _says(line: str, text: str, outcome: str) -> bool:
    """Whether a line says this; "no fue procesado correctamente" is no success."""
    at = line.find(text)
    return at >= 0 and not (outcome == "success" and _DENIED.search(line[max(0, at - 40) : at]))


_DENIED = re.compile(r"\bno(?: \w{1,12}){0,2} $")
_LOG_WORDS = frozenset(
    ["error", "warn", "warning", "info", "debug", "fatal", "code", "codigo", "success", "mensaje", "message"]
)


def _without_log_head(folded: str) -> str:
    """A line without what logs put before the words: dates, levels, codes, names of programs."""
    words = folded.split(" ")
    for n, word in enumerate(words):
        bare = word.strip("[](){}<>:;,.=\"'-")
        if bare.isalpha() and bare not in _LOG_WORDS:
            return " ".join(words[n:])
    return folded
