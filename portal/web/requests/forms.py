"""What a person typed into the questions of a request, as the values that the kind's schema describes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from knowledge.pasted import mask_secrets
from knowledge.questions import Question

_DAY_FIRST = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,12}|-?\d{1,3}(?:[.,]\d{3}){1,3}", re.ASCII)


def read(questions: Iterable[Question], form: MultiDict[str, str]) -> dict[str, Any]:
    """Field -> value of every question of a page; what was left empty is None, what does not fit its type
    stays text, for the schema to judge."""
    return {q.field: _value(q, form) for q in questions}


def hide_secrets(text: str) -> str:
    """The text without the password hashes that were pasted along."""
    return mask_secrets(text)[0]


def _value(question: Question, form: MultiDict[str, str]) -> Any:
    if question.widget == "checkboxes":
        known = [o.value for o in question.options]
        return sorted(set(form.getlist(question.field)), key=lambda v: known.index(v) if v in known else -1)
    typed = form.get(question.field, "").replace("\r\n", "\n").strip()
    if question.widget == "checkbox":
        return True if typed else None
    if not typed:
        return None
    if question.schema["type"] == "integer":
        return int(re.sub("[.,]", "", typed)) if _NUMBER.fullmatch(typed) else typed
    if question.widget == "date":
        return _iso(typed)
    return typed if question.sensitive else hide_secrets(typed)


def _iso(typed: str) -> str:
    """A date typed day first, where the browser has no field of its own for it."""
    match = _DAY_FIRST.fullmatch(typed)
    if match is None:
        return typed
    day, month, year = map(int, match.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return typed
