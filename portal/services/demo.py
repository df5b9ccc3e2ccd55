"""Demonstration data: a small provider's week, so that every page has something to show. First start only.

Everything goes through the services, each step at its own hour of the past, so that the log, the clocks and the
states agree as they would in life.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select

from knowledge import load
from knowledge.completeness import checklist
from knowledge.sla import deadline
from portal.clock import BOGOTA, now, pretend
from portal.extensions import db
from portal.models import CannedText, Diagnosis, Organisation, Ticket, User
from portal.services import (
    accounts,
    clocks,
    diagnoses,
    example,
    gate,
    messages,
    moves,
    organisations,
    tickets,
)

SCRIPT = Path(__file__).with_name("demo.yaml")


@dataclass
class Cast:
    """The people and companies of the demonstration, by their short names."""

    people: dict[str, User] = field(default_factory=dict)
    companies: dict[str, Organisation] = field(default_factory=dict)


def seed() -> list[tuple[str, str]]:
    """Fill an empty database; gives (mail, role) of the accounts made. Does nothing where accounts exist."""
    if db.session.scalar(select(User.id).limit(1)) is not None:
        return []
    script = yaml.safe_load(SCRIPT.read_text("utf-8"))
    cast = Cast()
    with pretend(now() - timedelta(days=40)):
        _companies(script, cast)
        _people(script, cast)
        db.session.commit()
    _canned(script, cast)
    agents = cycle([cast.people[name] for name in script["desk"]])
    for entry in script["tickets"]:
        _ticket(entry, cast, next(agents))
    # Deadlines may have passed since a ticket's last step, as the sweep would have noticed.
    for ticket in db.session.scalars(select(Ticket)):
        clocks.recompute(ticket)
    db.session.commit()
    return [(u.email, next(iter(u.role_names))) for u in cast.people.values()]


def _companies(script: Mapping[str, Any], cast: Cast) -> None:
    for name, d in script["companies"].items():
        company = Organisation(nit=d["nit"], dv=d["dv"], name=d["name"], kind=d.get("kind", "client"))
        if d.get("verified", True):
            company.verified_at = now()
        db.session.add(company)
        db.session.flush()
        organisations.add_agreement(company, "service", date(2026, 1, 1), None)
        cast.companies[name] = company


def _people(script: Mapping[str, Any], cast: Cast) -> None:
    for name, d in script["people"].items():
        person = accounts.create(d["mail"], d["name"], d["role"], accounts.DEMO_PASSWORD, demo=True)
        cast.people[name] = person
        for company, right in d.get("in", {}).items():
            organisations.add_member(cast.companies[company], person, right)
    for distributor, client, owner in script["distributors"]:
        link = organisations.ask_consent(cast.companies[distributor], cast.companies[client])
        organisations.consent(link, cast.people[owner])


def _canned(script: Mapping[str, Any], cast: Cast) -> None:
    lead = next(p for p in cast.people.values() if p.has_role("lead"))
    for d in script["canned"]:
        db.session.add(
            CannedText(code=d.get("code"), title=d["title"], body=d["body"], created_by_id=lead.id)
        )
    db.session.commit()


def _ticket(entry: Mapping[str, Any], cast: Cast, agent: User) -> None:
    """Open one ticket in the past and let its story happen."""
    kind = load().requests[entry["kind"]]
    requester = cast.people[entry["by"]]
    steps = story(entry.get("story", ""))
    start = _sent(now() - timedelta(hours=entry["ago"]))
    missing = [
        {"item": i.item, "label": i.label["es"], "kind": i.kind}
        for i in checklist(kind)[: entry.get("missing", 0)]
    ]
    company = cast.companies[entry["for"]]
    with pretend(start):
        diagnosis = (
            _diagnosis(entry, requester, company) if kind.gate == "diagnosis" and not missing else None
        )
        reasons = {e.index: entry["reason"] for e in gate.contested(diagnosis)}
        disputes = gate.disputes_from(diagnosis, reasons) if diagnosis and reasons else ()
        ticket = tickets.open_ticket(
            kind=kind,
            requester=requester,
            organisation=company,
            subject=entry["subject"],
            answers=entry.get("answers", {}),
            missing=missing,
            diagnosis=diagnosis,
            disputes=disputes,
        )
    span = (now() - start) / (len(steps) + 1)
    for n, (name, text) in enumerate(steps, 1):
        moment = min(_attended(start + span * n), now() - timedelta(minutes=len(steps) - n + 1))
        with pretend(moment):
            STEPS[name](ticket, agent if name not in REQUESTER_STEPS else requester, text)
            db.session.commit()


def _diagnosis(entry: Mapping[str, Any], requester: User, company: Organisation) -> Diagnosis:
    content = example.invoice(entry.get("input", {}))
    return diagnoses.start(content.encode(), "factura.xml", user=requester, organisation=company)


def story(text: str) -> list[tuple[str, str]]:
    """`claim; reply: Ya lo miro` -> [("claim", ""), ("reply", "Ya lo miro")]."""
    return [
        (name.strip(), words.strip())
        for name, _, words in (step.partition(":") for step in text.split(";"))
        if name.strip()
    ]


def _attended(moment: datetime) -> datetime:
    """The moment itself where the desk is open, else a little after the next opening."""
    calendar = load().calendar
    return moment if calendar.open_at(moment) else calendar.next_opening(moment) + timedelta(minutes=17)


def _sent(moment: datetime) -> datetime:
    """The same before the last closing: what is sent is sent in the past, whatever the hour of the first start."""
    calendar = load().calendar
    return moment if calendar.open_at(moment) else calendar.last_closing(moment) - timedelta(minutes=17)


def _ask_item(ticket: Ticket, actor: User, text: str) -> None:
    item = checklist(load().requests[ticket.kind])[0]
    messages.request_item(ticket, actor, item.item, item.label["es"], text)


def _commit(ticket: Ticket, actor: User, text: str) -> None:
    knowledge = load()
    until = deadline(now(), 60, "attention_hours", knowledge.calendar)
    if until is not None:
        moves.commit_to(ticket, actor, max(until, datetime.now(BOGOTA) + timedelta(hours=20)))


def _merge(ticket: Ticket, actor: User, text: str) -> None:
    """Into the oldest other open ticket of the same company."""
    others = select(Ticket).where(
        Ticket.organisation_id == ticket.organisation_id,
        Ticket.id != ticket.id,
        Ticket.state == "in_progress",
    )
    into = db.session.scalars(others.order_by(Ticket.id)).first()
    if into is not None:
        moves.merge(ticket, actor, into)


STEPS: Mapping[str, Callable[[Ticket, User, str], object]] = {
    "claim": lambda t, a, text: moves.claim(t, a),
    "reply": lambda t, a, text: messages.reply(t, a, text),
    "ask": lambda t, a, text: messages.reply(t, a, text, wait=True),
    "note": lambda t, a, text: messages.note(t, a, text),
    "item": _ask_item,
    "escalate": lambda t, a, text: moves.escalate(t, a, "programación", text),
    "commit": _commit,
    "merge": _merge,
    "solve": lambda t, a, text: moves.solve(t, a, text),
    "answer": lambda t, a, text: messages.answer(t, a, text),
    "confirm": lambda t, a, text: moves.confirm(t, a),
    "reopen": lambda t, a, text: moves.reopen(t, a, text),
    "withdraw": lambda t, a, text: moves.withdraw(t, a, text),
}
REQUESTER_STEPS = frozenset({"answer", "confirm", "reopen", "withdraw"})
