"""The request catalogue: what each kind of request asks, needs and is measured by.

A kind is one file, `requests/<id>.yaml`; what several kinds ask stands once in `requests/_shared.yaml` and
is included by name (`with_shared`). Pages, API, completeness, agent's checklist and report read this value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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


@dataclass(frozen=True, slots=True)
class Prerequisite:
    """What should be true before; `checks` are ways to see it, any of which suffices (none: only the
    requester knows). `confirm`: the requester may say so; `how_to` is an article."""

    item: str
    text: Text
    detail: Text | None
    how_to: str | None
    confirm: bool
    checks: tuple[Mapping[str, str], ...]
    when: Condition | None

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Prerequisite:
        return cls(
            item=d["item"],
            text=d["text"],
            detail=d.get("detail"),
            how_to=d.get("how_to"),
            confirm=d.get("confirm", False),
            checks=() if d["check"] == "none" else tuple(d["check"]),
            when=d.get("when"),
        )


@dataclass(frozen=True, slots=True)
class RequestKind:
    """One of the kinds of request. `agent_checklist` holds (item, text) that only a person can find missing;
    `solved_by` names articles, rules and responses; `duplicate_key` fields, or `file`: the input's hash."""

    request: str
    version: int
    level: int
    area: str
    gate: str
    gate_accepts: tuple[str, ...]
    title: Text
    summary: Text
    subject: Text
    audience: tuple[str, ...]
    aliases: tuple[str, ...]
    before: tuple[Prerequisite, ...]
    pages: tuple[Page, ...]
    attachments: tuple[Attachment, ...]
    agent_checklist: tuple[tuple[str, Text], ...]
    solved_by: Mapping[str, tuple[str, ...]]
    duplicate_key: tuple[str, ...]
    messages: Mapping[str, Text]

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> RequestKind:
        return cls(
            request=d["request"],
            version=d["version"],
            level=d["level"],
            area=d["area"],
            gate=d["gate"],
            gate_accepts=tuple(d.get("gate_accepts", ())),
            title=d["title"],
            summary=d["summary"],
            subject=d["subject"],
            audience=tuple(d["audience"]),
            aliases=tuple(d["aliases"]),
            before=tuple(Prerequisite.from_dict(p) for p in d["before"]),
            pages=tuple(Page.from_dict(p) for p in d["pages"]),
            attachments=tuple(Attachment.from_dict(a) for a in d["attachments"]),
            agent_checklist=tuple((i["item"], i["text"]) for i in d["agent_checklist"]),
            solved_by={k: tuple(d["solved_by"].get(k, ())) for k in ("articles", "rules", "responses")},
            duplicate_key=tuple(d["duplicate_key"]),
            messages=d["messages"],
        )

    @property
    def questions(self) -> Iterator[Question]:
        """Every question in its order."""
        return (q for page in self.pages for q in page.questions)

    def question(self, field: str) -> Question:
        """The question of a field; KeyError where the kind does not ask it."""
        for q in self.questions:
            if q.field == field:
                return q
        raise KeyError(field)


def visible(question: Question, answers: Answers) -> bool:
    """Whether the question is asked, given the answers so far."""
    return holds(question.when, answers)


def visible_answers(kind: RequestKind, answers: Answers) -> dict[str, Any]:
    """The answers that count: those to questions that are asked, in their order. What was answered before an
    earlier answer changed, and hid the question, no longer decides anything."""
    kept: dict[str, Any] = {}
    for q in kind.questions:
        if answers.get(q.field) not in (None, "", []) and visible(q, kept):
            kept[q.field] = answers[q.field]
    return kept


def is_required(part: Question | Attachment, answers: Answers) -> bool:
    """Whether the request is incomplete without this answer or file, given the other answers."""
    if not holds(part.when, answers):
        return False
    return part.required if isinstance(part.required, bool) else holds(part.required, answers)


def with_shared(kind: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any]:
    """The compiled form of a kind: `use` is replaced by what it names, with the kind's own keys on top, and
    each page has its section (the previous page's where it gives none). KeyError: `use` names nothing."""
    pages = []
    section = None
    for page in _used(kind["pages"], shared["pages"]):
        section = page.get("section", section)
        pages.append({**page, "section": section, "questions": _used(page["questions"], shared["questions"])})
    return {
        **kind,
        "pages": pages,
        "attachments": _used(kind["attachments"], shared["attachments"]),
        "before": _used(kind["before"], shared["before"]),
        "messages": shared["messages"],
    }


def _used(parts: list[dict[str, Any]], shared: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {**shared[p["use"]], **{k: v for k, v in p.items() if k != "use"}} if "use" in p else p for p in parts
    ]
