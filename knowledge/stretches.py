"""The way from the start of a clock to its end, cut into stretches that each say whether they count."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import groupby, pairwise
from typing import Literal

from knowledge.calendar import DAY, Calendar, Holiday, Reading
from knowledge.intervals import Span, common, seconds, total, until, utc

Kind = Literal["counted", "closed", "holiday", "paused", "moved"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A span of one kind in local time; `end` None: still going on.

    `seconds` is what it adds to the clock (0 unless counted), `running_total` the clock at its end,
    `held` what a pause kept from counting. `holiday` is set where a holiday is the reason.
    """

    kind: Kind
    start: datetime
    end: datetime | None
    seconds: float
    running_total: float
    held: float = 0
    holiday: Holiday | None = None


def stretches(
    start: datetime, end: datetime, reading: Reading, calendar: Calendar, pauses: Sequence[Span]
) -> tuple[Stretch, ...]:
    """Adjoining stretches from start to end; those that count add up to the counted time exactly.

    `pauses` is a union in UTC. A pause outranks the closed hours that it covers, a holiday outranks other
    closed hours. Neighbours of one kind are one stretch.
    """
    begin, stop = utc(start), utc(end)
    running = list(until(calendar.running(begin, reading), stop))
    days = [] if reading == "elapsed" else _holidays(begin, stop, calendar)
    edges = {begin, stop, *(edge for span in (*running, *pauses, *(s for s, _ in days)) for edge in span)}
    pieces = list(pairwise(sorted(edge for edge in edges if begin <= edge <= stop)))
    closed_for = {day[0]: holiday for day, holiday in days}

    def reason(piece: Span) -> tuple[Kind, Holiday | None]:
        if _covers(pauses, piece[0]):
            return "paused", None
        if _covers(running, piece[0]):
            return "counted", None
        day = _covers([span for span, _ in days], piece[0])
        return ("holiday", closed_for[day[0]]) if day else ("closed", None)

    result: list[Stretch] = []
    clock = timedelta()
    for (kind, holiday), group in groupby(pieces, key=reason):
        members = list(group)
        span = (members[0][0], members[-1][1])
        work = total(common(running, [span]))
        clock += work if kind == "counted" else timedelta()
        result.append(
            Stretch(
                kind,
                calendar.local(span[0]),
                calendar.local(span[1]),
                seconds(work) if kind == "counted" else 0,
                seconds(clock),
                seconds(work) if kind == "paused" else 0,
                holiday,
            )
        )
    return tuple(result)


def _covers(spans: Sequence[Span], moment: datetime) -> Span | None:
    """The one of ascending disjoint spans that holds the moment."""
    at = bisect_right(spans, moment, key=lambda span: span[0]) - 1
    return spans[at] if at >= 0 and moment < spans[at][1] else None


def _holidays(begin: datetime, stop: datetime, calendar: Calendar) -> list[tuple[Span, Holiday]]:
    """The holidays between two moments as whole days."""
    first, last = calendar.day_of(begin), calendar.day_of(stop)
    return [
        ((utc(_midnight(h, calendar)), utc(_midnight(h, calendar, DAY))), h)
        for day, h in calendar.holidays.items()
        if first <= day <= last
    ]


def _midnight(holiday: Holiday, calendar: Calendar, later: timedelta = timedelta()) -> datetime:
    return datetime.combine(holiday.date + later, time(), calendar.zone)
