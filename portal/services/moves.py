"""The moves of a ticket from state to state. Each locks the ticket, refuses what is not allowed, writes
its fact to the log and recomputes the clocks. The caller commits, so that a move, its message, files
and mails are one.
"""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, update

from knowledge import load
from knowledge.conditions import holds
from portal.clock import now
from portal.errors import Refused
from portal.extensions import db
from portal.models import Ticket, TicketEvent, User
from portal.models.ticket import OPEN_STATES
from portal.services import clocks, events

ALLOWED: dict[str, frozenset[str]] = {
    "needs_information": frozenset({"open", "cancelled", "merged", "closed"}),
    "open": frozenset(
        {
            "in_progress",
            "needs_information",
            "waiting_requester",
            "escalated",
            "solved",
            "cancelled",
            "merged",
        }
    ),
    "in_progress": frozenset(
        {"open", "needs_information", "waiting_requester", "escalated", "solved", "cancelled", "merged"}
    ),
    # And back to the state it came from.
    "waiting_requester": frozenset({"escalated", "solved", "closed", "cancelled", "merged"}),
    "escalated": frozenset({"in_progress", "waiting_requester", "solved", "cancelled", "merged"}),
    "solved": frozenset({"closed", "open"}),
    "closed": frozenset({"open"}),
    "cancelled": frozenset(),
    "merged": frozenset(),
}


def allowed(ticket: Ticket) -> frozenset[str]:
    """The states that the ticket may move to at present, for buttons."""
    if ticket.state == "waiting_requester":
        return ALLOWED[ticket.state] | {ticket.resume_state or "open"}
    if ticket.state in ("solved", "closed") and not _may_reopen(ticket):
        return ALLOWED[ticket.state] - {"open"}
    return ALLOWED[ticket.state]


def lock(ticket: Ticket) -> None:
    """Read the ticket again and keep others from changing it until the caller commits."""
    db.session.flush()  # refreshing would drop what is not written yet
    db.session.refresh(ticket, with_for_update={"of": Ticket})


def claim(ticket: Ticket, agent: User) -> None:
    """Take the ticket. Of several at once one wins; the others are refused and told who has it."""
    won = db.session.scalar(
        update(Ticket)
        .where(
            Ticket.id == ticket.id,
            Ticket.state.in_(OPEN_STATES),
            or_(Ticket.assignee_id.is_(None), Ticket.assignee_id == agent.id),
        )
        .values(assignee_id=agent.id)
        .returning(Ticket.id)
        .execution_options(synchronize_session=False)
    )
    lock(ticket)
    if won is None:
        if ticket.assignee is not None and ticket.is_open:
            message = _(
                "%(name)s ya tiene %(ticket)s.", name=ticket.assignee.display_name, ticket=ticket.reference
            )
            raise Refused("claimed", message)
        raise not_allowed(ticket, "in_progress")
    if ticket.state == "open":
        ticket.state = "in_progress"
    record(ticket, "claimed", agent)


def assign(ticket: Ticket, lead: User, agent: User) -> None:
    """Give the ticket to somebody, whoever has it."""
    lock(ticket)
    if not ticket.is_open:
        raise not_allowed(ticket, "in_progress")
    ticket.assignee_id = agent.id
    if ticket.state == "open":
        ticket.state = "in_progress"
    record(ticket, "assigned", lead, {"to": agent.id})


def release(ticket: Ticket, agent: User) -> None:
    """Put it back into the queue for anybody."""
    lock(ticket)
    if not ticket.is_open or ticket.assignee_id is None:
        raise not_allowed(ticket, "open")
    ticket.assignee_id = None
    if ticket.state == "in_progress":
        ticket.state = "open"
    record(ticket, "released", agent)


def start_waiting(ticket: Ticket, agent: User) -> None:
    """Wait for the requester of a complete request: pauses the solution. The question itself is a message."""
    came_from = ticket.state
    _move(ticket, "waiting_requester")
    ticket.resume_state = came_from
    record(ticket, "waiting_started", agent)


def end_waiting(ticket: Ticket, actor: User | None) -> None:
    """The requester answered, or the agent takes the question back."""
    lock(ticket)
    if ticket.state != "waiting_requester":
        raise not_allowed(ticket, "open")
    ticket.state, ticket.resume_state = ticket.resume_state or "open", None
    record(ticket, "waiting_ended", actor)


def change_level(ticket: Ticket, lead: User, level: int, reason: str) -> None:
    """Count under another level, from the same start and with the same pauses. Says whether the change by
    itself means a breach.
    """
    lock(ticket)
    if not ticket.is_open or level == ticket.level or level not in (1, 2, 3, 4):
        raise Refused("level", _("Elija un nivel distinto del actual, de 1 a 4."))
    data = {"from": ticket.level, "to": level, "reason": reason.strip()}
    was_breached = clocks.compute(ticket)["breached"]
    ticket.level = level
    record(ticket, "level_changed", lead, data)
    if ticket.breached and not was_breached and ticket.due_at is not None:
        record(ticket, "breached", None, {"by": "level_changed", "due": ticket.due_at.isoformat()})


def escalate(ticket: Ticket, agent: User, area: str, reason: str) -> None:
    """Hand it to an area. From now on the requester hears something at every next-update clock."""
    _move(ticket, "escalated")
    ticket.resume_state = None
    data = {"from": ticket.area, "to": area.strip(), "reason": reason.strip()}
    ticket.area = area.strip()
    record(ticket, "escalated", agent, data)


def give_back(ticket: Ticket, agent: User, reason: str) -> None:
    """The area returns it to the desk."""
    if ticket.state != "escalated":
        raise not_allowed(ticket, "in_progress")
    _move(ticket, "in_progress")
    record(ticket, "returned", agent, {"reason": reason.strip()})


def commit_to(ticket: Ticket, agent: User, until: datetime) -> None:
    """Note the date that the receiving area commits to: a clock of its own. `until` is aware and ahead."""
    lock(ticket)
    if not ticket.is_open or until <= now():
        raise Refused("commitment", _("Escriba una fecha y hora futuras para el compromiso."))
    record(ticket, "commitment_made", agent, {"until": until.isoformat()})


def solve(ticket: Ticket, agent: User, reason: str) -> None:
    """Say what was done. The requester confirms, or reopens within the policy's working days."""
    if not reason.strip():
        raise Refused("reason", _("Escriba qué se hizo: el cliente lo lee."))
    if needs_verification(ticket):
        raise Refused(
            "unverified",
            _(
                "%(name)s está sin verificar. Confirme primero RUT y representante.",
                name=ticket.organisation.name,
            ),
        )
    _move(ticket, "solved")
    record(ticket, "solved", agent, {"reason": reason.strip()})


def needs_verification(ticket: Ticket) -> bool:
    """Whether its kind is solved only for verified organisations and this one is not verified yet."""
    kind = load().requests.get(ticket.kind)
    if kind is None or ticket.organisation.verified:
        return False
    asked = (prerequisite for prerequisite in kind.before if holds(prerequisite.when, ticket.answers))
    return any(check.get("fact") == "organisation_verified" for p in asked for check in p.checks)


def confirm(ticket: Ticket, requester: User) -> None:
    """The requester agrees that it is solved."""
    if ticket.state != "solved":
        raise not_allowed(ticket, "closed")
    _move(ticket, "closed")
    record(ticket, "confirmed", requester)


def close(ticket: Ticket, why: str) -> None:
    """The program closes: `why` is `unconfirmed` (the days after solving passed) or `silence` (nobody
    answered).
    """
    if (why == "unconfirmed") != (ticket.state == "solved") or why not in ("unconfirmed", "silence"):
        raise not_allowed(ticket, "closed")
    _move(ticket, "closed")
    record(ticket, "closed", None, {"why": why})


def reopen(ticket: Ticket, actor: User, reason: str) -> None:
    """A new cycle of the same ticket, within the policy's working days, or after silence. Later: a follow-
    up.
    """
    lock(ticket)
    if "open" not in ALLOWED[ticket.state] or ticket.state not in ("solved", "closed"):
        raise not_allowed(ticket, "open")
    if not _may_reopen(ticket):
        raise Refused(
            "too-late",
            _(
                "El tiempo para reabrir %(ticket)s pasó. Envíe una solicitud nueva y cítela.",
                ticket=ticket.reference,
            ),
        )
    data = {"reason": reason.strip(), "cycle": ticket.cycle + 1, "breached_before": ticket.breached}
    ticket.state = "open"
    record(ticket, "reopened", actor, data)


def withdraw(ticket: Ticket, actor: User, reason: str = "") -> None:
    """The requester takes it back before it is solved, or an agent cancels a duplicate."""
    _move(ticket, "cancelled")
    record(ticket, "cancelled", actor, {"reason": reason.strip()})


def merge(ticket: Ticket, agent: User, into: Ticket) -> None:
    """Join it to another open ticket of the same organisation, where its events show from now on."""
    if into.id == ticket.id or into.organisation_id != ticket.organisation_id or not into.is_open:
        raise Refused("merge", _("Solo se une a otra solicitud abierta de la misma organización."))
    _move(ticket, "merged")
    ticket.merged_into_id = into.id
    record(ticket, "merged", agent, {"into": into.reference})
    record(into, "updated", agent, {"merged": ticket.reference}, public=False)


def _may_reopen(ticket: Ticket) -> bool:
    if ticket.state == "closed" and clocks.timeline(ticket).silent:
        return True
    return ticket.reopen_until is not None and now() <= ticket.reopen_until


def _move(ticket: Ticket, state: str) -> None:
    lock(ticket)
    if state not in allowed(ticket):
        raise not_allowed(ticket, state)
    ticket.state = state


def record(
    ticket: Ticket, name: str, actor: User | None, data: dict[str, Any] | None = None, **more: Any
) -> TicketEvent:
    """Write the fact of a change that was just made to the ticket, and bring its clocks in line."""
    db.session.flush()
    event = events.append(ticket, name, actor, data, **more)
    clocks.recompute(ticket)
    ticket.updated_at = event.at
    return event


def not_allowed(ticket: Ticket, state: str) -> Refused:
    """The refusal of a move, in the words that the page uses for the states."""
    return Refused(
        "move",
        _(
            "%(ticket)s está «%(now)s» y desde ahí no pasa a «%(then)s».",
            ticket=ticket.reference,
            now=STATE_NAMES[ticket.state],
            then=STATE_NAMES[state],
        ),
    )


STATE_NAMES = {
    "needs_information": _l("Falta información"),
    "open": _l("Recibida"),
    "in_progress": _l("En curso"),
    "waiting_requester": _l("Espera su respuesta"),
    "escalated": _l("Escalada"),
    "solved": _l("Resuelta"),
    "closed": _l("Cerrada"),
    "cancelled": _l("Retirada"),
    "merged": _l("Unida a otra"),
}
