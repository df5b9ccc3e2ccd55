"""The conditions of the estructura base: one by one, and as `if` and `then` of a JSON Schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.generate.firm import chain, is_due, is_firm
from knowledge.layout import Root, Segment

Schema = dict[str, Any]
SAID = {"type": "string", "pattern": r"\S"}


@dataclass(frozen=True, slots=True)
class Condition:
    """`target` (a field or a segment) must stand in each row of `holder` (None: the document) where `when`, which reads
    one field or segment, holds."""

    target: str
    holder: str | None
    when: Mapping[str, Any]
    is_field: bool

    @property
    def key(self) -> str:
        """What the condition reads: the id of a field, or a segment's name."""
        return str(self.when.get("field") or self.when.get("present") or self.when["segment"])


def conditions(root: Root) -> Iterator[Condition]:
    """Every condition that stops a document, parted where one of several is enough."""
    for segment in root.segments.values():
        if segment.when is not None and segment.absence == "error":
            for when in _parts(root, segment.when):
                yield Condition(segment.name, segment.within, when, False)
        for field in segment.fields.values():
            if field.when is not None and is_firm(field) and not is_due(field, segment):
                for when in _parts(root, field.when):
                    yield Condition(field.name, segment.name, when, True)


def _parts(root: Root, when: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What speaks of a field that this kind of document lacks never holds in it."""
    if "any" in when:
        for one in when["any"]:
            yield from _parts(root, one)
    elif "segment" in when or (when.get("field") or when.get("present")) in root.by_id:
        yield when


def as_schemas(root: Root) -> Mapping[str | None, list[Schema]]:
    """Segment (None: the document) -> the `if` and `then` that are judged in each row of it."""
    found: dict[str | None, list[Schema]] = {}
    for condition in conditions(root):
        read = _segment_read(root, condition)
        around = chain(root, condition.holder)
        if read in around:
            # What is read stands in the same row or in one above it: each row is judged by itself.
            below, anchor = around[around.index(read) + 1 :], read.name
            test = _test(root, condition)
        else:
            below, anchor = around, None
            test = _anywhere(chain(root, read.name), _test(root, condition))
        found.setdefault(anchor, []).append({"if": test, "then": _in_each(below, _demand(condition))})
    return found


def _segment_read(root: Root, condition: Condition) -> Segment:
    key = condition.key
    return root.segments[key if key in root.segments else root.by_id[key].segment]


def _test(root: Root, condition: Condition) -> Schema:
    """The condition as a schema of the row that it reads."""
    when = condition.when
    if "segment" in when:
        return {"type": "object"}
    if "present" in when:
        value: Schema = {"pattern": r"\S"}
    elif "in" in when:
        value = {"enum": list(when["in"])}
    elif "not_in" in when:
        value = {**SAID, "not": {"pattern": rf"^\s*({'|'.join(when['not_in'])})\s*$"}}
    else:
        value = {"type": "string", "pattern": when["matches"]}
    name = root.by_id[condition.key].name
    return {"type": "object", "required": [name], "properties": {name: value}}


def _anywhere(path: Sequence[Segment], test: Schema) -> Schema:
    """Whether a row at the end of the path meets the test; a segment is an object or an array of them."""
    for segment in reversed(path):
        many = {"type": "array", "contains": test}
        test = {
            "type": "object",
            "required": [segment.name],
            "properties": {segment.name: {"anyOf": [test, many]}},
        }
    return test


def _in_each(path: Sequence[Segment], demand: Schema) -> Schema:
    for segment in reversed(path):
        demand = {"properties": {segment.name: {**demand, "items": demand}}}
    return demand


def _demand(condition: Condition) -> Schema:
    filled = {"pattern": r"\S"} if condition.is_field else {"minItems": 1}
    return {"required": [condition.target], "properties": {condition.target: filled}}
