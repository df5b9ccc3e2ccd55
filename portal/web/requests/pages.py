"""What the pages of the request flow show: where one is, what comes next, the answers by heading."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from knowledge import load
from knowledge.catalogue import RequestKind, is_required, visible_answers
from knowledge.completeness import Diagnosis as Verdict
from knowledge.completeness import Item
from knowledge.conditions import answered, holds
from knowledge.guide import Rule
from knowledge.library import Article
from knowledge.questions import Attachment, Page, Question
from knowledge.web_service_responses import Response
from knowledge.wording import show_answer
from portal.i18n import language, text
from portal.models import RequestDraft
from portal.services import gate
from portal.services.submit import Review

INPUT, FILES, REVIEW = "insumo", "archivos", "revisar"

Row = tuple[str, Any, str | None, bool | str]
"""Key, value, address to change it, whether it is missing (`answer`: a question): for components/answers.html."""


@dataclass(frozen=True, slots=True)
class Section:
    """A group of answers under its heading."""

    heading: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Solutions:
    """What usually solves a request before it is sent."""

    articles: list[Article]
    rules: list[Rule]
    responses: list[Response]


def steps(kind: RequestKind, answers: dict[str, Any]) -> list[str]:
    """The steps of the flow in their order: the input first, then pages by name, files, the review."""
    kept = visible_answers(kind, answers)
    pages = [p.page for p in kind.pages if p.place == "flow" and p.visible(kept)]
    return [*([INPUT] if gate.asks(kind) else []), *pages, *([FILES] if kind.attachments else []), REVIEW]


def page_named(kind: RequestKind, name: str) -> Page | None:
    """The page of a kind by its name."""
    return next((p for p in kind.pages if p.page == name), None)


def address(draft: RequestDraft, step: str, *, back_to: str | None = None) -> str:
    """Where a step of a draft is. `back_to` review: after saving it returns there."""
    if step in (INPUT, FILES, REVIEW):
        endpoint = {INPUT: "requests.input", FILES: "requests.files", REVIEW: "requests.review"}[step]
        return url_for(endpoint, public_id=draft.public_id, volver=back_to)
    return url_for("requests.page", public_id=draft.public_id, page=step, volver=back_to)


def after(draft: RequestDraft, kind: RequestKind, step: str) -> str:
    """The address of the step that follows."""
    order = steps(kind, draft.answers)
    return address(draft, order[order.index(step) + 1] if step in order[:-1] else REVIEW)


def before(draft: RequestDraft, kind: RequestKind, step: str) -> str:
    """The address of the step before; that of the first is the page of the kind."""
    order = steps(kind, draft.answers)
    at = order.index(step) if step in order else 0
    return address(draft, order[at - 1]) if at else url_for("requests.kind", kind=kind.request)


def first_open(draft: RequestDraft, kind: RequestKind, attached: set[str]) -> str:
    """The address of the first step with something to do: where a resumed draft goes on."""
    kept = visible_answers(kind, draft.answers)
    for step in steps(kind, draft.answers):
        page = page_named(kind, step)
        if step == INPUT and kind.gate == "diagnosis" and input_is_owed(draft, kind):
            return address(draft, step)
        if page and any(is_required(q, kept) and q.field not in kept for q in page.visible(kept)):
            return address(draft, step)
        if step == FILES and any(is_required(a, kept) and a.item not in attached for a in kind.attachments):
            return address(draft, step)
    return address(draft, REVIEW)


def input_is_owed(draft: RequestDraft, kind: RequestKind) -> bool:
    """Whether there is no input, or one with errors against which nothing was said."""
    state = gate.verdict(kind, draft.diagnosis, draft.answers, draft.disputes)
    return state in (Verdict.NONE, Verdict.INVALID)


def sections(draft: RequestDraft, seen: Review, show_file: Callable[[Any], Any]) -> list[Section]:
    """The answers grouped under the headings of the pages, the files last, each with the way to change it."""
    found: dict[str, list[Row]] = {}
    lacking = {item.item for item in seen.missing}
    for page in seen.kind.pages:
        if page.place == "flow":
            where = address(draft, page.page, back_to=REVIEW)
            for q in page.visible(seen.answers):
                value = _shown(q, seen.answers.get(q.field))
                row = (text(q.label), value, f"{where}#{q.field}", "answer" if q.field in lacking else False)
                found.setdefault(text(page.section), []).append(row)
    attached = seen.attachments
    rows: list[Row] = []
    for item in seen.kind.attachments:
        files = [show_file(a) for a in attached if a.item == item.item]
        if files or is_required(item, seen.answers):
            where = f"{address(draft, FILES, back_to=REVIEW)}#{item.item}"
            rows.append((text(item.label), files, where, not files))
    if rows:
        found.setdefault(_("Archivos"), []).extend(rows)
    return [Section(heading, rows) for heading, rows in found.items()]


def _shown(question: Question, value: Any) -> Any:
    if not answered(value):
        return _("Sin responder")
    if question.sensitive:
        return "••••••••"
    if isinstance(value, list):
        return [show_answer(question, v, language()) for v in value]
    return show_answer(question, value, language())


def solutions(kind: RequestKind) -> Solutions:
    """The articles, rules and answers that the kind names."""
    knowledge = load()
    responses = {r.id: r for r in knowledge.responses}
    by = kind.solved_by
    return Solutions(
        articles=[knowledge.articles[a] for a in by["articles"] if a in knowledge.articles],
        rules=[knowledge.rules[r] for r in by["rules"] if r in knowledge.rules][:6],
        responses=[responses[r] for r in by["responses"] if r in responses][:6],
    )


def question_count(kind: RequestKind, answers: dict[str, Any]) -> int:
    """How many questions are still to be answered, as far as can be said before the first answer."""
    kept = visible_answers(kind, answers)
    return sum(len([q for q in p.visible(kept) if q.field not in kept]) for p in kind.pages)


def problems_of(problems: Sequence[Any]) -> list[tuple[str, str]]:
    """(field id, message) for the error summary."""
    return [(p.field, text(p.message)) for p in problems]


def wrong_answers(draft: RequestDraft, seen: Review) -> list[tuple[str, str]]:
    """(address of the question, message) of each answer to put right before sending."""
    places = {q.field: p for p in seen.kind.pages for q in p.questions}
    found = []
    for problem in seen.problems:
        page = places.get(problem.field)
        where = address(draft, page.page, back_to=REVIEW) if page and page.place == "flow" else ""
        found.append((f"{where}#{problem.field}", text(problem.message)))
    return found


def wanted_files(kind: RequestKind, answers: Mapping[str, Any]) -> list[tuple[Attachment, bool]]:
    """The files to ask for, given the answers, and whether each is needed."""
    kept = visible_answers(kind, answers)
    return [(a, is_required(a, kept)) for a in kind.attachments if holds(a.when, kept)]


def unsigned(seen: Review) -> list[tuple[str, str]]:
    """(field, message) of what the review itself asks and was not answered."""
    lacking = {item.item for item in seen.missing}
    closing = [q for p in seen.kind.pages if p.place == "review" for q in p.questions]
    return [(q.field, text(q.error)) for q in closing if q.field in lacking]


def to_come(seen: Review) -> list[Item]:
    """What is missing besides what the review itself asks."""
    asked_here = {field for field, _message in unsigned(seen)}
    return [item for item in seen.missing if item.item not in asked_here]
