"""A part of the account itself that was left out, counted twice or with its sign turned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from diagnostics.account import ZERO, Term, cents, money
from diagnostics.differences.cause import Candidate, Cause
from diagnostics.differences.question import Question, thing_of

MISTAKES = (
    (-1, {1: "not-added", -1: "not-subtracted"}),
    (1, {1: "added-twice", -1: "subtracted-twice"}),
    (-2, {1: "subtracted-instead", -1: "added-instead"}),
)
"""How often a part's signed value the difference is, and the words for it by the part's sign."""


def single(question: Question) -> Iterator[Cause]:
    """One of the parts; several of the same value are told as one of them."""
    for times, names in MISTAKES:
        found: dict[tuple[str, int], list[Term]] = {}
        for term in question.account.terms:
            if term.value and cents(times * term.sign * term.value) == question.gap:
                found.setdefault((thing_of(question.doc, term.at), term.sign), []).append(term)
        for (thing, sign), terms in found.items():
            places = tuple(t.at for t in terms)
            yield Cause(names[sign], thing, places, figures={"value": money(terms[0].value)})


def groups(question: Question) -> Iterator[Cause]:
    """All discounts, all taxes and so on."""
    for candidate in candidates(question):
        if candidate.effect == question.gap:
            yield candidate.cause


def candidates(question: Question) -> Iterator[Candidate]:
    """Each group of equal parts with each mistake."""
    for (thing, sign), terms in question.groups.items():
        total = sum((t.value for t in terms), ZERO)
        for times, names in MISTAKES:
            yield candidate(names[sign], thing, terms, total, times * sign)


def candidate(name: str, thing: str, terms: Sequence[Term], total: Decimal, times: int) -> Candidate:
    """A whole group that counts `times` too often."""
    places = tuple(t.at for t in terms)
    cause = Cause(name, thing, places, whole=True, figures={"value": money(total)})
    return Candidate(cents(times * total), cause)
