"""The web service's answers, and which of them a pasted text says: exactly, by pattern, else by likeness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.layout import Text
from knowledge.pasted import (
    RuleLine,
    cut,
    element_names,
    http_status,
    mask_secrets,
    plain,
    rule_lines,
    status_code,
)
from knowledge.recognise import recognise
from knowledge.words import Words

MARKED = 95.0
"""The score of an answer that an element or the status of the transport gives away."""
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
    elements: tuple[str, ...]
    """Elements that only this answer has (a SOAP fault's)."""
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
            elements=tuple(d.get("elements", ())),
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


def read_response(text: str, responses: Sequence[Response]) -> Reading:
    """Find the answers and rules in a pasted text: a line, a log, a SOAP answer, JSON."""
    shown, masked = mask_secrets(cut(text))
    readable = plain(shown)
    words = Words.of(readable)
    matches = [Match(f.response, f.how, f.score, words.shown(f.at)) for f in recognise(words, responses)]
    matches += _by_mark(shown, responses, {m.response.id for m in matches if m.how != "fuzzy"})
    if not matches:
        matches = _by_code(shown, responses)
    matches.sort(key=lambda m: (m.how == "fuzzy", -m.score))
    return Reading(tuple(matches), tuple(rule_lines(readable)), masked, shown)


def _by_mark(text: str, responses: Sequence[Response], known: set[str]) -> list[Match]:
    """The answers that no words give away but an element (a SOAP fault's) or the status of the transport."""
    elements, status = element_names(text), http_status(text)
    return [
        Match(r, "pattern", MARKED, mark)
        for r in responses
        for mark in [next((e for e in r.elements if e in elements), None) or _status_of(r, status)]
        if mark is not None and r.id not in known
    ]


def _status_of(response: Response, status: str | None) -> str | None:
    return status if "transporte" in response.methods and status in response.codes else None


def _by_code(text: str, responses: Sequence[Response]) -> list[Match]:
    """The catalogue's general answer for the code, where the words are none that it knows."""
    code = status_code(text)
    return [
        Match(r, "pattern", GENERIC, code)
        for r in responses
        if code in r.codes and "generico" in r.methods and code is not None
    ]
