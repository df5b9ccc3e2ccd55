"""What time alone does to tickets: closing what nobody confirmed or answered, and noting what is overdue.

Each ticket is a transaction of its own, locked and judged again, so that two runs at once have one effect.
"""

from collections.abc import Callable

from flask import current_app
from sqlalchemy import ColumnElement, select

from portal.clock import now
from portal.errors import Refused
from portal.extensions import db
from portal.models import Ticket
from portal.models.ticket import OPEN_STATES
from portal.services import clocks, moves

BATCH = 200


def run() -> int:
    """Everything that is due; how many tickets changed."""
    waiting = Ticket.state.in_(("needs_information", "waiting_requester"))
    late = Ticket.state.in_(OPEN_STATES) & ~Ticket.breached & (Ticket.due_at < now())
    return (
        _each(Ticket.state == "solved", _close_unconfirmed)
        + _each(waiting, _close_silent)
        + _each(late, _breach)
    )


def _each(which: ColumnElement[bool], act: Callable[[Ticket], bool]) -> int:
    changed, after = 0, 0
    while ids := db.session.scalars(
        select(Ticket.id).where(which, Ticket.id > after).order_by(Ticket.id).limit(BATCH)
    ).all():
        db.session.commit()
        for ticket_id in ids:
            changed += _one(ticket_id, act)
        after = ids[-1]
    db.session.commit()
    return changed


def _one(ticket_id: int, act: Callable[[Ticket], bool]) -> bool:
    ticket = db.session.get_one(Ticket, ticket_id)
    moves.lock(ticket)
    try:
        done = act(ticket)
    except Refused as refusal:  # somebody moved it between the two looks
        current_app.logger.info("ticket timeouts left %s alone: %s", ticket.reference, refusal.code)
        db.session.rollback()
        return False
    db.session.commit()
    return done


def _close_unconfirmed(ticket: Ticket) -> bool:
    if ticket.reopen_until is None or now() <= ticket.reopen_until:
        return False
    moves.close(ticket, "unconfirmed")
    return True


def _close_silent(ticket: Ticket) -> bool:
    dates = clocks.silence_dates(ticket)
    if dates is None or now() < dates.close:
        return False
    moves.close(ticket, "silence")
    return True


def _breach(ticket: Ticket) -> bool:
    clocks.recompute(ticket)
    if not ticket.breached or ticket.due_at is None:
        return False
    moves.record(ticket, "breached", None, {"by": "time", "due": ticket.due_at.isoformat()})
    return True
