"""Which findings only follow from another one."""

from __future__ import annotations

from collections.abc import Sequence

from diagnostics.document import At
from diagnostics.issue import Issue


def causes_of(issues: Sequence[Issue], at_fault: Sequence[bool]) -> list[int | None]:
    """For each issue the index of the one that it follows from, or None; `at_fault` says which may be a cause.

    An issue follows from another where it read a value (`because`) at which an error stands; chains lead to their
    first cause, and two that point at each other keep the earlier one as cause.
    """
    causes: dict[At, int] = {}
    for index, issue in enumerate(issues):
        if at_fault[index]:
            causes.setdefault(issue.at, index)
    above: list[int | None] = [None] * len(issues)
    for index, issue in enumerate(issues):
        for place in issue.because:
            cause = causes.get(place)
            if cause is None or cause == index or _leads_to(above, cause, index):
                continue
            above[index] = cause
            break
    return [_first(above, index) for index in range(len(issues))]


def _leads_to(above: Sequence[int | None], start: int, goal: int) -> bool:
    current: int | None = start
    while current is not None:
        if current == goal:
            return True
        current = above[current]
    return False


def _first(above: Sequence[int | None], index: int) -> int | None:
    current = above[index]
    while current is not None and above[current] is not None:
        current = above[current]
    return current
