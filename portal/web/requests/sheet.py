"""All that is still missing on one page: the questions in short groups, then the files. For a draft and a ticket."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.catalogue import RequestKind
from knowledge.completeness import Diagnosis as Verdict
from knowledge.completeness import Item, missing_items
from knowledge.conditions import answered
from knowledge.questions import Attachment, Question
from portal.i18n import text
from portal.models import RequestDraft
from portal.services import drafts
from portal.web.requests import forms


@dataclass(frozen=True, slots=True)
class Group:
    """Questions under the heading that they have in the review."""

    heading: str
    questions: list[Question]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What to fill in. `asked`: what only a person can judge, answered with words or a file."""

    groups: list[Group]
    files: list[Attachment]
    asked: list[Item]

    @property
    def questions(self) -> list[Question]:
        """Its questions in their order."""
        return [q for group in self.groups for q in group.questions]

    @property
    def names(self) -> list[str]:
        """The items on it, as the page shows them."""
        return [
            *(q.field for q in self.questions),
            *(f.item for f in self.files),
            *(i.item for i in self.asked),
        ]


def of(kind: RequestKind, wanted: Collection[str], *, signing: bool, asked: Collection[Item] = ()) -> Sheet:
    """The sheet for the items that are wanted; `signing`: also what the review of a draft asks for itself."""
    groups: dict[str, list[Question]] = {}
    for page in kind.pages:
        here = [q for q in page.questions if q.field in wanted]
        if here and (signing or page.place == "flow"):
            groups.setdefault(text(page.section), []).extend(here)
    return Sheet(
        [Group(heading, questions) for heading, questions in groups.items()],
        [a for a in kind.attachments if a.item in wanted],
        list(asked),
    )


def of_draft(draft: RequestDraft, kind: RequestKind) -> Sheet:
    """What a draft still lacks besides its input and what its review asks."""
    attached = {a.item for a in drafts.attachments(draft) if a.item}
    return of(
        kind, {i.item for i in missing_items(kind, draft.answers, attached, Verdict.NONE)}, signing=False
    )


def read(sheet: Sheet, form: Any) -> dict[str, Any]:
    """Field -> what was filled in; what stayed empty can still come later."""
    return given(forms.read(sheet.questions, form))


def given(values: Mapping[str, Any]) -> dict[str, Any]:
    """The answers among the values."""
    return {field: value for field, value in values.items() if answered(value)}
