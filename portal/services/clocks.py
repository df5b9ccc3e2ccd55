"""The clocks of a ticket: computed from its event log by `knowledge`, cached on the ticket, repairable."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from flask import current_app
from sqlalchemy import select

from knowledge import clocks as rules
from knowledge import load
from knowledge.calendar import BehindCalendar, Calendar
from knowledge.policy import Policy
from knowledge.sla import Explanation, due, explain, promise
from portal.clock import now
from portal.extensions import db
from portal.models import Ticket
from portal.models.ticket import OPEN_STATES
from portal.services import events
from portal.services.timeline import Timeline, replay

_Known = TypeVar("_Known")


@dataclass(frozen=True)
class Terms:
    """The policy that a ticket was opened under, and the calendar of today."""

    policy: Policy
    calendar: Calendar


def terms(ticket: Ticket) -> Terms:
    """What the ticket's clocks are counted by. A calendar that was corrected holds for all tickets."""
    knowledge = load()
    return Terms(knowledge.policy.as_of(ticket.policy_version), knowledge.calendar)


def timeline(ticket: Ticket) -> Timeline:
    """The facts of the clocks, from the log."""
    return replay(events.log(ticket), ticket.requester_id)


def recompute(ticket: Ticket) -> None:
    """Bring the cached clocks in line with the log. The caller commits."""
    for name, value in compute(ticket).items():
        setattr(ticket, name, value)


def difference(ticket: Ticket) -> dict[str, tuple[Any, Any]]:
    """What the cache says and what the log gives, by column, where the two differ."""
    cached = {name: (getattr(ticket, name), value) for name, value in compute(ticket).items()}
    return {name: pair for name, pair in cached.items() if pair[0] != pair[1]}


def repair(*, write: bool) -> Iterator[tuple[str, dict[str, tuple[Any, Any]]]]:
    """(reference, difference) of each ticket whose cache is not what its log gives; `write` puts it right.

    Each ticket is a transaction of its own. The log is never touched.
    """
    for ticket_id in db.session.scalars(select(Ticket.id).order_by(Ticket.id)).all():
        ticket = db.session.get_one(Ticket, ticket_id, with_for_update={"of": Ticket}, populate_existing=True)
        found = difference(ticket)
        if found and write:
            recompute(ticket)
        db.session.commit()
        if found:
            yield ticket.reference, found


def compute(ticket: Ticket) -> dict[str, Any]:
    """The cached columns as log, policy and calendar give them, without changing the ticket."""
    line, by = timeline(ticket), terms(ticket)
    running = ticket.state in OPEN_STATES and line.started_at is not None and line.stopped_at is None
    ends_at, amber, late = _solution(line, by)
    first = _first_response(line, by)
    news = _next_update(line, by) if running else None
    ends = (ends_at, news, line.committed_at, None if line.first_response_at else first)
    end = line.solved_at or line.closed_at
    return {
        "cycle": line.cycle,
        "level": line.level,
        "started_at": line.started_at,
        "paused_at": line.paused_at,
        "due_at": ends_at,
        "amber_at": amber,
        "first_response_at": line.first_response_at,
        "first_response_due_at": first,
        "next_update_due_at": news,
        "committed_at": line.committed_at,
        "nearest_due_at": min((e for e in ends if e), default=None)
        if running and not line.paused_at
        else None,
        "solved_at": line.solved_at,
        "closed_at": line.closed_at,
        "reopen_until": _if_known(lambda: rules.reopen_until(end, by.policy, by.calendar)) if end else None,
        "breached": late,
    }


def explanation(ticket: Ticket) -> Explanation | None:
    """How the deadline came about; None where there is no deadline to explain."""
    line, by = timeline(ticket), terms(ticket)
    if line.started_at is None:
        return None
    started = line.started_at
    return _if_known(
        lambda: explain(started, line.level, by.policy, by.calendar, line.pauses, line.windows(now()))
    )


@dataclass(frozen=True)
class Objective:
    """Until when staff mean to have solved it, and when they should be warned; never shown to clients."""

    due: datetime
    warned: datetime | None


def objective(ticket: Ticket) -> Objective | None:
    """The internal objective of an open ticket; None where its level has none, or while its clock does not run."""
    line, by = timeline(ticket), terms(ticket)
    level = by.policy.levels[line.level]
    if ticket.state not in OPEN_STATES or line.started_at is None or level.objective is None:
        return None
    started, facts = line.started_at, (by.calendar, line.pauses, line.windows(now()))
    target, warning = level.objective, level.objective_warning
    end = _if_known(lambda: due(started, target, *facts))
    warned = _if_known(lambda: due(started, warning, *facts)) if warning else None
    return Objective(end, warned) if end else None


def silence_dates(ticket: Ticket) -> rules.SilenceDates | None:
    """When a requester who is waited for is reminded, and when the ticket is closed; None if nobody is."""
    since = timeline(ticket).silent_since
    if since is None or ticket.state not in ("needs_information", "waiting_requester"):
        return None
    by = terms(ticket)
    return _if_known(lambda: rules.silence(since, by.policy, by.calendar))


def _solution(line: Timeline, by: Terms) -> tuple[datetime | None, datetime | None, bool]:
    """When the solution is due, when its badge turns amber, and whether more than the promise has counted."""
    target = by.policy.levels[line.level].promise
    if line.started_at is None or target is None:
        return None, None, False
    started, moment = line.started_at, line.stopped_at or now()
    facts = (by.calendar, line.pauses, line.windows(moment))
    late = _if_known(lambda: rules.breached(max(moment, started), started, target, *facts))
    return (
        _if_known(lambda: promise(started, line.level, by.policy, *facts)),
        _if_known(lambda: rules.amber_at(started, line.level, by.policy, *facts)),
        bool(late),
    )


def _first_response(line: Timeline, by: Terms) -> datetime | None:
    if line.started_at is None or line.cycle > 1:
        return None
    started = line.started_at
    return _if_known(lambda: rules.first_response_due(started, line.level, by.policy, by.calendar))


def _next_update(line: Timeline, by: Terms) -> datetime | None:
    if line.started_at is None or not (line.escalated or line.level in by.policy.next_update.levels):
        return None
    since = max(line.started_at, line.heard_at or line.started_at)
    pauses = [pause for pause in line.pauses if pause[1] is None or pause[1] > since]
    return _if_known(lambda: rules.next_update_due(since, by.policy, by.calendar, pauses))


def _if_known(compute: Callable[[], _Known]) -> _Known | None:
    """What is computed; None, noted in the log, where it would end behind the last year of holidays.yaml.

    A request is received all the same. Its clocks follow once the file has the year (`portal repair-clocks`).
    """
    try:
        return compute()
    except BehindCalendar as error:
        current_app.logger.warning("no date yet: %s", error)
        return None
