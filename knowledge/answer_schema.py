"""The JSON Schema of the answers to a request kind, and the formats that its values may have."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from knowledge.catalogue import Question, RequestKind
from knowledge.conditions import as_schema, both
from knowledge.nit import check_digit_of

if TYPE_CHECKING:
    from jsonschema import FormatChecker

NIT = re.compile(r"(\d{5,15}|\d{1,3}(?:\.\d{3}){1,4})-(\d)")
EMAIL = re.compile(r"[^\s@,;<>]{1,64}@[^\s@,;<>.]{1,63}(?:\.[^\s@,;<>.]{1,63}){1,5}")


def answer_schema(kind: RequestKind, *, complete: bool = True, lang: str = "es") -> dict[str, Any]:
    """JSON Schema (2020-12) of an object field -> answer.

    `complete` asks for every required answer, under the conditions of the kind; without it, it is the schema
    of what may be received, since a request that lacks something is received too.
    """
    required: list[str] = []
    conditional: list[dict[str, Any]] = []
    for q in kind.questions if complete else ():
        if q.required is False:
            continue
        condition = both(q.when, None if q.required is True else q.required)
        if condition is None:
            required.append(q.field)
        else:
            conditional.append({"if": as_schema(condition), "then": {"required": [q.field]}})
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": kind.title[lang],
        "type": "object",
        "properties": {q.field: _described(q, lang) for q in kind.questions},
        "required": required,
        "additionalProperties": False,
    }
    if conditional:
        schema["allOf"] = conditional
    return schema


def property_of(question: Question) -> dict[str, Any]:
    """The JSON Schema of one answer, with the values of its options."""
    schema = dict(question.schema)
    if question.options:
        values = {"enum": [o.value for o in question.options]}
        schema.update({"items": values} if schema["type"] == "array" else values)
    return schema


def _described(question: Question, lang: str) -> dict[str, Any]:
    schema = {"title": question.label[lang], **property_of(question)}
    if question.hint:
        schema["description"] = question.hint[lang]
    if question.sensitive:
        schema["writeOnly"] = True
    return schema


def check_digit(nit: str) -> str:
    """The check digit of a NIT given without it, in digits and points."""
    return check_digit_of(nit.replace(".", ""))


@cache
def format_checker() -> FormatChecker:
    """Knows date, uuid, email and nit (with its check digit after a dash)."""
    from jsonschema import FormatChecker

    checker = FormatChecker(formats=("date", "uuid"))

    @checker.checks("email")
    def is_email(value: object) -> bool:
        return not isinstance(value, str) or EMAIL.fullmatch(value) is not None

    @checker.checks("nit")
    def is_nit(value: object) -> bool:
        if not isinstance(value, str):
            return True
        match = NIT.fullmatch(value)
        return match is not None and check_digit(match[1]) == match[2]

    return checker
