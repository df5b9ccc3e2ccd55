"""The append-only log of a ticket."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm.attributes import set_committed_value

from portal.clock import now
from portal.extensions import db
from portal.models import Ticket, TicketEvent, User
from portal.models.ticket_event import NAMES

# What the requester does not see: who has it, what staff write to each other, and the house's own warnings.
INTERNAL = frozenset(
    {"assigned", "released", "note_added", "warned", "breached", "secret_issued", "secret_viewed"}
)


def append(
    ticket: Ticket,
    name: str,
    actor: User | None,
    data: dict[str, Any] | None = None,
    *,
    public: bool | None = None,
    at: datetime | None = None,
) -> TicketEvent:
    """Add a fact with the ticket's next sequence number, in the caller's transaction.

    `actor` is None where the program acts. `public` follows the name unless given. ValueError on an
    unknown name.
    """
    if name not in NAMES:
        raise ValueError(f"no such event: {name!r}")
    sequence = db.session.scalar(
        update(Ticket)
        .where(Ticket.id == ticket.id)
        .values(last_sequence=Ticket.last_sequence + 1)
        .returning(Ticket.last_sequence)
        .execution_options(synchronize_session=False)
    )
    set_committed_value(ticket, "last_sequence", sequence)
    event = TicketEvent(
        ticket_id=ticket.id,
        sequence=sequence,
        at=at or now(),
        actor_id=actor.id if actor else None,
        name=name,
        public=name not in INTERNAL if public is None else public,
        data=data or {},
    )
    db.session.add(event)
    db.session.flush()
    return event


def log(ticket: Ticket, *, public_only: bool = False) -> Sequence[TicketEvent]:
    """The events of the ticket in their order."""
    query = select(TicketEvent).where(TicketEvent.ticket_id == ticket.id).order_by(TicketEvent.sequence)
    if public_only:
        query = query.where(TicketEvent.public)
    return db.session.scalars(query).all()
