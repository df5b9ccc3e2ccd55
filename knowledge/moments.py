"""What the clocks refuse: moments, pauses and amounts that name no time, said so that the caller can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from knowledge.intervals import Pause, Span


def utc(moment: Any, what: str = "moment") -> datetime:
    """The same instant in UTC. ValueError for what is no moment, and for a naive one, which names no instant."""
    if not isinstance(moment, datetime):
        raise ValueError(f"{what}: expected a moment with time zone, found {moment!r}")
    if moment.utcoffset() is None:
        raise ValueError(f"{what}: a moment without time zone: {moment.isoformat()}")
    return moment.astimezone(UTC)


def budget(hours: Any) -> timedelta:
    """An amount of hours. ValueError for a negative one, for none at all and for one without end."""
    try:
        amount = timedelta(hours=hours)
    except (TypeError, ValueError, OverflowError):
        amount = timedelta(-1)
    if amount < timedelta() or hours < 0:
        raise ValueError(f"hours: expected a finite amount, not negative, found {hours!r}")
    return amount


def checked(pauses: Iterable[Pause]) -> list[Pause]:
    """Pauses in UTC. ValueError for one that ends before it begins or that an end of is no moment."""
    found: list[Pause] = []
    for n, (start, end) in enumerate(pauses):
        begin = utc(start, f"pauses[{n}], its start")
        stop = None if end is None else utc(end, f"pauses[{n}], its end")
        if stop is not None and stop < begin:
            raise ValueError(
                f"pauses[{n}]: expected an end at or after {begin.isoformat()}, found {stop.isoformat()}"
            )
        found.append((begin, stop))
    return found


def windows(extensions: Iterable[Span]) -> list[Span]:
    """The windows of incidents in UTC; one that was ended before it began covers nothing and is left out."""
    pairs = [
        (utc(start, f"extensions[{n}], its start"), utc(end, f"extensions[{n}], its end"))
        for n, (start, end) in enumerate(extensions)
    ]
    return [(start, end) for start, end in pairs if start < end]
