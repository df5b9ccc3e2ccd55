"""What a requester hands in for an item that a request lacks: an answer, a file, the input.

The caller commits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from knowledge import load
from knowledge.answer_check import Problem, check_answers
from knowledge.catalogue import RequestKind
from knowledge.completeness import INPUT, Item, checklist, missing_items
from knowledge.completeness import Diagnosis as Verdict
from knowledge.questions import Attachment as Wanted
from knowledge.questions import Question
from knowledge.wording import show_answer
from portal.clock import BOGOTA, now
from portal.extensions import db
from portal.models import Attachment, Diagnosis, StoredFile, Ticket, User
from portal.services import gate, messages, moves


def item_of(ticket: Ticket, name: str) -> tuple[Item, Question | Wanted | None] | None:
    """What is asked for by that name, if the ticket lacks it; with its question or file if it has one."""
    kind = load().requests[ticket.kind]
    entry = next((entry for entry in ticket.missing if entry["item"] == name), None)
    if entry is None:
        return None
    known = {i.item: i for i in checklist(kind)}
    label = {"es": entry["label"], "en": entry["label"]}
    item = known.get(name) or Item(name, "review", label, label)
    parts: list[Question | Wanted] = [*kind.questions, *kind.attachments]
    if item.kind == "attachment":
        return item, next((p for p in parts if isinstance(p, Wanted) and p.item == name), None)
    if item.kind == "answer":
        return item, next((p for p in parts if isinstance(p, Question) and p.field == name), None)
    return item, None


def answer(ticket: Ticket, user: User, question: Question, value: Any) -> list[Problem]:
    """Put an answer in. Gives what is wrong with it, and then changes nothing."""
    kind = load().requests[ticket.kind]
    answers = {**ticket.answers, question.field: value}
    today = now().astimezone(BOGOTA).date()
    wrong = [p for p in check_answers(kind, answers, today=today, complete=True) if p.field == question.field]
    if wrong:
        return wrong
    moves.lock(ticket)
    ticket.answers = answers
    _bring_in_line(ticket, kind, question.field)
    said = "••••" if question.sensitive else show_answer(question, value)
    messages.receive_item(ticket, user, question.field, text=f"{question.label['es']}: {said}")
    return []


def file(ticket: Ticket, user: User, item: str, stored: StoredFile | None, text: str = "") -> None:
    """Hand in a file, words, or both."""
    messages.receive_item(ticket, user, item, stored, text)


def offer_input(ticket: Ticket, user: User, diagnosis: Diagnosis) -> bool:
    """Let a diagnosed input travel with the ticket. True where it meets the gate and the item is in."""
    messages.attach_diagnosis(ticket, user, diagnosis)
    ticket.disputes, ticket.disputed = [], False
    return _judge(ticket, user, diagnosis)


def contest(ticket: Ticket, user: User, disputes: Sequence[Mapping[str, Any]]) -> bool:
    """Note why errors of the input are none. True where every one has its reason and the item is in."""
    moves.lock(ticket)
    ticket.disputes = [dict(d) for d in disputes]
    ticket.disputed = bool(disputes)
    return _judge(ticket, user, ticket.diagnosis)


def _judge(ticket: Ticket, user: User, diagnosis: Diagnosis | None) -> bool:
    kind = load().requests[ticket.kind]
    state = gate.verdict(kind, diagnosis, ticket.answers, ticket.disputes)
    if state not in (Verdict.VALID, Verdict.DISPUTED, Verdict.INCOMPLETE):
        return False
    ticket.flagged = state is Verdict.INCOMPLETE
    if any(entry["item"] == INPUT for entry in ticket.missing):
        messages.receive_item(ticket, user, INPUT)
    return True


def _bring_in_line(ticket: Ticket, kind: RequestKind, arriving: str) -> None:
    """Follow what an answer changes: what it makes unnecessary is no longer missing, what it brings up is.

    What an agent asked for by name stays until it is there.
    """
    held = select(Attachment.item).where(Attachment.ticket_id == ticket.id, Attachment.item.is_not(None))
    state = gate.verdict(kind, ticket.diagnosis, ticket.answers, ticket.disputes)
    owed = {i.item: i for i in missing_items(kind, ticket.answers, set(db.session.scalars(held)), state)}
    stays = [e for e in ticket.missing if e["kind"] == "requested" or e["item"] in {*owed, arriving}]
    named = {e["item"] for e in stays}
    comes = [
        {"item": i.item, "label": i.label["es"], "kind": i.kind} for i in owed.values() if i.item not in named
    ]
    ticket.missing = stays + comes
