"""Deadlines: when a budget of counted time is used up, what was promised, and how that came about.

A deadline is the first moment at which the counted time reaches the budget. So a budget that ends at closing
time is due at closing, one that ends at 24:00 is due at 00:00 of the day after, and a pause that begins
at the deadline no longer moves it. Results are aware, in the calendar's zone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from knowledge.calendar import BehindCalendar, Calendar, Reading, counted_seconds
from knowledge.intervals import (
    Pause,
    Span,
    closed_at,
    common,
    open_since,
    seconds,
    total,
    union,
    until,
    without,
)
from knowledge.moments import budget, checked, utc, windows
from knowledge.policy import Policy, Target
from knowledge.stretches import Stretch, stretches

__all__ = ["Explanation", "Extension", "counted_seconds", "deadline", "due", "explain", "promise"]


def deadline(
    start: datetime, hours: float, reading: Reading, calendar: Calendar, pauses: Iterable[Pause] = ()
) -> datetime | None:
    """The end of `hours` counted from `start` under a reading, outside the pauses.

    Pauses are (from, to), or (from, None) for an open one: then there is no deadline and None is returned.
    They are taken as a union. ValueError for what is no aware moment, a pause that ends before it begins, a
    negative or endless amount, an unknown reading, and (BehindCalendar) an end behind the calendar's last year,
    of whose days nobody knows which are holidays.
    """
    left, begin = budget(hours), utc(start, "start")
    known = checked(pauses)
    running = calendar.running(begin, reading)
    gaps = closed_at(known, begin)
    if open_since(known) is not None:
        return None
    if not left:
        return calendar.local(begin)
    for span_start, span_end in without(until(running, calendar.end), gaps):
        if span_end - span_start >= left:
            return calendar.local(span_start + left)
        left -= span_end - span_start
    last = calendar.years[1]
    raise BehindCalendar(
        f"hours: expected an amount that ends by {last}, the last year whose holidays are known, "
        f"found {hours!r} from {begin.isoformat()}; knowledge/holidays.yaml takes those of {last + 1}"
    )


def due(
    start: datetime,
    target: Target,
    calendar: Calendar,
    pauses: Iterable[Pause] = (),
    extensions: Iterable[Span] = (),
) -> datetime | None:
    """When a target is due: its deadline, later by the incidents, moved off a closed day where the target
    says so.

    The counted time of the incidents' union with the clock is added, also where they meet time that an
    earlier one added: exactly as if the clock had stood still meanwhile. An incident never makes a target
    due earlier. None while a pause is open.
    """
    known, incidents = checked(pauses), union(windows(extensions))
    plain = deadline(start, target.hours, target.reading, calendar, known)
    extended = deadline(start, target.hours, target.reading, calendar, [*known, *incidents])
    if plain is None or extended is None:
        return None
    return max(_moved(plain, target, calendar), _moved(extended, target, calendar))


def promise(
    start: datetime,
    level: int,
    policy: Policy,
    calendar: Calendar,
    pauses: Iterable[Pause] = (),
    extensions: Iterable[Span] = (),
) -> datetime | None:
    """When the promise of a level is due. None for a level without promise and while a pause is open.
    ValueError for a level that the policy does not have and for what `deadline` refuses, on every level.
    """
    begin, known, incidents = utc(start, "start"), checked(pauses), windows(extensions)
    target = policy.level(level).promise
    return due(begin, target, calendar, known, incidents) if target else None


@dataclass(frozen=True, slots=True)
class Extension:
    """The part of an incident that the clock met, and the counted time that it added."""

    start: datetime
    end: datetime
    seconds: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a deadline came about.

    The stretches adjoin from `start` to `due`; what they count is `promised_seconds + added_seconds`
    exactly (while a pause is open: less `remaining_seconds`, negative where the time had run out before).
    `due` is None while a pause is open; then the last stretch has no end. `without_incidents` is the due
    date with no extension.
    """

    level: int
    reading: Reading
    policy_version: str
    start: datetime
    due: datetime | None
    without_incidents: datetime | None
    promised_seconds: float
    added_seconds: float
    remaining_seconds: float
    stretches: tuple[Stretch, ...]
    extensions: tuple[Extension, ...]


def explain(
    start: datetime,
    level: int,
    policy: Policy,
    calendar: Calendar,
    pauses: Iterable[Pause] = (),
    extensions: Iterable[Span] = (),
) -> Explanation | None:
    """The way to `promise(...)` of the same arguments, in stretches; None for a level without promise.

    Time in an incident is counted like any other, and stands in `extensions` as what it added to the promise.
    """
    known, incidents = checked(pauses), union(windows(extensions))
    promised = promise(start, level, policy, calendar, known, incidents)
    target = policy.level(level).promise
    if target is None:
        return None
    waiting = open_since(known)
    # Where nothing is open the clock ends by itself, else the account goes as far as the clock went.
    end = deadline(start, target.hours, target.reading, calendar, [*known, *incidents])
    stop = utc(end) if end else max(waiting or utc(start), utc(start))
    gaps = closed_at(known, stop)
    ways = stretches(start, stop, target.reading, calendar, gaps)
    counted = list(without(until(calendar.running(start, target.reading), stop), gaps))
    added = _added(counted, incidents, calendar)
    clock = ways[-1].running_total if ways else 0
    extra = sum((timedelta(seconds=e.seconds) for e in added), timedelta())
    promised_time = budget(target.hours)
    if promised is None:
        ways += (Stretch("paused", calendar.local(stop), None, 0, clock),)
    elif promised > calendar.local(stop):
        ways += (Stretch("moved", calendar.local(stop), promised, 0, clock, holiday=calendar.holiday(stop)),)
    return Explanation(
        level=level,
        reading=target.reading,
        policy_version=policy.version,
        start=calendar.local(start),
        due=promised,
        without_incidents=due(start, target, calendar, known),
        promised_seconds=seconds(promised_time),
        added_seconds=seconds(extra),
        remaining_seconds=seconds(promised_time + extra - timedelta(seconds=clock)),
        stretches=ways,
        extensions=added,
    )


def _moved(end: datetime, target: Target, calendar: Calendar) -> datetime:
    """`end`, or the closing of the next working day if it falls on a closed one and the target avoids
    those.
    """
    if not target.off_closed_days or calendar.is_working_day(end):
        return end
    return calendar.windows_on(calendar.next_working_day(end))[-1][1]


def _added(counted: list[Span], incidents: list[Span], calendar: Calendar) -> tuple[Extension, ...]:
    """What each incident added to a clock that counted these spans, those that added nothing left out."""
    result = []
    for incident in incidents:
        if met := common(counted, [incident]):
            ends = (calendar.local(met[0][0]), calendar.local(met[-1][1]))
            result.append(Extension(*ends, seconds(total(met))))
    return tuple(result)
