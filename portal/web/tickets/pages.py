"""What a requester reads about a request: its state in plain words, its clock, what it lacks.

Never what is internal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from knowledge import load
from knowledge.completeness import INPUT, checklist, input_item
from knowledge.wording import show_answer
from portal.clock import now
from portal.i18n import language, text
from portal.models import Ticket
from portal.services import gate, messages
from portal.web.clock_badge import Badge, badge, deadline_badge
from portal.web.filters import duration, long_date, short_date
from portal.web.story import first_name

SENTENCES = {
    "open": _l("La recibimos. Una persona del área la va a tomar."),
    "in_progress": _l("La estamos atendiendo."),
    "waiting_requester": _l("Conteste abajo. El reloj está en pausa hasta entonces."),
    "escalated": _l("La tiene el área encargada. Le contamos cómo va aunque no haya terminado."),
    "solved": _l("La damos por resuelta. Confirme, o reábrala si no lo está."),
    "closed": _l("Está cerrada."),
    "cancelled": _l("Se retiró."),
    "merged": _l("Sigue en otra solicitud."),
}


@dataclass(frozen=True, slots=True)
class ClockCard:
    """What the clock says where no deadline runs: its head, the main line and a sentence, which may be ""."""

    head: str
    main: str
    more: str


@dataclass(frozen=True, slots=True)
class Need:
    """An item that is still to come: what it is called and what to do."""

    item: str
    label: str
    ask: str


def state_name(ticket: Ticket) -> str:
    """The key of the state's words: an open one that was reopened says so."""
    return "reopened" if ticket.state == "open" and ticket.cycle > 1 else ticket.state


def sentence(ticket: Ticket) -> str:
    """The state in one plain sentence."""
    if ticket.state == "in_progress" and ticket.assignee is not None:
        return _("%(name)s la está atendiendo.", name=first_name(ticket.assignee))
    if ticket.state == "needs_information":
        return _what_to_send(needs(ticket))
    if ticket.state == "merged":
        return _("Sigue en WS-%(id)s.", id=ticket.merged_into_id)
    return str(SENTENCES[ticket.state])


def _what_to_send(missing: list[Need]) -> str:
    if len(missing) == 1:
        return _("Falta «%(label)s». Envíelo y el reloj arranca.", label=missing[0].label)
    return _("Faltan %(count)s datos. Envíelos: el reloj arranca con el último.", count=len(missing))


def clock(ticket: Ticket, moment: datetime | None = None) -> Badge:
    """The nearest clock, in the requester's words."""
    at = moment or now()
    nearest, promised = badge(ticket, at), deadline_clock(ticket, at)
    return promised if nearest.due in (None, promised.due) else nearest


def deadline_clock(ticket: Ticket, moment: datetime | None = None) -> Badge:
    """The clock of the promise in the requester's words: the next news where there is no deadline."""
    at = moment or now()
    shown = deadline_badge(ticket, at)
    if not ticket.is_open or ticket.due_at is not None or shown.due is None:
        return shown
    when = long_date(shown.due, language(), at)
    if shown.due == ticket.committed_at:
        return Badge("update", _("Compromiso del área"), when, shown.due)
    return Badge("update", _("Próxima noticia"), _("antes del %(when)s", when=when), shown.due)


def still_clock(ticket: Ticket, left: str) -> ClockCard | None:
    """The card of a clock that has not started, stands, has stopped or has no end; None while one runs to its
    deadline. `left`: the time that is left once the requester answers."""
    at = now()
    if ticket.state == "needs_information":
        return ClockCard(_("Reloj"), _("Sin arrancar"), _("Arranca cuando llegue lo último."))
    if ticket.state == "waiting_requester" and ticket.paused_at is not None:
        main = _("En pausa desde %(when)s", when=short_date(ticket.paused_at, language(), at))
        return ClockCard(
            _("Reloj"), main, _("Le quedan %(time)s cuando responda.", time=left) if left else ""
        )
    if not ticket.is_open:
        ended = ticket.solved_at or ticket.closed_at or ticket.updated_at
        met = (
            ""
            if ticket.due_at is None
            else _("Fuera del plazo.")
            if ticket.breached
            else _("Dentro del plazo.")
        )
        return ClockCard(_("Terminó"), long_date(ended, language(), at), met if ticket.solved_at else "")
    if ticket.due_at is not None:
        return None
    shown = deadline_clock(ticket, at)
    main = long_date(shown.due, language(), at) if shown.due else _("Sin plazo fijo")
    return ClockCard(shown.words, main, _("El área fija la fecha; mientras tanto le contamos cómo va."))


def question(ticket: Ticket) -> str:
    """What the requester is asked while the request waits for it: the last public words of the desk."""
    if ticket.state != "waiting_requester":
        return ""
    said = [m for m in messages.of(ticket, public_only=True) if m.author is not None and m.author.is_staff]
    return said[-1].body if said else ""


def needs(ticket: Ticket) -> list[Need]:
    """What the request lacks, in the kind's words where it has some."""
    kind = load().requests[ticket.kind]
    known = {i.item: i for i in checklist(kind)}
    if INPUT in known:
        state = gate.verdict(kind, ticket.diagnosis, ticket.answers, ticket.disputes)
        known[INPUT] = input_item(kind, state)
    found = []
    for entry in ticket.missing:
        item = known.get(entry["item"])
        label = text(item.label) if item is not None else str(entry["label"])
        found.append(Need(entry["item"], label, text(item.ask) if item is not None else ""))
    return found


def answers(ticket: Ticket) -> list[tuple[str, str]]:
    """(question, answer) of what was filled in; what is sensitive is masked."""
    kind = load().requests[ticket.kind]
    return [
        (text(q.label), "••••••••" if q.sensitive else show_answer(q, ticket.answers[q.field], language()))
        for q in kind.questions
        if q.field in ticket.answers
    ]


def left_when_answered(ticket: Ticket, explanation: Any) -> str:
    """The time that is left once the requester answers, or ""."""
    if ticket.state != "waiting_requester" or explanation is None:
        return ""
    remaining = explanation.remaining_seconds
    return duration(remaining) if remaining and remaining > 0 else ""
