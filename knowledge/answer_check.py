"""What is wrong with the answers to a request, said so that it can be put right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from unicodedata import category

from knowledge.answer_schema import NIT, check_digit, format_checker, property_of
from knowledge.catalogue import Page, Question, RequestKind, is_required, visible_answers
from knowledge.conditions import Answers
from knowledge.layout import Text
from knowledge.wording import LANGUAGES, fill, show_answer, show_date


@dataclass(frozen=True, slots=True)
class Problem:
    """An answer to put right. `message` says what to write; `missing`: absent rather than wrong."""

    field: str
    message: Text
    missing: bool = False


def check_answers(
    kind: RequestKind,
    answers: Answers,
    *,
    page: Page | None = None,
    today: date | None = None,
    complete: bool = False,
) -> list[Problem]:
    """The wrong answers of a kind, or of one page of it, in the order of the questions.

    `complete` also reports required answers that are absent. `today` (in Bogotá) is what relative limits of
    dates count from; without it they are not judged. Hidden questions are not judged either.
    """
    kept = visible_answers(kind, answers)
    known = {q.field for q in kind.questions}
    problems = [] if page else [Problem(f, kind.messages["unknown_field"]) for f in answers if f not in known]
    for q in page.questions if page else kind.questions:
        if q.field in kept:
            problems += _wrong(kind, q, kept, today)
        elif complete and is_required(q, kept):
            problems.append(Problem(q.field, q.error, missing=True))
    return problems


def _wrong(kind: RequestKind, question: Question, answers: Answers, today: date | None) -> Iterator[Problem]:
    from jsonschema import Draft202012Validator

    value = answers[question.field]
    validator = Draft202012Validator(property_of(question), format_checker=format_checker())
    if unfit := _unfit(question, value):
        yield Problem(question.field, kind.messages[unfit])
        return
    broken = [error.validator for error in validator.iter_errors(value)]
    if broken:
        yield Problem(question.field, _message(kind, question, value, broken))
        return
    if today and question.schema.get("format") == "date":
        yield from _out_of_time(kind, question, date.fromisoformat(value), today)
    yield from _too_low(kind, question, value, answers)


def _unfit(question: Question, value: Any) -> str | None:
    """The message about characters that neither a page, a mail heading nor a database can take."""
    if not isinstance(value, str):
        return None
    lines = question.widget == "textarea"
    if not lines and any(c in "\r\n" for c in value):
        return "one_line"
    controls = (c for c in value if category(c) in ("Cc", "Cs"))
    return "not_text" if any(c not in "\r\n\t" for c in controls) else None


def _message(kind: RequestKind, question: Question, value: Any, broken: Iterable[object]) -> Text:
    """The most telling text: a computed one where the value shows what is wrong, else the question's."""
    if "type" in broken:
        return question.error
    if set(broken) == {"maxLength"}:
        limit = question.schema["maxLength"]
        return fill(kind.messages["too_long"], found=len(value), limit=limit)
    if question.schema.get("format") == "nit" and (match := NIT.fullmatch(value)):
        return fill(kind.messages["nit_digit"], nit=match[1], digit=check_digit(match[1]), found=match[2])
    return question.error


def _out_of_time(kind: RequestKind, question: Question, day: date, today: date) -> Iterator[Problem]:
    first = today + timedelta(days=question.not_before == "tomorrow") if question.not_before else None
    if first and day < first:
        text = kind.messages["too_early"]
        yield Problem(question.field, fill(text, limit=show_date(first), found=show_date(day)))
    if question.not_after and day > today:
        text = kind.messages["too_late"]
        yield Problem(question.field, fill(text, limit=show_date(today), found=show_date(day)))


def _too_low(kind: RequestKind, question: Question, value: Any, answers: Answers) -> Iterator[Problem]:
    """Dates in ISO form compare as texts do; an answer of another type is its own question's problem."""
    limit = answers.get(question.at_least) if question.at_least else None
    if limit is not None and type(limit) is type(value) and value < limit:
        other = kind.question(question.at_least or "")
        shown = {
            "label": other.label,
            "limit": {lang: show_answer(other, limit, lang) for lang in LANGUAGES},
            "found": {lang: show_answer(question, value, lang) for lang in LANGUAGES},
        }
        yield Problem(question.field, fill(kind.messages["too_low"], **shown))
