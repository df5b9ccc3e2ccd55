"""What a person reads before asking: the catalogue, what the portal knows about the prerequisites, when it
would be due.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from knowledge import load
from knowledge.catalogue import RequestKind
from knowledge.prerequisites import Checked, Facts, check_prerequisites
from knowledge.sla import promise
from portal.access import visible_tickets
from portal.clock import BOGOTA, now
from portal.extensions import db
from portal.models import Diagnosis, Organisation, Ticket, User
from portal.models.ticket import OPEN_STATES

AUDIENCES = ("client", "distributor", "developer")


def catalogue(audience: str | None = None) -> list[tuple[int, list[RequestKind]]]:
    """The kinds by level; only those for an audience where one is given."""
    kinds = load().requests.values()
    chosen = [k for k in kinds if audience is None or audience in k.audience]
    levels = sorted({k.level for k in chosen})
    return [(n, sorted((k for k in chosen if k.level == n), key=lambda k: k.title["es"])) for n in levels]


def audience_of(user: User | None) -> str | None:
    """Whose catalogue to show first; None for staff and visitors: all of it."""
    return next((a for a in AUDIENCES if user is not None and a in user.role_names), None)


def due_if_sent(kind: RequestKind, at: datetime | None = None) -> datetime | None:
    """When the solution would be due if the complete request arrived now; None where no level promises it."""
    knowledge = load()
    return promise(at or now(), kind.level, knowledge.policy, knowledge.calendar)


def check(
    kind: RequestKind,
    organisation: Organisation | None,
    *,
    answers: Mapping[str, Any] = {},
    attached: Iterable[str] = (),
    confirmed: Iterable[str] = (),
    diagnosis: Diagnosis | None = None,
) -> list[Checked]:
    """The prerequisites with what the portal can see by itself, and its proof."""
    facts = Facts(
        profile=_profile(organisation, diagnosis),
        solved=_solved(organisation),
        attachments=frozenset(attached),
        confirmed=frozenset(confirmed),
    )
    return check_prerequisites(kind, answers, facts)


def of_person(user: User, *, only_open: bool, limit: int = 100) -> Sequence[Ticket]:
    """The requests that the person may see, the latest change first."""
    query = visible_tickets(user).order_by(Ticket.updated_at.desc(), Ticket.id.desc()).limit(limit)
    if only_open:
        query = query.where(Ticket.state.in_((*OPEN_STATES, "solved")))
    return db.session.scalars(query).all()


def _profile(organisation: Organisation | None, diagnosis: Diagnosis | None) -> dict[str, bool | None]:
    """Fact -> true, false or unknown. Whether an account may call the WS stands in no system that we read."""
    if organisation is None:
        return {}
    return {
        "organisation_verified": organisation.verified,
        "agreement_in_force": organisation.agreement_in_force(now().astimezone(BOGOTA).date()),
        "input_diagnosed": diagnosis is not None and diagnosis.state == "done",
    }


def _solved(organisation: Organisation | None) -> dict[str, str]:
    if organisation is None:
        return {}
    query = select(Ticket).where(
        Ticket.organisation_id == organisation.id, Ticket.solved_at.is_not(None), Ticket.state != "open"
    )
    return {ticket.kind: ticket.reference for ticket in db.session.scalars(query.order_by(Ticket.id))}
