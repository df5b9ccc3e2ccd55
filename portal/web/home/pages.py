"""What the first page gathers: what needs the person, what is open, incidents, the last diagnoses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import or_, select

from knowledge.completeness import INPUT
from portal.access import visible_diagnoses
from portal.clock import BOGOTA, now
from portal.extensions import db
from portal.models import Diagnosis, Incident, Ticket, User
from portal.services import messages
from portal.web.story import first_name
from portal.web.tickets import pages

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that somebody waits for: what to do, about which request, and the button."""

    ticket: Ticket
    what: str
    why: str
    button: str
    address: str


def asks(tickets: Sequence[Ticket]) -> list[Ask]:
    """What the requests need of the person: missing items first, then questions, then confirmations."""
    found = []
    for ticket in tickets:
        here = url_for("tickets.show", reference=ticket.reference)
        if ticket.state == "needs_information":
            found.append(_missing(ticket, here))
        elif ticket.state == "waiting_requester":
            what = _("Responda a %(name)s", name=first_name(ticket.assignee)) if ticket.assignee else ""
            found.append(
                Ask(ticket, what or _("Responda"), _last_words(ticket), _("Responder"), f"{here}#body")
            )
        elif ticket.state == "solved":
            found.append(Ask(ticket, _("¿Quedó resuelta?"), ticket.subject, _("Confirmar o reabrir"), here))
    order = ("needs_information", "waiting_requester", "solved")
    return sorted(found, key=lambda ask: order.index(ask.ticket.state))


def _missing(ticket: Ticket, here: str) -> Ask:
    """What a request lacks, as something to do: one thing by its name, several on the page for all."""
    needs = pages.needs(ticket)
    wait = _("El reloj arranca cuando llegue lo último.")
    if not needs:
        return Ask(ticket, _("Envíe lo que falta"), wait, _("Enviar"), here)
    together = [need for need in needs if need.item != INPUT]
    if len(together) < 2:
        what = _("Envíe un dato: %(label)s", label=needs[0].label)
        where = url_for("tickets.item", reference=ticket.reference, item=needs[0].item)
        return Ask(ticket, what, wait, _("Enviar"), where)
    what = _("Complete los %(count)s datos que faltan", count=len(needs))
    button, where = _("Completar"), url_for("tickets.complete", reference=ticket.reference)
    return Ask(ticket, what, wait, button, where)


def incidents() -> Sequence[Incident]:
    """Those that last, the latest first."""
    lasts = (Incident.starts_at <= now()) & or_(Incident.ends_at.is_(None), Incident.ends_at > now())
    return db.session.scalars(select(Incident).where(lasts).order_by(Incident.starts_at.desc())).all()


def last_diagnoses(user: User) -> Sequence[Diagnosis]:
    """The latest of the person's organisations."""
    finished = visible_diagnoses(user).where(Diagnosis.verdict.is_not(None))
    return db.session.scalars(
        finished.order_by(Diagnosis.created_at.desc(), Diagnosis.id.desc()).limit(SHOWN)
    ).all()


def greeting() -> str:
    """By the hour in Bogotá."""
    hour = now().astimezone(BOGOTA).hour
    if hour < 12:
        return _("Buenos días")
    return _("Buenas tardes") if hour < 19 else _("Buenas noches")


def _last_words(ticket: Ticket) -> str:
    said = [m for m in messages.of(ticket, public_only=True) if m.author_id != ticket.requester_id]
    words = " ".join(said[-1].body.split()) if said else ""
    return words if len(words) <= 140 else words[:139].rstrip() + "…"
