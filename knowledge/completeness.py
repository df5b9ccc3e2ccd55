"""What a request still lacks. While anything is, it is `needs_information` and its clock has not started."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from knowledge.catalogue import Attachment, Question, RequestKind, is_required, visible_answers
from knowledge.conditions import Answers
from knowledge.layout import Text
from knowledge.wording import fill

INPUT = "input"
"""The item that stands for the input itself where a kind has the gate."""


class Diagnosis(StrEnum):
    """What the gate knows of the very file that travels with the request.

    DISPUTED: not ready, with a reason for every error. INCOMPLETE: the review did not finish, which is ours
    and never blocks. UNSUPPORTED: a format that is not reviewed here, which does not meet the gate.
    """

    NONE = "none"
    VALID = "valid"
    INVALID = "invalid"
    DISPUTED = "disputed"
    INCOMPLETE = "incomplete"
    UNSUPPORTED = "unsupported"
    REJECTION = "pasted-rejection"


@dataclass(frozen=True, slots=True)
class Item:
    """Something that a request lacks or that an agent may ask for. `kind` is answer, attachment, input or
    review; `item` is unique in its request kind; `ask` says what to do."""

    item: str
    kind: str
    label: Text
    ask: Text


def missing_items(
    kind: RequestKind, answers: Answers, attachments: Collection[str], diagnosis: Diagnosis | str
) -> list[Item]:
    """What keeps the clock from starting, the input first, then answers and files in their order.

    `attachments` are the items of which a file was received. Prerequisites are not among them: they are told
    before, and never hold a request back.
    """
    kept = visible_answers(kind, answers)
    items = [_question_item(q) for q in kind.questions if q.field not in kept and is_required(q, kept)]
    items += [
        _attachment_item(kind, a)
        for a in kind.attachments
        if a.item not in attachments and is_required(a, kept)
    ]
    gate = _gate_message(kind, Diagnosis(diagnosis))
    return [_input_item(kind, gate), *items] if gate else items


def checklist(kind: RequestKind) -> list[Item]:
    """What an agent can name as missing: all that can be required, and what only a person can judge."""
    items = [_question_item(q) for q in kind.questions if q.required is not False]
    items += [_attachment_item(kind, a) for a in kind.attachments if a.required is not False]
    if kind.gate == "diagnosis":
        items.insert(0, input_item(kind))
    return items + [Item(c.item, "review", c.ask, c.ask) for c in kind.agent_checklist]


def duplicate_key(kind: RequestKind, answers: Answers, file_sha256: str | None = None) -> str | None:
    """What an equal open request of the same organisation has in common with this one; None while a part of
    it is not known. Case and surrounding blanks make no difference."""
    kept = visible_answers(kind, answers)
    values = [file_sha256 if f == "file" else kept.get(f) for f in kind.duplicate_key]
    if any(v is None for v in values):
        return None
    return json.dumps([kind.request, *map(_normal, values)], ensure_ascii=False)


def _normal(value: object) -> object:
    if isinstance(value, list):
        return sorted(map(str, value))
    return value.strip().casefold() if isinstance(value, str) else value


def input_item(kind: RequestKind, diagnosis: str = Diagnosis.NONE) -> Item:
    """The input as an item, in the words for what is known of it: not there, with errors, of another format."""
    return _input_item(kind, _gate_message(kind, Diagnosis(diagnosis)) or _needed(kind))


def _question_item(question: Question) -> Item:
    return Item(question.field, "answer", question.label, question.error)


def _attachment_item(kind: RequestKind, attachment: Attachment) -> Item:
    return Item(
        attachment.item, "attachment", attachment.label, fill(kind.messages["attach"], label=attachment.label)
    )


def _input_item(kind: RequestKind, message: str) -> Item:
    label = "input_corrected" if message == "input_corrected_or_reason" else "input"
    return Item(INPUT, "input", kind.messages[label], kind.messages[message])


def _needed(kind: RequestKind) -> str:
    return "input_or_rejection_needed" if Diagnosis.REJECTION in kind.gate_accepts else "input_needed"


def _gate_message(kind: RequestKind, diagnosis: Diagnosis) -> str | None:
    """The name of the message that says what the gate lacks; None where it is met or the kind has none."""
    if kind.gate != "diagnosis" or diagnosis in (Diagnosis.VALID, Diagnosis.DISPUTED, Diagnosis.INCOMPLETE):
        return None
    if diagnosis is Diagnosis.INVALID:
        return "input_corrected_or_reason"
    if diagnosis is Diagnosis.UNSUPPORTED:
        return "input_not_reviewed"
    if diagnosis is Diagnosis.REJECTION and Diagnosis.REJECTION in kind.gate_accepts:
        return None
    return _needed(kind)
