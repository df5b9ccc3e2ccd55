"""Spans of time as half-open pairs of UTC instants, and the little algebra that clocks need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

Span = tuple[datetime, datetime]
"""(from, to), the end not included; both in UTC inside this package."""

Pause = tuple[datetime, datetime | None]
"""(from, to), or (from, None) for one that is still open."""


def utc(moment: datetime) -> datetime:
    """The same instant in UTC. ValueError for a naive one, which names no instant."""
    if moment.utcoffset() is None:
        raise ValueError(f"a moment without time zone: {moment.isoformat()}")
    return moment.astimezone(UTC)


def union(spans: Iterable[Span]) -> list[Span]:
    """Disjoint, ascending spans that cover the same time. Empty and reversed ones cover none."""
    merged: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def without(spans: Iterable[Span], gaps: Sequence[Span]) -> Iterator[Span]:
    """What is left of ascending disjoint spans (perhaps endless) outside gaps as `union` gives them."""
    at = 0
    for start, end in spans:
        while at < len(gaps) and gaps[at][1] <= start:
            at += 1
        ahead = at
        while ahead < len(gaps) and gaps[ahead][0] < end:
            if start < gaps[ahead][0]:
                yield start, gaps[ahead][0]
            start = gaps[ahead][1]
            ahead += 1
        if start < end:
            yield start, end


def common(spans: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """What two lists of ascending disjoint spans have in common."""
    found, at = [], 0
    for start, end in spans:
        while at < len(others) and others[at][1] <= start:
            at += 1
        for other_start, other_end in others[at:]:
            if other_start >= end:
                break
            found.append((max(start, other_start), min(end, other_end)))
    return found


def until(spans: Iterable[Span], end: datetime) -> Iterator[Span]:
    """The part of ascending spans (perhaps endless) before `end`."""
    for start, stop in spans:
        if start >= end:
            return
        yield start, min(stop, end)


def closed_at(pauses: Iterable[Pause], end: datetime) -> list[Span]:
    """Pauses as a union in UTC, open ones closed at `end`."""
    return union([(utc(start), end if stop is None else utc(stop)) for start, stop in pauses])


def open_since(pauses: Iterable[Pause]) -> datetime | None:
    """Since when a pause is open, in UTC; None where all have ended."""
    return min((utc(start) for start, stop in pauses if stop is None), default=None)


def seconds(amount: timedelta) -> float:
    """Exact seconds: an int where the amount is whole, as all that is stored is."""
    whole, rest = divmod(amount, timedelta(seconds=1))
    return amount.total_seconds() if rest else whole


def total(spans: Iterable[Span]) -> timedelta:
    """The length of disjoint spans together."""
    return sum((end - start for start, end in spans), timedelta())
