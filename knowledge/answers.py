"""The web service's answers: what a pasted text means, found exactly, by pattern, else by likeness."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz

from knowledge.layout import Text
from knowledge.lists import fold

LONGEST_TEXT = 200_000
LONGEST_LINE = 4_000
MOST_LINES = 2_000
LIKE = 86.0
"""How alike (0-100) a line must be to count; below it an answer would be a guess."""

_SECRET = re.compile(r"(?<![0-9A-Fa-f])[0-9A-Fa-f]{64}(?![0-9A-Fa-f])", re.ASCII)
_TAG = re.compile(r"<[^>]{0,500}>")
_RULE = re.compile(r"\b(?:F|C|D|DS|A|N|RUT)[A-Z]{0,3}\d{2,3}[a-z]?(?:-\d)?\b")
_DIAN_LINE = re.compile(
    r"Regla:\s*([A-Za-z0-9]{3,10}),?\s*(Rechazo|Notificaci[oó]n):?\s*(.{0,300}?)(?=$|\s*Regla:)", re.M
)


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
class RuleLine:
    """A rule that a rejection names. `severity` is error or warning, None where the text does not say."""

    code: str
    severity: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was made of a pasted text. `masked` counts the secrets starred out before reading."""

    matches: tuple[Match, ...]
    rules: tuple[RuleLine, ...]
    masked: int
    text: str


def mask_secrets(text: str) -> tuple[str, int]:
    """(text with every 64-hex string starred out, how many there were): such a string opens an account by itself."""
    return _SECRET.subn("•" * 12, text)


def read_answer(text: str, responses: Sequence[Response]) -> Reading:
    """Find the answers and rules in a pasted text: a line, a log, a SOAP answer, JSON."""
    plain, masked = mask_secrets(text[:LONGEST_TEXT])
    lines = _lines(plain)
    matches = find_responses(lines, responses)
    return Reading(tuple(matches), tuple(_rules(plain)), masked, plain)


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
    for response, texts in known:
        for text, pattern in texts:
            if text in folded and len(text) > 8:
                yield response, "exact", 100.0 + len(text) / 1000
                break
            if pattern is not None and pattern.search(folded):
                yield response, "pattern", 95.0
                break
            if pattern is None and abs(len(text) - len(folded)) < 0.6 * len(text):
                score = fuzz.ratio(text, folded[:600])
                if score >= LIKE:
                    alike.append((response, "fuzzy", min(score, 94.0)))
    yield from alike


def _lines(text: str) -> list[str]:
    plain = html.unescape(_TAG.sub("\n", html.unescape(text)))
    plain = plain.replace("\\n", "\n").replace('\\"', '"')
    lines = []
    for line in plain.splitlines():
        line = line.strip()[:LONGEST_LINE]
        if line:
            lines.append(line)
            lines += [
                part.strip() for part in re.split(r'[{}"\t|]+', line) if 5 < len(part.strip()) < len(line)
            ]
        if len(lines) > MOST_LINES:
            break
    return lines


def _rules(text: str) -> Iterable[RuleLine]:
    seen: set[str] = set()
    for code, kind, words in _DIAN_LINE.findall(text):
        if code not in seen:
            seen.add(code)
            yield RuleLine(code, "error" if kind == "Rechazo" else "warning", words.strip())
    for match in _RULE.finditer(text):
        code = match[0]
        if code not in seen:
            seen.add(code)
            yield RuleLine(code, None, "")
