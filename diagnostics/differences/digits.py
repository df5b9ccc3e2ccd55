"""Two neighbouring digits that changed places: 147900 where 149700 belongs."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.account import cents, money
from diagnostics.differences.cause import Cause
from diagnostics.differences.question import Question


def swapped(question: Question) -> Iterator[Cause]:
    """The figure that was declared is the right one but for them."""
    found, expected = money(cents(question.account.found)), money(cents(question.account.expected))
    differ = [n for n, pair in enumerate(zip(found, expected, strict=False)) if pair[0] != pair[1]]
    if len(found) != len(expected) or len(differ) != 2 or differ[1] - differ[0] != 1:
        return
    first, second = differ
    if found[first] == expected[second] and found[second] == expected[first]:
        yield Cause("digits-swapped", figures={"found": found, "expected": expected})
