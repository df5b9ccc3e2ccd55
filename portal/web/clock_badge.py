"""A ticket's clocks as a badge: which one is nearest, in words; pure, from the cached columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from knowledge import load
from knowledge.calendar import Reading, counted_seconds
from portal.clock import now
from portal.i18n import language
from portal.models import Ticket
from portal.web.filters import duration, short_date


@dataclass(frozen=True, slots=True)
class Badge:
    """`kind` as in components/clock.html; `words` the time left; `note` level and date; `due` the moment itself."""

    kind: str
    words: str
    note: str
    due: datetime | None = None


def badge(ticket: Ticket, moment: datetime | None = None) -> Badge:
    """The nearest of a ticket's clocks at a moment (the present by default): the first answer until somebody
    gives it, then what `deadline_badge` says."""
    at = moment or now()
    due = ticket.first_response_due_at
    if due is None or ticket.first_response_at is not None or ticket.nearest_due_at != due:
        return deadline_badge(ticket, at)
    level = _("nivel %(level)s", level=ticket.level)
    target = load().policy.as_of(ticket.policy_version).levels[ticket.level].first_response
    left = duration(_counted(due, at, target.reading))
    if due < at:
        return _overdue(left, _("respuesta, %(level)s", level=level), due, at)
    note = f"{level}, {short_date(due, language(), at)}"
    return Badge("update", _("Respuesta en %(time)s", time=left), note, due)


def deadline_badge(ticket: Ticket, moment: datetime | None = None) -> Badge:
    """The clock that the ticket was promised: its solution, or the next news where nothing else is promised."""
    at = moment or now()
    level = _("nivel %(level)s", level=ticket.level)
    if ticket.state == "needs_information":
        return Badge("missing", _("Sin arrancar"), _("arranca con lo último"))
    if ticket.state == "waiting_requester":
        since = (
            _("desde %(when)s", when=short_date(ticket.paused_at, language(), at)) if ticket.paused_at else ""
        )
        return Badge("paused", _("En pausa"), since)
    if not ticket.is_open:
        kind = "late" if ticket.breached else "met"
        return Badge(kind, _("Cumplida tarde") if ticket.breached else _("Cumplida"), level)
    if ticket.due_at is None:
        return _without_deadline(ticket, at, level)
    note = f"{level}, {short_date(ticket.due_at, language(), at)}"
    left = time_left(ticket, ticket.due_at, at)
    if ticket.due_at < at:
        return _overdue(duration(left), level, ticket.due_at, at)
    kind = "soon" if ticket.amber_at is not None and at >= ticket.amber_at else "on_time"
    return Badge(kind, _("Quedan %(time)s", time=duration(left)), note, ticket.due_at)


def time_left(ticket: Ticket, due: datetime, at: datetime) -> float:
    """Seconds between a moment and a deadline as the level's reading counts them: hours of attention where the
    promise is in those. Past it, how long ago it fell due."""
    policy = load().policy.as_of(ticket.policy_version)
    promise = policy.levels[ticket.level].promise
    return _counted(due, at, promise.reading if promise is not None else policy.next_update.reading)


def _counted(due: datetime, at: datetime, reading: Reading) -> float:
    first, last = sorted((at, due))
    return float(counted_seconds(first, last, reading, load().calendar))


def _without_deadline(ticket: Ticket, at: datetime, level: str) -> Badge:
    """Level 4: the next news or the area's commitment, whichever comes first, or nothing at all."""
    news = min((m for m in (ticket.committed_at, ticket.next_update_due_at) if m), default=None)
    if news is None:
        return Badge("none", _("Sin plazo"), level)
    left = time_left(ticket, news, at)
    if news < at:
        return _overdue(duration(left), _("noticia, %(level)s", level=level), news, at)
    note = f"{level}, {short_date(news, language(), at)}"
    return Badge("update", _("Avisar antes de %(time)s", time=duration(left)), note, news)


def _overdue(ago: str, what: str, due: datetime, at: datetime) -> Badge:
    """Past due: how long ago first, for the queue's column is narrow; which promise it was in the second line."""
    note = f"{what}, {short_date(due, language(), at)}"
    return Badge("late", _("Vencida hace %(time)s", time=ago), note, due)
