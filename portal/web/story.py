"""A request's story from its log, newest first: messages in full, other facts in a line.

The desk reads all of it; a requester what is public, without last names and without the desk's reasons.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from knowledge import load
from knowledge.completeness import checklist
from portal.clock import now
from portal.i18n import language, text
from portal.models import Message, Ticket, TicketEvent, User
from portal.services import events, messages
from portal.web.areas import area_name
from portal.web.filters import long_date


@dataclass(frozen=True, slots=True)
class Fact:
    """How an event is told: an icon and a sentence, and another for the requester where the desk's says too
    much."""

    icon: str
    words: Any
    to_requester: Any = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line, as components/timeline.html takes it: a message, or a fact with its words."""

    at: datetime
    who: str
    side: str
    icon: str
    words: str
    message: Message | None


FACTS = {
    "opened": Fact("ticket", _l("La solicitud se recibió.")),
    "item_requested": Fact("missing", _l("Se pidió «%(label)s». El reloj se detuvo.")),
    "item_received": Fact("ok", _l("Llegó «%(label)s».")),
    "claimed": Fact("person", _l("La tomó."), _l("Una persona del área la tomó.")),
    "assigned": Fact("person", _l("Se asignó.")),
    "released": Fact("reset", _l("Volvió a la mesa.")),
    "waiting_started": Fact("pause", _l("El reloj quedó en pausa.")),
    "waiting_ended": Fact("clock", _l("El reloj siguió.")),
    "level_changed": Fact(
        "wrench",
        _l("Pasó del nivel %(from)s al %(to)s: %(reason)s"),
        _l("Pasó del nivel %(from)s al %(to)s."),
    ),
    "escalated": Fact("link", _l("Se escaló a %(to)s: %(reason)s"), _l("La recibió otra área.")),
    "returned": Fact("reset", _l("El área la devolvió: %(reason)s"), _l("Volvió a soporte Web Service.")),
    "commitment_made": Fact("clock", _l("El área se comprometió para el %(until)s.")),
    "updated": Fact("info", _l("Se actualizó.")),
    "incident_applied": Fact("extended", _l("Un incidente extiende el plazo.")),
    "incident_ended": Fact("extended", _l("Terminó el incidente.")),
    "diagnosis_attached": Fact("search", _l("Viaja con su prediagnóstico.")),
    "attachment_added": Fact("file", _l("Llegó %(name)s.")),
    "warned": Fact("soon", _l("El plazo está por vencer.")),
    "breached": Fact("late", _l("El plazo se venció.")),
    "solved": Fact("ok", _l("Se resolvió: %(reason)s")),
    "confirmed": Fact("ok", _l("Se confirmó que quedó resuelta.")),
    "reopened": Fact("reset", _l("Se reabrió: %(reason)s")),
    "closed": Fact("lock", _l("Se cerró.")),
    "cancelled": Fact("lock", _l("Se retiró: %(reason)s"), _l("Se retiró.")),
    "merged": Fact("link", _l("Se unió a %(into)s.")),
    "rated": Fact("info", _l("El cliente calificó la atención."), _l("Calificó la atención.")),
}


def story(ticket: Ticket, reader: User | None = None) -> list[Entry]:
    """As the desk reads it, or as a requester (`reader`) does."""
    said = {m.id: m for m in messages.of(ticket, public_only=reader is not None)}
    in_messages = {a.name for m in said.values() for a in m.attachments}
    labels = {i.item: text(i.label) for i in checklist(load().requests[ticket.kind])}
    found = []
    for event in events.log(ticket, public_only=reader is not None):
        fact = FACTS.get(event.name)
        if fact and not (event.name == "attachment_added" and event.data.get("name") in in_messages):
            found.append(_told(event, fact, ticket, reader, labels))
        message = said.get(event.data.get("message") or 0)
        if message is not None:
            side = _side(event) if message.public else "note"
            found.append(Entry(event.at, _who(event, ticket, reader), side, "send", "", message))
    return found[::-1]


def first_name(person: User) -> str:
    """All that a requester learns of an agent's name."""
    return person.display_name.split()[0]


def _told(
    event: TicketEvent, fact: Fact, ticket: Ticket, reader: User | None, labels: Mapping[str, str]
) -> Entry:
    words = fact.words if reader is None else fact.to_requester or fact.words
    side = _side(event) if reader is None else "system"
    sentence = str(words) % _figures(event, labels)
    if sentence.endswith(": "):  # no reason was given
        sentence = sentence.removesuffix(": ") + "."
    return Entry(event.at, _who(event, ticket, reader), side, fact.icon, sentence, None)


def _figures(event: TicketEvent, labels: Mapping[str, str]) -> dict[str, str]:
    """The placeholders of an event's sentence; `labels` are the names of the kind's items."""
    data = {k: str(event.data.get(k, "")) for k in ("label", "from", "to", "reason", "until", "name", "into")}
    item = event.data.get("item")
    data["label"] = data["label"] or labels.get(str(item), str(item or ""))
    if event.name == "escalated":
        data["to"] = area_name(data["to"])
    if data["until"]:
        data["until"] = long_date(datetime.fromisoformat(data["until"]), language(), now())
    return data


def _who(event: TicketEvent, ticket: Ticket, reader: User | None) -> str:
    actor = event.actor
    if actor is None:
        return _("Ventanilla")
    if reader is None:
        return actor.display_name
    if actor.id == reader.id:
        return _("Usted")
    return first_name(actor) if actor.is_staff else ticket.organisation.name


def _side(event: TicketEvent) -> str:
    if event.actor is None:
        return "system"
    return "agent" if event.actor.is_staff else "requester"
