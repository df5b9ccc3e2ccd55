"""What the desk's pages show: views in words, the pre-diagnosis, canned texts, the forms of a ticket."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy import or_, select

from knowledge import load
from knowledge.completeness import checklist
from portal.extensions import db
from portal.i18n import language, text
from portal.models import CannedText, Ticket
from portal.services import gate, queue
from portal.web.desk import forms

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


def filters_of(arguments: Mapping[str, str]) -> queue.Filters:
    """The filters of an address."""
    return queue.Filters(
        kind=arguments.get("tipo", ""),
        level=arguments.get("nivel", ""),
        verdict=arguments.get("prediagnostico", ""),
        assignee=arguments.get("asignada", ""),
        q=arguments.get("q", "").strip(),
    )


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
