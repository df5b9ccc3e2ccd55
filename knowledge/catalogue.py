"""The request catalogue: what each kind of request asks, needs and is measured by.

A kind is one file, `requests/<id>.yaml`; what several kinds ask stands once in `requests/_shared.yaml` and
is included by name (`with_shared`). Pages, API, completeness, agent's checklist and report read this value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.conditions import Answers, Condition, answered
from knowledge.layout import Text
from knowledge.questions import Attachment, Option, Page, Question, is_required, visible

__all__ = [
    "Attachment",
    "Check",
    "Option",
    "Page",
    "Prerequisite",
    "Question",
    "RequestKind",
    "is_required",
    "visible",
    "visible_answers",
    "with_shared",
]


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
class Check:
    """What only a person can judge: what the agent does to `verify` it, and what to `ask` of the requester
    where it does not hold."""

    item: str
    verify: Text
    ask: Text

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Check:
        return cls(item=d["item"], verify=d["verify"], ask=d["ask"])


@dataclass(frozen=True, slots=True)
class RequestKind:
    """One of the kinds of request. `solved_by` names articles, rules and responses; `duplicate_key` fields, or
    `file`: the input's hash."""

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
    agent_checklist: tuple[Check, ...]
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
            agent_checklist=tuple(Check.from_dict(c) for c in d["agent_checklist"]),
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


def visible_answers(kind: RequestKind, answers: Answers) -> dict[str, Any]:
    """The answers that count: those to questions that are asked, in their order. What was answered before an
    earlier answer changed, and hid the question, no longer decides anything."""
    kept: dict[str, Any] = {}
    for q in kind.questions:
        if answered(answers.get(q.field)) and visible(q, kept):
            kept[q.field] = answers[q.field]
    return kept


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
