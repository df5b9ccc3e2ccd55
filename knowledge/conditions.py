"""Conditions of questions, pages and attachments: one small language, evaluated on the server.

`{field: f, in: [..]}`, `{field: f, contains: v}` (a list answer), `{present: f}`, `{all: [..]}`,
`{any: [..]}`, `{not: c}`: the words that the estructura base uses for its own conditions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Condition = Mapping[str, Any]
Answers = Mapping[str, Any]


def answered(value: object) -> bool:
    """Whether a value says anything: blanks and empty lists do not, 0 and false do."""
    return value not in (None, []) and not (isinstance(value, str) and not value.strip())


def holds(condition: Condition | None, answers: Answers) -> bool:
    """Whether the condition is met. What has not been answered meets nothing; no condition is always met."""
    if condition is None:
        return True
    if "all" in condition:
        return all(holds(c, answers) for c in condition["all"])
    if "any" in condition:
        return any(holds(c, answers) for c in condition["any"])
    if "not" in condition:
        return not holds(condition["not"], answers)
    if "present" in condition:
        return answered(answers.get(condition["present"]))
    value = answers.get(condition["field"])
    if "contains" in condition:
        return isinstance(value, list) and condition["contains"] in value
    return any(value is v if isinstance(v, bool) else value == v for v in condition["in"])


def fields_of(condition: Condition | None) -> frozenset[str]:
    """The fields that the condition reads."""
    if condition is None:
        return frozenset()
    parts = [*condition.get("all", ()), *condition.get("any", ())]
    if "not" in condition:
        parts.append(condition["not"])
    own = {condition[key] for key in ("field", "present") if key in condition}
    return frozenset(own).union(*map(fields_of, parts))


def undecided(condition: Condition | None, answers: Answers) -> bool:
    """Whether a field that the condition reads is still to be answered."""
    return not all(answered(answers.get(f)) for f in fields_of(condition))


def both(first: Condition | None, second: Condition | None) -> Condition | None:
    """A condition that asks for two at once; None asks for nothing."""
    if first is None or second is None:
        return first or second
    return {"all": [first, second]}


def as_schema(condition: Condition) -> dict[str, Any]:
    """The same condition as a JSON Schema of the whole of the answers, for `if`."""
    if "all" in condition:
        return {"allOf": [as_schema(c) for c in condition["all"]]}
    if "any" in condition:
        return {"anyOf": [as_schema(c) for c in condition["any"]]}
    if "not" in condition:
        return {"not": as_schema(condition["not"])}
    if "present" in condition:
        return {"required": [condition["present"]]}
    field = condition["field"]
    if "contains" in condition:
        value: dict[str, Any] = {"type": "array", "contains": {"const": condition["contains"]}}
    else:
        value = {"enum": list(condition["in"])}
    return {"required": [field], "properties": {field: value}}
