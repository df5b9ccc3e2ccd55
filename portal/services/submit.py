"""Sending a request: what it still lacks, whether an equal one is open, and the ticket that it becomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from knowledge import load
from knowledge.answer_check import Problem, check_answers
from knowledge.catalogue import RequestKind, visible_answers
from knowledge.completeness import Diagnosis as Verdict
from knowledge.completeness import Item, missing_items
from knowledge.wording import subject
from portal.clock import BOGOTA, now
from portal.extensions import db
from portal.models import Attachment, RequestDraft, Ticket, User
from portal.services import drafts, gate, requests, tickets


@dataclass(frozen=True, slots=True)
class Review:
    """A draft as it stands. `problems`: answers to put right before sending; `missing`: what keeps the clock
    from starting; `equal`: an open request about the same; `due`: the end if it were sent now, complete."""

    kind: RequestKind
    answers: dict[str, Any]
    attachments: Sequence[Attachment]
    verdict: Verdict
    problems: list[Problem]
    missing: list[Item]
    equal: Ticket | None
    due: datetime | None


def review(draft: RequestDraft, user: User) -> Review:
    """Judge a draft with the kind's schema and completeness, on the server."""
    kind = load().requests[draft.kind]
    answers = visible_answers(kind, draft.answers)
    files = drafts.attachments(draft)
    state = gate.verdict(kind, draft.diagnosis, answers, draft.disputes)
    sha256 = draft.diagnosis.sha256 if draft.diagnosis is not None else None
    return Review(
        kind=kind,
        answers=answers,
        attachments=files,
        verdict=state,
        problems=check_answers(kind, answers, today=now().astimezone(BOGOTA).date()),
        missing=missing_items(kind, answers, {a.item for a in files if a.item}, state),
        equal=tickets.equal_open(user, draft.organisation, kind, answers, sha256),
        due=requests.due_if_sent(kind),
    )


def submit(draft: RequestDraft, user: User) -> Ticket:
    """Make the ticket, complete or not; the same draft gives the same ticket however often it is sent.

    ValueError while answers are wrong: `review` tells which.
    """
    known = tickets.by_token(draft.submit_token)
    if known is not None:
        return known
    seen = review(draft, user)
    if seen.problems:
        raise ValueError(f"wrong answers: {[problem.field for problem in seen.problems]}")
    return tickets.open_ticket(
        kind=seen.kind,
        requester=user,
        organisation=draft.organisation,
        subject=subject(seen.kind, seen.answers)["es"],
        answers=seen.answers,
        missing=[{"item": i.item, "label": i.label["es"], "kind": i.kind} for i in seen.missing],
        diagnosis=draft.diagnosis,
        disputes=draft.disputes if seen.verdict in (Verdict.DISPUTED, Verdict.INVALID) else (),
        flagged=seen.verdict is Verdict.INCOMPLETE,
        draft=draft,
    )


def sent(draft: RequestDraft) -> Ticket | None:
    """The ticket that this draft has become."""
    return db.session.get(Ticket, draft.ticket_id) if draft.ticket_id else None
