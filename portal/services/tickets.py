"""Receiving a request, and finding tickets again. The moves of a ticket stand in moves.py, talk in
messages.py.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from knowledge import load
from knowledge.catalogue import RequestKind
from knowledge.completeness import duplicate_key
from portal.access import visible_tickets
from portal.clock import BOGOTA, now
from portal.extensions import db
from portal.models import Attachment, Diagnosis, Organisation, RequestDraft, Ticket, User
from portal.services import clocks, events

_REFERENCE = re.compile(r"(?:WS-?)?([0-9]{1,9})", re.ASCII | re.IGNORECASE)


def open_ticket(
    *,
    kind: RequestKind,
    requester: User,
    organisation: Organisation,
    subject: str,
    answers: Mapping[str, Any],
    missing: Sequence[Mapping[str, Any]] = (),
    diagnosis: Diagnosis | None = None,
    disputes: Sequence[Mapping[str, Any]] = (),
    flagged: bool = False,
    submit_token: str | None = None,
    draft: RequestDraft | None = None,
    actor: User | None = None,
    follows: Ticket | None = None,
    at: datetime | None = None,
) -> Ticket:
    """Receive a request, complete or not, and commit it with its files. The same `submit_token` gives the
    same ticket.

    `missing`: items as {item, label, kind}; with any of them the ticket waits in `needs_information` and
    no clock starts. `actor`: the staff member who opens it on behalf of the requester. `at`: now, unless
    told.
    """
    time = at or now()
    token = submit_token or (draft.submit_token if draft else None)
    known = by_token(token)
    if known is not None:
        return known
    ticket = Ticket(
        submit_token=token,
        kind=kind.request,
        kind_version=kind.version,
        policy_version=str(load().policy.version),
        organisation_id=organisation.id,
        requester_id=requester.id,
        follows_id=follows.id if follows else None,
        diagnosis_id=diagnosis.id if diagnosis else None,
        subject=" ".join(subject.split())[:200],
        answers=dict(answers),
        disputes=[dict(dispute) for dispute in disputes],
        missing=[dict(item) for item in missing],
        disputed=bool(disputes),
        flagged=flagged,
        outside_agreement=not organisation.agreement_in_force(time.astimezone(BOGOTA).date()),
        level=kind.level,
        area=kind.area,
        state="needs_information" if missing else "open",
        created_at=time,
        updated_at=time,
    )
    try:
        with db.session.begin_nested():
            db.session.add(ticket)
    except IntegrityError:
        # The other of two identical submits was first and has committed: both get its ticket.
        known = by_token(token)
        if known is None:
            raise
        return known
    _log_opening(ticket, actor or requester, time)
    if draft is not None:
        _take_over(draft, ticket)
    clocks.recompute(ticket)
    db.session.commit()
    return ticket


def _log_opening(ticket: Ticket, actor: User, time: datetime) -> None:
    data = {"level": ticket.level, "area": ticket.area, "missing": [item["item"] for item in ticket.missing]}
    events.append(ticket, "opened", actor, data, at=time)
    if ticket.diagnosis_id is not None:
        # What travels with a ticket is kept as long as the ticket.
        db.session.execute(
            update(Diagnosis).where(Diagnosis.id == ticket.diagnosis_id).values(expires_at=None)
        )
        diagnosis = db.session.get_one(Diagnosis, ticket.diagnosis_id)
        events.append(ticket, "diagnosis_attached", actor, {"diagnosis": diagnosis.public_id}, at=time)


def _take_over(draft: RequestDraft, ticket: Ticket) -> None:
    draft.ticket_id = ticket.id
    db.session.execute(update(Attachment).where(Attachment.draft_id == draft.id).values(ticket_id=ticket.id))


def by_token(token: str | None) -> Ticket | None:
    """The ticket that was opened with this submit token."""
    return db.session.scalar(select(Ticket).where(Ticket.submit_token == token)) if token else None


def by_reference(user: User | None, reference: str) -> Ticket | None:
    """The ticket with the reference (WS-1842, ws1842 or 1842), if this person may see it."""
    found = _REFERENCE.fullmatch(reference.strip())
    if found is None:
        return None
    return db.session.scalar(visible_tickets(user).where(Ticket.id == int(found.group(1))))


def attachment_by_address(user: User | None, public_id: str) -> Attachment | None:
    """The attachment at an address, if the person may see its ticket and it is not internal to staff."""
    query = select(Attachment).where(
        Attachment.public_id == public_id,
        Attachment.ticket_id.in_(visible_tickets(user).with_only_columns(Ticket.id)),
    )
    if user is None or not user.is_staff:
        query = query.where(Attachment.public)
    return db.session.scalar(query)


def opening_files(ticket: Ticket) -> Sequence[Attachment]:
    """The files that came with the request itself, in their order."""
    query = select(Attachment).where(
        Attachment.ticket_id == ticket.id, Attachment.message_id.is_(None), Attachment.public
    )
    return db.session.scalars(query.order_by(Attachment.id)).all()


def equal_open(
    user: User, organisation: Organisation, kind: RequestKind, answers: Mapping[str, Any], sha256: str | None
) -> Ticket | None:
    """An open ticket about the same thing, by the kind's duplicate key, to show before another is sent."""
    candidates = visible_tickets(user).where(
        Ticket.organisation_id == organisation.id, Ticket.kind == kind.request, Ticket.closed_at.is_(None)
    )
    wanted = duplicate_key(kind, answers, sha256)
    if wanted is None:
        return None
    for ticket in db.session.scalars(candidates.order_by(Ticket.id.desc()).limit(200)):
        other = ticket.diagnosis.sha256 if ticket.diagnosis is not None else None
        if ticket.is_open and duplicate_key(kind, ticket.answers, other) == wanted:
            return ticket
    return None
