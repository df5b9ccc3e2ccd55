"""The decimal point in another place: ten, a hundred or a thousand times as much, or a thousands separator."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from diagnostics.account import cents, money
from diagnostics.differences.cause import Cause
from diagnostics.differences.question import Question, thing_of

POWERS = (1, 2, 3)
THOUSANDS = 3


def whole(question: Question) -> Iterator[Cause]:
    """The figure that was declared is the right one with its point moved."""
    found, expected = question.account.found, cents(question.account.expected)
    if not expected or not found:
        return
    for power in POWERS:
        figures = {"found": money(found), "expected": money(expected)}
        if found == expected.scaleb(power):
            yield Cause("point-moved", figures={**figures, "times": f"× {10**power}"})
        elif found.scaleb(power) == expected:
            name = "thousands" if power == THOUSANDS else "point-moved"
            yield Cause(name, figures={**figures, "times": f"/ {10**power}"})


def part(question: Question) -> Iterator[Cause]:
    """One of several parts was counted with its point moved."""
    terms = question.account.terms
    if len(terms) + len(question.account.factors) < 2:
        return
    meant = {question.gap / (Decimal(10) ** power - 1): power for power in (*POWERS, *(-p for p in POWERS))}
    for term in terms:
        power = meant.get(term.sign * term.value)
        if power is not None and _plain(read := term.value.scaleb(power)):
            thing = thing_of(question.doc, term.at)
            figures = {"value": money(term.value), "read": money(read)}
            yield Cause("part-moved", thing, (term.at,), figures=figures)


def _plain(value: Decimal) -> bool:
    return value == cents(value)
