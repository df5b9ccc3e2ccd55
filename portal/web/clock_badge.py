"""A ticket's clocks as a badge: which one is nearest, in words; pure, from the cached columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from knowledge import load
from knowledge.calendar import counted_seconds
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
    """The badge of a ticket at a moment (the present by default)."""
    at = moment or now()
    level = _("nivel %(level)s", level=ticket.level)
    if ticket.state == "needs_information":
        return Badge("missing", _("Sin arrancar"), _("arranca cuando llegue lo último"))
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
        return Badge("late", _("Vencida hace %(time)s", time=duration(left)), note, ticket.due_at)
    kind = "soon" if ticket.amber_at is not None and at >= ticket.amber_at else "on_time"
    return Badge(kind, _("Quedan %(time)s", time=duration(left)), note, ticket.due_at)


def time_left(ticket: Ticket, due: datetime, at: datetime) -> float:
    """Seconds between a moment and a deadline as the level's reading counts them: hours of attention where the
    promise is in those. Past it, how long ago it fell due."""
    knowledge = load()
    promise = knowledge.policy.as_of(ticket.policy_version).levels[ticket.level].promise
    reading = promise.reading if promise is not None else knowledge.policy.next_update.reading
    first, last = sorted((at, due))
    return float(counted_seconds(first, last, reading, knowledge.calendar))


def _without_deadline(ticket: Ticket, at: datetime, level: str) -> Badge:
    """Level 4: the next news, or nothing at all."""
    news = ticket.committed_at or ticket.next_update_due_at
    if news is None:
        return Badge("none", _("Sin plazo"), level)
    note = f"{level}, {short_date(news, language(), at)}"
    left = time_left(ticket, news, at)
    if news < at:
        return Badge("late", _("Noticia vencida hace %(time)s", time=duration(left)), note, news)
    return Badge("update", _("Avisar antes de %(time)s", time=duration(left)), note, news)
