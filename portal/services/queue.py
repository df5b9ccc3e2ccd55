"""The desk's queue: views with their counts, filters, and pages that do not shift while tickets arrive."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, tuple_

from portal.clock import now
from portal.extensions import db
from portal.models import Diagnosis, Organisation, Ticket, User
from portal.models.ticket import OPEN_STATES

PAGE = 50
MOST_COUNTED = 999
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Stands for "no clock runs" in the order: those come last."""

Condition = Callable[[User], ColumnElement[bool]]

OPEN = Ticket.state.in_(OPEN_STATES)
VIEWS: Mapping[str, Condition] = {
    "due": lambda user: and_(OPEN, Ticket.paused_at.is_(None), Ticket.amber_at <= now()),
    "unassigned": lambda user: and_(OPEN, Ticket.assignee_id.is_(None), Ticket.state != "needs_information"),
    "mine": lambda user: and_(OPEN, Ticket.assignee_id == user.id),
    "all": lambda user: OPEN,
    "missing": lambda user: Ticket.state == "needs_information",
    "paused": lambda user: Ticket.state == "waiting_requester",
    "escalated": lambda user: Ticket.state == "escalated",
    "overdue": lambda user: and_(OPEN, Ticket.due_at < now(), Ticket.paused_at.is_(None)),
    "disputed": lambda user: and_(OPEN, Ticket.disputed.is_(True)),
    "reopened": lambda user: and_(OPEN, Ticket.cycle > 1),
    "done": lambda user: ~OPEN,
}
"""Name -> which tickets it shows. `done` holds what is solved, closed, withdrawn or merged."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a view; empty strings narrow nothing. `assignee` is an id, `none` or empty; `q` free text."""

    kind: str = ""
    level: str = ""
    verdict: str = ""
    assignee: str = ""
    q: str = ""

    def conditions(self) -> list[ColumnElement[bool]]:
        """The SQL of what is set. A level or assignee that is no number matches nothing."""
        found: list[ColumnElement[bool]] = []
        if self.kind:
            found.append(Ticket.kind == self.kind)
        if self.level:
            found.append(Ticket.level == int(self.level) if self.level.isdigit() else literal(False))
        if self.verdict:
            found.append(Diagnosis.verdict == self.verdict)
        if self.assignee == "none":
            found.append(Ticket.assignee_id.is_(None))
        elif self.assignee:
            found.append(
                Ticket.assignee_id == int(self.assignee) if self.assignee.isdigit() else literal(False)
            )
        if self.q:
            found.append(_matches(self.q))
        return found


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the queue; `after` is the key of the next page, or None at the end."""

    tickets: Sequence[Ticket]
    after: str | None


def page(user: User, view: str, filters: Filters, after: str | None = None) -> Page:
    """The tickets of a view by nearest deadline. `after` is a key of an earlier page; one that is not is the start."""
    due = func.coalesce(Ticket.nearest_due_at, NEVER)
    query = _query(user, view, filters).order_by(due, Ticket.id).limit(PAGE + 1)
    key = _key(after)
    if key is not None:
        query = query.where(
            tuple_(due, Ticket.id) > tuple_(literal(key[0], Ticket.nearest_due_at.type), literal(key[1]))
        )
    tickets = list(db.session.scalars(query))
    last = tickets[PAGE - 1] if len(tickets) > PAGE else None
    return Page(tickets[:PAGE], f"{(last.nearest_due_at or NEVER).isoformat()}_{last.id}" if last else None)


def counts(user: User) -> dict[str, int]:
    """How many tickets each view has, at most MOST_COUNTED + 1."""
    found = {}
    for name, condition in VIEWS.items():
        limited = select(Ticket.id).where(condition(user)).limit(MOST_COUNTED + 1).subquery()
        found[name] = db.session.scalar(select(func.count()).select_from(limited)) or 0
    return found


def staff() -> Sequence[User]:
    """The people who work tickets, by name."""
    people = db.session.scalars(select(User).where(User.active.is_(True)).order_by(User.name))
    return [p for p in people if p.has_role("agent") or p.has_role("lead")]


def _query(user: User, view: str, filters: Filters) -> Select[tuple[Ticket]]:
    query = select(Ticket).join(Ticket.organisation).outerjoin(Ticket.diagnosis)
    return query.where(VIEWS[view](user), *filters.conditions())


def _matches(text: str) -> ColumnElement[bool]:
    """Reference, NIT, name of the organisation, or a word of the subject (a prefix stands there)."""
    wanted = text.strip()[:100]
    digits = "".join(c for c in wanted if c.isdigit())
    escaped = wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    like = f"%{escaped}%"
    found: list[ColumnElement[bool]] = [
        Ticket.subject.ilike(like, escape="\\"),
        Organisation.name.ilike(like, escape="\\"),
    ]
    reference = wanted.upper().removeprefix("WS-")
    if reference.isdigit() and len(reference) < 10:
        found.append(Ticket.id == int(reference))
    if 5 <= len(digits) <= 15:
        found.append(Organisation.nit.startswith(digits[:9]))
    return or_(*found)


def _key(after: str | None) -> tuple[datetime, int] | None:
    moment, _, id_ = (after or "").partition("_")
    try:
        return datetime.fromisoformat(moment), int(id_)
    except ValueError:
        return None


def twins(ticket: Ticket) -> Sequence[Ticket]:
    """The other open requests of the same organisation, the latest first: what a duplicate can be joined to."""
    same = and_(OPEN, Ticket.organisation_id == ticket.organisation_id, Ticket.id != ticket.id)
    return db.session.scalars(select(Ticket).where(same).order_by(Ticket.id.desc()).limit(PAGE)).all()
