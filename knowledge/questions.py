"""The parts of a request form: questions with their choices, the pages they stand on, files asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.conditions import Answers, Condition, both, holds
from knowledge.layout import Text


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a question. `value` is what is stored."""

    value: str
    label: Text
    hint: Text | None

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Option:
        return cls(value=d["value"], label=d["label"], hint=d.get("hint"))


@dataclass(frozen=True, slots=True)
class Question:
    """One datum asked for. `schema` is its JSON Schema property without the options' values; `error` says
    what to write; `required` is a flag or a condition; `prefill` names the profile's datum that answers it;
    `not_before` and `not_after` are days relative to today, `at_least` is a field that must not be greater;
    what is `sensitive` is shown masked."""

    field: str
    label: Text
    hint: Text | None
    error: Text
    widget: str
    schema: Mapping[str, Any]
    options: tuple[Option, ...]
    required: bool | Condition
    when: Condition | None
    prefill: str | None
    not_before: str | None
    not_after: str | None
    at_least: str | None
    sensitive: bool

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Question:
        return cls(
            field=d["field"],
            label=d["label"],
            hint=d.get("hint"),
            error=d["error"],
            widget=d["widget"],
            schema=d["schema"],
            options=tuple(Option.from_dict(o) for o in d.get("options", ())),
            required=d["required"],
            when=d.get("when"),
            prefill=d.get("prefill"),
            not_before=d.get("not_before"),
            not_after=d.get("not_after"),
            at_least=d.get("at_least"),
            sensitive=d.get("sensitive", False),
        )


@dataclass(frozen=True, slots=True)
class Page:
    """The questions of one page, with `when` already part of each of them. `section` heads it in the review;
    `title` is None where the only question's label is the heading; `place` is flow or review."""

    page: str
    section: Text
    title: Text | None
    intro: Text | None
    place: str
    questions: tuple[Question, ...]

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Page:
        when = d.get("when")
        return cls(
            page=d["page"],
            section=d["section"],
            title=d.get("title"),
            intro=d.get("intro"),
            place=d.get("place", "flow"),
            questions=tuple(
                Question.from_dict({**q, "when": both(when, q.get("when"))}) for q in d["questions"]
            ),
        )

    @property
    def heading(self) -> Text:
        return self.title or self.questions[0].label

    def visible(self, answers: Answers) -> tuple[Question, ...]:
        """The questions to show; a page of which none is visible is left out."""
        return tuple(q for q in self.questions if visible(q, answers))


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file asked for. `accept` holds extensions; `max_mb` is in MiB; `required` as in a question."""

    item: str
    label: Text
    hint: Text | None
    accept: tuple[str, ...]
    max_mb: int
    required: bool | Condition
    when: Condition | None

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Attachment:
        return cls(
            item=d["item"],
            label=d["label"],
            hint=d.get("hint"),
            accept=tuple(d["accept"]),
            max_mb=d["max_mb"],
            required=d["required"],
            when=d.get("when"),
        )


def visible(question: Question, answers: Answers) -> bool:
    """Whether the question is asked, given the answers so far."""
    return holds(question.when, answers)


def is_required(part: Question | Attachment, answers: Answers) -> bool:
    """Whether the request is incomplete without this answer or file, given the other answers."""
    if not holds(part.when, answers):
        return False
    return part.required if isinstance(part.required, bool) else holds(part.required, answers)
