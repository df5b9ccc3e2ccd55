"""What the desk's pages show: views in words, the timeline's entries, answers, canned texts, the forms of a ticket."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy import or_, select

from knowledge import load
from knowledge.catalogue import RequestKind
from knowledge.completeness import checklist
from knowledge.wording import show_answer
from portal.extensions import db
from portal.i18n import language, text
from portal.models import CannedText, Message, Ticket, TicketEvent
from portal.services import events, gate, messages, queue
from portal.web.desk import forms
from portal.web.event_figures import event_figures

VIEW_NAMES = {
    "due": _l("Por vencer"),
    "unassigned": _l("Sin asignar"),
    "mine": _l("Mías"),
    "all": _l("Todas"),
    "missing": _l("Falta información"),
    "paused": _l("En pausa"),
    "escalated": _l("Escaladas"),
    "overdue": _l("Vencidas"),
    "disputed": _l("Discutidas"),
    "reopened": _l("Reabiertas"),
    "done": _l("Terminadas"),
}
VIEW_GROUPS = (
    (None, ("due", "unassigned", "mine", "all")),
    (_l("Esperan"), ("missing", "paused", "escalated")),
    (_l("Revisar"), ("overdue", "disputed", "reopened", "done")),
)
EVENT_WORDS = {
    "opened": ("ticket", _l("Se abrió la solicitud")),
    "item_requested": ("missing", _l("Se pidió «%(label)s». El reloj se detuvo")),
    "item_received": ("ok", _l("Llegó «%(label)s»")),
    "claimed": ("person", _l("La tomó")),
    "assigned": ("person", _l("Se asignó")),
    "released": ("reset", _l("Volvió a la mesa")),
    "waiting_started": ("pause", _l("El reloj quedó en pausa")),
    "waiting_ended": ("clock", _l("El reloj siguió")),
    "level_changed": ("wrench", _l("Pasó del nivel %(from)s al %(to)s: %(reason)s")),
    "escalated": ("link", _l("Se escaló a %(to)s: %(reason)s")),
    "returned": ("reset", _l("El área la devolvió: %(reason)s")),
    "commitment_made": ("clock", _l("El área se comprometió para %(until)s")),
    "updated": ("info", _l("Se actualizó")),
    "incident_applied": ("extended", _l("Un incidente extiende el plazo")),
    "incident_ended": ("extended", _l("Terminó el incidente")),
    "diagnosis_attached": ("search", _l("Se adjuntó un diagnóstico")),
    "attachment_added": ("file", _l("Llegó %(name)s")),
    "warned": ("soon", _l("Aviso de plazo")),
    "breached": ("late", _l("El plazo se venció")),
    "solved": ("ok", _l("Se resolvió: %(reason)s")),
    "confirmed": ("ok", _l("El cliente confirmó")),
    "reopened": ("reset", _l("Se reabrió: %(reason)s")),
    "closed": ("lock", _l("Se cerró")),
    "cancelled": ("lock", _l("Se retiró: %(reason)s")),
    "merged": ("link", _l("Se unió a %(into)s")),
    "rated": ("info", _l("El cliente calificó la atención")),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline: a message (with `message`) or a fact (`icon` and `words`)."""

    at: datetime
    who: str
    side: str
    icon: str
    words: str
    message: Message | None


def filters_of(arguments: Mapping[str, str]) -> queue.Filters:
    """The filters of an address."""
    return queue.Filters(
        kind=arguments.get("tipo", ""),
        level=arguments.get("nivel", ""),
        verdict=arguments.get("prediagnostico", ""),
        assignee=arguments.get("asignada", ""),
        q=arguments.get("q", "").strip(),
    )


def entries(ticket: Ticket, *, public_only: bool) -> list[Entry]:
    """The timeline, newest first: messages in full, other facts in a line."""
    said = {m.id: m for m in messages.of(ticket, public_only=public_only)}
    found = []
    for event in events.log(ticket, public_only=public_only):
        message = said.get(event.data.get("message", 0))
        if event.name in EVENT_WORDS and not (event.name == "attachment_added" and _in_message(event, said)):
            found.append(_fact(ticket, event))
        if message is not None:
            found.append(_message(ticket, event, message))
    return found[::-1]


def _in_message(event: TicketEvent, said: Mapping[int, Message]) -> bool:
    return any(a.name == event.data.get("name") for m in said.values() for a in m.attachments)


def _fact(ticket: Ticket, event: TicketEvent) -> Entry:
    icon, words = EVENT_WORDS[event.name]
    data = event_figures(event, {i.item: text(i.label) for i in checklist(load().requests[ticket.kind])})
    return Entry(
        event.at, _who(event), _side(ticket, event), icon, (str(words) % data).removesuffix(": "), None
    )


def _message(ticket: Ticket, event: TicketEvent, message: Message) -> Entry:
    side = "note" if not message.public else _side(ticket, event)
    return Entry(event.at, _who(event), side, "send", "", message)


def _who(event: TicketEvent) -> str:
    return event.actor.display_name if event.actor is not None else _("Ventanilla")


def _side(ticket: Ticket, event: TicketEvent) -> str:
    if event.actor_id is None:
        return "system"
    return "agent" if event.actor is not None and event.actor.is_staff else "requester"


def answers(ticket: Ticket, kind: RequestKind) -> list[tuple[str, str]]:
    """(question, answer) of what was filled in; what is sensitive is masked."""
    shown = []
    for question in kind.questions:
        if question.field in ticket.answers:
            value = ticket.answers[question.field]
            shown.append(
                (
                    text(question.label),
                    "••••" if question.sensitive else show_answer(question, value, language()),
                )
            )
    return shown


def diagnosis_summary(ticket: Ticket) -> Mapping[str, Any] | None:
    """The pre-diagnosis that travels with the ticket: its errors, each with the reason against it, if any."""
    found = ticket.diagnosis
    if found is None or found.verdict is None:
        return None
    return {
        "verdict": found.verdict,
        "summary": found.summary,
        "name": found.name,
        "address": found.public_id,
        "sha256": found.sha256,
        "rules": found.rule_set,
        "errors": gate.contested(found, ticket.disputes, language()),
    }


def canned(ticket: Ticket) -> Sequence[CannedText]:
    """Ready answers: those for the rules that the pre-diagnosis found, then those for any ticket."""
    codes = (ticket.diagnosis.summary or {}).get("codes", []) if ticket.diagnosis is not None else []
    query = select(CannedText).where(or_(CannedText.code.is_(None), CannedText.code.in_(codes)))
    return db.session.scalars(query.order_by(CannedText.code.desc(), CannedText.title)).all()


def forms_of(ticket: Ticket, bound: FlaskForm | None) -> dict[str, FlaskForm]:
    """The forms of the page by name; the one that failed keeps what was written."""
    classes = {
        "reply": forms.ReplyForm, "item": forms.ItemForm, "reason": forms.ReasonForm, "level": forms.LevelForm,
        "escalate": forms.EscalateForm, "commitment": forms.CommitmentForm, "assign": forms.AssignForm,
        "merge": forms.MergeForm,
    }  # fmt: skip
    made = {}
    for name, form_class in classes.items():
        form = bound if bound is not None and type(bound) is form_class else form_class(formdata=None)
        fill_choices(ticket, form)
        made[name] = form
    return made


def fill_choices(ticket: Ticket, form: FlaskForm) -> None:
    """Give a form the choices that depend on the ticket."""
    if isinstance(form, forms.ItemForm):
        form.item.choices = [(i.item, text(i.label)) for i in checklist(load().requests[ticket.kind])]
    if isinstance(form, forms.MergeForm):
        form.into.choices = [(t.reference, f"{t.reference} {t.subject}") for t in queue.twins(ticket)]
    if isinstance(form, forms.AssignForm):
        form.agent.choices = [(str(p.id), p.display_name) for p in queue.staff()]
