"""Declared values: one of a list, one of few, one pattern, the same as another field, within a limit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from diagnostics.conditions import mask
from diagnostics.document import Document, number
from diagnostics.issue import Issue, Remedy, Scope
from knowledge.lists import CodeList


def one_of(scope: Scope, p: Mapping[str, Any]) -> Iterator[Issue]:
    """`field` must be a code of `list` (of DIAN's part of it), several where `separator` parts them; `pad` fills a
    number with zeros to that length first. Empty values are the business of `required`."""
    doc = scope.doc
    codes = scope.knowledge.codes[_list_of(doc, p["list"])]
    separator, pad = p.get("separator"), p.get("pad", 0)

    def parts_of(value: str) -> list[str]:
        return value.split(separator) if separator else [value]

    def unlisted(value: str) -> list[str]:
        return [x for x in parts_of(value) if codes.status(x.strip().zfill(pad)) not in ("both", "dian")]

    for value, rows in _rows_of(doc, p, unlisted):
        near = codes.nearest(unlisted(value)[0].strip())
        args = {"list": codes.list, **_nearest(codes, near)}
        whole = near is not None and near.casefold() == value.strip().casefold() and len(parts_of(value)) == 1
        remedy = Remedy(near, safe=True) if whole and near else None
        for row in rows:
            yield Issue(doc.at(p["field"], row), value, near, args, remedy=remedy)


def _list_of(doc: Document, name: str) -> str:
    if name != "note_concepts":
        return name
    return "debit_note_concepts" if doc.kind == "debit_note" else "credit_note_concepts"


def _nearest(codes: CodeList, near: str | None) -> dict[str, str]:
    if near is not None:
        return {"detail": "near", "nearest": f"{near} ({codes.name(near)})"}
    return {"detail": "far", "first": ", ".join(list(codes.codes)[:3])}


def equals(scope: Scope, p: Mapping[str, Any]) -> Iterator[Issue]:
    """`field` must be `value` or one of `values` (of `by_kind`, where the kind of document decides); `number` compares
    as numbers."""
    doc = scope.doc
    own = p.get("by_kind", {}).get(doc.kind)
    values: Sequence[str] = [own] if own else p.get("values") or [p["value"]]
    numbers = {number(v) for v in values} if p.get("number") else set()

    def differs(value: str) -> bool:
        return value.strip() not in values and (not numbers or number(value) not in numbers)

    for value, rows in _rows_of(doc, p, differs):
        for row in rows:
            at = doc.at(p["field"], row)
            remedy = Remedy(values[0], safe=bool(p.get("safe"))) if len(values) == 1 else None
            yield Issue(at, value, " o ".join(values[:3]), {}, remedy=remedy)


def same_as(scope: Scope, p: Mapping[str, Any]) -> Iterator[Issue]:
    """`field` must say what `other` says."""
    doc = scope.doc
    wanted = (doc.value(p["other"]) or "").strip()
    if not wanted:
        return
    for value, rows in _rows_of(doc, p, lambda value: value.strip() != wanted):
        other = doc.at(p["other"])
        args = {"other": other.label, "other_value": wanted}
        for row in rows:
            at = doc.at(p["field"], row)
            yield Issue(at, value, wanted, args, because=(other,), remedy=Remedy(wanted, safe=False))


def pattern(scope: Scope, p: Mapping[str, Any]) -> Iterator[Issue]:
    """`field` must match `regex` as a whole; `shape` says it in words that need no regex."""
    doc = scope.doc
    regex = re.compile(p["regex"], re.ASCII)
    for value, rows in _rows_of(doc, p, lambda value: not regex.fullmatch(value.strip())):
        for row in rows:
            yield Issue(doc.at(p["field"], row), value, p["shape"], {})


def above(scope: Scope, p: Mapping[str, Any]) -> Iterator[Issue]:
    """`field` must be greater than `number`."""
    doc = scope.doc
    for row, value in enumerate(doc.numbers(p["field"])):
        if value is not None and value <= p["number"]:
            yield Issue(doc.at(p["field"], row), doc.value(p["field"], row), f"> {p['number']}", {})


def _rows_of(
    doc: Document, p: Mapping[str, Any], is_wrong: Callable[[str], object]
) -> Iterable[tuple[str, list[int]]]:
    """The wrong ones of the distinct values of `field` that are not empty, with the rows in which `when` holds. Rows
    are looked through only where something is wrong."""
    column = doc.column(p["field"])
    wrong = {v for v in set(column) if v is not None and v.strip() and is_wrong(v)}
    group, when = doc.group(p["field"]), p.get("when")
    if not wrong or group is None:
        return ()
    asked = mask(when, doc, group) if when is not None else None
    found: dict[str, list[int]] = {}
    for row, value in enumerate(column):
        if value in wrong and (asked is None or asked[row]):
            found.setdefault(value, []).append(row)
    return found.items()
