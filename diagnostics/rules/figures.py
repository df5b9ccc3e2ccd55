"""Declared figures: signs, limits, counts and running numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from diagnostics.issue import Issue, Remedy, Scope
from diagnostics.rules.reading import text


def not_negative(scope: Scope, p: Mapping[str, Any]) -> Iterator[Issue]:
    """No value of `field` below zero."""
    doc = scope.doc
    for id_ in p["fields"]:
        if not any("-" in value for value in set(doc.column(id_)) if value):
            continue  # nothing has a sign: no number need be compared
        for row, value in enumerate(doc.numbers(id_)):
            if value is not None and value < 0:
                yield Issue(doc.at(id_, row), str(value), "0.00")


def not_zero(scope: Scope, p: Mapping[str, Any]) -> Iterator[Issue]:
    """No value of `fields` that is zero."""
    doc = scope.doc
    for id_ in p["fields"]:
        for row, value in enumerate(doc.numbers(id_)):
            if value == 0:
                yield Issue(doc.at(id_, row), text(doc, id_, row))


def count(scope: Scope, p: Mapping[str, Any]) -> Iterator[Issue]:
    """`count` must be the number of rows of the group in which `of` stands."""
    doc = scope.doc
    found, group = doc.number(p["count"]), doc.group(p["of"])
    if found is not None and group is not None and found != len(group):
        yield Issue(
            doc.at(p["count"]), text(doc, p["count"]), str(len(group)), remedy=Remedy(str(len(group)), True)
        )


def consecutive(scope: Scope, p: Mapping[str, Any]) -> Iterator[Issue]:
    """`field` must be 1..n in order. A single value out of line is blamed, not all that follow it. `codes` says which
    of DIAN's codes a kind of document gets where the rule has several."""
    doc = scope.doc
    code = p.get("codes", {}).get(doc.kind)
    written = doc.column(p["field"])
    if written == [str(row + 1) for row in range(len(written))]:
        return
    for row, value in enumerate(doc.numbers(p["field"])):
        if value is not None and value != row + 1:
            at, expected = doc.at(p["field"], row), str(row + 1)
            yield Issue(at, text(doc, p["field"], row), expected, remedy=Remedy(expected, True), code=code)


def at_most(scope: Scope, p: Mapping[str, Any]) -> Iterator[Issue]:
    """`first` must not exceed `second`, a field of the same row (or the only one that there is), or a plain number;
    `where` limits the rows."""
    doc = scope.doc
    plain = p.get("number")
    limits = doc.numbers(p["second"]) if "second" in p else []
    one = len(limits) == 1 and "second" in p and doc.group(p["first"]) is not doc.group(p["second"])
    for row, value in enumerate(doc.numbers(p["first"])):
        limit = plain if plain is not None else limits[0 if one else row]
        if value is None or limit is None or value <= limit:
            continue
        if any(text(doc, k, row) != v for k, v in (p.get("where") or {}).items()):
            continue
        because = (doc.at(p["second"], 0 if one else row),) if "second" in p else ()
        other = because[0].label if because else ""
        yield Issue(
            doc.at(p["first"], row),
            str(value),
            str(limit),
            {"other": other, "other_value": str(limit)},
            because=because,
        )
