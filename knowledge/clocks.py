"""What a ticket's clocks need beside their deadlines: first answer, news, amber, silence, reopening, breach.

Everything here is a pure function of the facts; who sends what and who writes it down is the portal's part.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from knowledge.calendar import Calendar, counted_seconds
from knowledge.intervals import Pause, Span, closed_at, seconds
from knowledge.moments import budget, checked, utc, windows
from knowledge.policy import Policy, Target
from knowledge.sla import deadline, due


def first_response_due(start: datetime, level: int, policy: Policy, calendar: Calendar) -> datetime:
    """Until when a person must have answered in public. A question to the requester meets it, so nothing
    pauses.
    """
    target = policy.level(level).first_response
    return _ended(deadline(start, target.hours, target.reading, calendar))


def next_update_due(
    since: datetime, policy: Policy, calendar: Calendar, pauses: Iterable[Pause] = ()
) -> datetime | None:
    """Until when the requester must hear something again after `since`; None while a pause is open."""
    return deadline(since, policy.next_update.hours, policy.next_update.reading, calendar, pauses)


def amber_at(
    start: datetime,
    level: int,
    policy: Policy,
    calendar: Calendar,
    pauses: Iterable[Pause] = (),
    extensions: Iterable[Span] = (),
) -> datetime | None:
    """When the badge turns amber: at the policy's share of the promise. None without promise or while
    waiting.
    """
    target = policy.level(level).promise
    if target is None:
        return None
    share = target.hours * policy.amber_percent / 100
    return deadline(start, share, target.reading, calendar, [*pauses, *windows(extensions)])


@dataclass(frozen=True, slots=True)
class SilenceDates:
    """When a requester who does not answer is reminded, and when the ticket is closed."""

    reminders: tuple[datetime, ...]
    close: datetime


def silence(waiting_since: datetime, policy: Policy, calendar: Calendar) -> SilenceDates:
    """The dates that follow from waiting since a moment, in working days."""
    return SilenceDates(
        tuple(working_days_after(waiting_since, days, calendar) for days in policy.silence.reminders),
        working_days_after(waiting_since, policy.silence.close, calendar),
    )


def reopen_until(end: datetime, policy: Policy, calendar: Calendar) -> datetime:
    """Until when a ticket that was solved or closed at `end` may be opened again."""
    return working_days_after(end, policy.reopen_business_days, calendar)


def working_days_after(moment: datetime, days: float, calendar: Calendar) -> datetime:
    """The same minute so many working days later (from a closed day: from 00:00 of the next working day)."""
    return _ended(deadline(moment, 24 * days, "business_days", calendar))


def breached(
    moment: datetime,
    start: datetime,
    target: Target,
    calendar: Calendar,
    pauses: Iterable[Pause] = (),
    extensions: Iterable[Span] = (),
) -> bool:
    """Whether more time than the target had counted at a moment (its end, or now): not a second before,
    and not in the closed hours behind a deadline at closing time. An open pause counts as lasting to
    the moment.
    """
    known, incidents = closed_at(checked(pauses), utc(moment)), windows(extensions)
    if seconds_left(moment, start, target, calendar, known, incidents) >= 0:
        return False
    return not target.off_closed_days or moment > _ended(due(start, target, calendar, known, incidents))


def seconds_left(
    moment: datetime,
    start: datetime,
    target: Target,
    calendar: Calendar,
    pauses: Iterable[Pause] = (),
    extensions: Iterable[Span] = (),
) -> float:
    """The counted time that is left at a moment, negative when overdue. An open pause lasts to the moment."""
    used = counted_seconds(start, moment, target.reading, calendar, [*pauses, *windows(extensions)])
    return seconds(budget(target.hours) - timedelta(seconds=used))


def _ended(end: datetime | None) -> datetime:
    """A deadline of a clock that nothing can leave open."""
    if end is None:
        raise AssertionError("no pause was open")
    return end
