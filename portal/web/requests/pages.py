"""What the pages of the request flow show: where one is, what comes next, the answers by heading."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from diagnostics import Report
from knowledge import load
from knowledge.catalogue import RequestKind, is_required, visible_answers
from knowledge.completeness import Diagnosis as Verdict
from knowledge.completeness import Item
from knowledge.conditions import answered, holds
from knowledge.guide import Rule
from knowledge.library import Article
from knowledge.questions import Attachment, Page, Question
from knowledge.wording import show_answer
from portal.i18n import language, text
from portal.models import RequestDraft
from portal.services import declared, gate
from portal.services.submit import Review

INPUT, FILES, REVIEW = "insumo", "archivos", "revisar"
MOST_LINKS = 3
"""Of a kind: who is in a hurry reads three links and no seventeen."""

Row = tuple[str, Any, str | None, bool | str]
"""Key, value, address to change it, whether it is missing (`answer`: a question): for components/answers.html."""


@dataclass(frozen=True, slots=True)
class Section:
    """A group of answers under its heading."""

    heading: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Solutions:
    """What may solve a request before it is sent."""

    articles: list[Article]
    rules: list[Rule]


def steps(kind: RequestKind, answers: Mapping[str, Any]) -> list[str]:
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
    return address(draft, open_steps(kind, draft.answers, attached, input_due=input_is_owed(draft, kind))[0])


def open_steps(
    kind: RequestKind, answers: Mapping[str, Any], attached: Collection[str], *, input_due: bool
) -> list[str]:
    """The steps with something to do, the review always."""
    kept = visible_answers(kind, answers)

    def is_open(step: str) -> bool:
        if step == INPUT:
            return input_due
        if step == FILES:
            return any(is_required(a, kept) and a.item not in attached for a in kind.attachments)
        page = page_named(kind, step)
        return page is None or any(is_required(q, kept) and q.field not in kept for q in page.visible(kept))

    return [step for step in steps(kind, kept) if is_open(step)]


def input_is_owed(draft: RequestDraft, kind: RequestKind) -> bool:
    """Whether the gate wants an input and there is none, or one with errors against which nothing was said."""
    return owes_input(kind, gate.verdict(kind, draft.diagnosis, draft.answers, draft.disputes))


def owes_input(kind: RequestKind, state: Verdict) -> bool:
    """Whether the input has still something to do, for what the gate knows of it."""
    return kind.gate == "diagnosis" and state in (Verdict.NONE, Verdict.INVALID)


def place(draft: RequestDraft, kind: RequestKind, step: str) -> str:
    """Where a step stands in the flow: `paso 3 de 11`."""
    order = steps(kind, draft.answers)
    if step not in order:
        return ""
    return _("paso %(step)s de %(total)s", step=order.index(step) + 1, total=len(order))


def origins(draft: RequestDraft, kind: RequestKind, answers: Mapping[str, Any]) -> dict[str, str]:
    """Field -> a word on what the diagnosed document says: that the answer comes from it, or what it says instead."""
    found = {}
    for field, value in declared.answers(kind, draft.diagnosis, draft.organisation).items():
        if answers.get(field) == value:
            found[field] = _("Viene del diagnóstico. Cámbielo si no corresponde.")
        else:
            said = show_answer(kind.question(field), value, language())
            found[field] = _("El insumo dice %(value)s.", value=said)
    return found


def sections(draft: RequestDraft, seen: Review, show_file: Callable[[Any], Any]) -> list[Section]:
    """The answers grouped under the headings of the pages, the files last, each with the way to change it."""
    found: dict[str, list[Row]] = {}
    lacking = {item.item for item in seen.missing}
    told = declared.answers(seen.kind, draft.diagnosis, draft.organisation)
    for page in seen.kind.pages:
        if page.place == "flow":
            where = address(draft, page.page, back_to=REVIEW)
            for q in page.visible(seen.answers):
                value = _shown(q, seen.answers.get(q.field))
                if q.field in told and told[q.field] == seen.answers.get(q.field):
                    value = [
                        *(value if isinstance(value, list) else [value]),
                        _small(_("viene del diagnóstico")),
                    ]
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


def _small(words: str) -> Markup:
    return Markup('<small class="grey">{}</small>').format(words)


def _shown(question: Question, value: Any) -> Any:
    if not answered(value):
        return _("Sin responder")
    if question.sensitive:
        return "••••••••"
    if isinstance(value, list):
        return [show_answer(question, v, language()) for v in value]
    return show_answer(question, value, language())


def solutions(kind: RequestKind, report: Report | None) -> Solutions:
    """The articles to read first and, of a diagnosed input, the rules that it breaks: nothing else helps it."""
    knowledge = load()
    causes = [
        f for f in (report.findings if report else ()) if f.severity == "error" and f.consequence_of is None
    ]
    broken = list(dict.fromkeys(f.rule for f in causes if f.rule in knowledge.rules))
    articles = [knowledge.articles[a] for a in kind.solved_by["articles"] if a in knowledge.articles]
    return Solutions(articles[:MOST_LINKS], [knowledge.rules[r] for r in broken[:MOST_LINKS]])


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
