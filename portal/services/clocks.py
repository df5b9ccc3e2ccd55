"""The clocks of a ticket: computed from its event log by knowledge.sla, cached on the ticket, repairable."""

from datetime import datetime
from typing import Any

from knowledge.sla import deadline, explain, promise

from knowledge import Knowledge, load
from portal.clock import now
from portal.models import Ticket
from portal.models.ticket import OPEN_STATES
from portal.services import events
from portal.services.timeline import Timeline, Window, replay

CACHED = (
    "cycle",
    "level",
    "started_at",
    "paused_at",
    "due_at",
    "amber_at",
    "first_response_at",
    "first_response_due_at",
    "next_update_due_at",
    "committed_at",
    "solved_at",
    "closed_at",
    "reopen_until",
    "nearest_due_at",
    "breached",
)


def recompute(ticket: Ticket) -> None:
    """Bring the cached clocks in line with the log. The caller commits."""
    for name, value in compute(ticket).items():
        setattr(ticket, name, value)


def difference(ticket: Ticket) -> dict[str, tuple[Any, Any]]:
    """What the cache says and what the log gives, where the two differ."""
    computed = compute(ticket)
    return {
        name: (getattr(ticket, name), computed[name])
        for name in CACHED
        if getattr(ticket, name) != computed[name]
    }


def timeline(ticket: Ticket) -> Timeline:
    """The facts of the clocks, from the log."""
    return replay(events.log(ticket), ticket.requester_id)


def compute(ticket: Ticket) -> dict[str, Any]:
    """The cached columns as the log and the policy give them, without changing the ticket."""
    knowledge, line = load(), timeline(ticket)
    running = ticket.state in OPEN_STATES and line.started_at is not None and line.stopped_at is None
    due, amber = _solution(line, knowledge)
    first = _first_response(line, knowledge)
    news = _next_update(line, knowledge) if running else None
    ends = [due, news, line.committed_at, None if line.first_response_at else first]
    return {
        "cycle": line.cycle,
        "level": line.level,
        "started_at": line.started_at,
        "paused_at": line.paused_at,
        "due_at": due,
        "amber_at": amber,
        "first_response_at": line.first_response_at,
        "first_response_due_at": first,
        "next_update_due_at": news,
        "committed_at": line.committed_at,
        "solved_at": line.solved_at,
        "closed_at": line.closed_at,
        "reopen_until": reopen_until(line, knowledge),
        "nearest_due_at": min((end for end in ends if end), default=None)
        if running and not line.paused_at
        else None,
        "breached": due is not None and (line.stopped_at or now()) > due,
    }


def explanation(ticket: Ticket) -> Any:
    """How the deadline came about, as knowledge.sla explains it; None where there is no deadline to
    explain.
    """
    knowledge, line = load(), timeline(ticket)
    if line.started_at is None or not _has_promise(line, knowledge):
        return None
    return explain(
        line.started_at, line.level, knowledge.policy, knowledge.calendar, tuple(line.pauses), _windows(line)
    )


def reopen_until(line: Timeline, knowledge: Knowledge) -> datetime | None:
    """Until when a solved or closed ticket may be opened again; None where that question does not arise."""
    end = line.solved_at or line.closed_at
    if end is None:
        return None
    days = knowledge.policy.reopen_business_days
    return deadline(end, days * 24, "business_days", knowledge.calendar)


def _windows(line: Timeline) -> tuple[Window, ...]:
    return tuple((start, end or now()) for start, end in line.extensions)


def _has_promise(line: Timeline, knowledge: Knowledge) -> bool:
    return knowledge.policy.levels[line.level].promise is not None


def _solution(line: Timeline, knowledge: Knowledge) -> tuple[datetime | None, datetime | None]:
    if line.started_at is None or not _has_promise(line, knowledge):
        return None, None
    due = promise(
        line.started_at, line.level, knowledge.policy, knowledge.calendar, tuple(line.pauses), _windows(line)
    )
    target = knowledge.policy.levels[line.level].promise
    share = knowledge.policy.amber_share
    amber = deadline(
        line.started_at, target.hours * share, target.reading, knowledge.calendar, tuple(line.pauses)
    )
    return due, amber


def _first_response(line: Timeline, knowledge: Knowledge) -> datetime | None:
    if line.started_at is None:
        return None
    target = knowledge.policy.first_response[line.level]
    return deadline(line.started_at, target.hours, target.reading, knowledge.calendar, tuple(line.pauses))


def _next_update(line: Timeline, knowledge: Knowledge) -> datetime | None:
    target = knowledge.policy.next_update
    if line.started_at is None or not (line.escalated or line.level in target.levels):
        return None
    start = max(line.started_at, line.heard_at or line.started_at)
    return deadline(start, target.hours, target.reading, knowledge.calendar, tuple(line.pauses))
