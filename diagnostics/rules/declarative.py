"""The checks that the guide declares in its data; each kind is one function from its parameters to a check."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from diagnostics.document import Document, number
from diagnostics.issue import Check, Issue, Scope
from diagnostics.rules import check_digits, figures, literals, names
from diagnostics.rules.check_digits import NIT, check_digit_of
from diagnostics.rules.lacking import lacking
from diagnostics.rules.presence import required
from diagnostics.rules.reading import day, pairs, text
from diagnostics.sums import violations
from knowledge.guide import Rule


def compile_check(rule: Rule) -> Check:
    """The check of a declarative rule. Raises KeyError for a kind that does not exist."""
    ((kind, parameters),) = rule.check.items()
    make = KINDS[kind]
    return lambda scope: make(scope, parameters)


def ids_of(check: Mapping[str, Any]) -> list[str]:
    """The canonical ids without which a declarative check has nothing to look at."""
    ((kind, p),) = check.items()
    if kind == "sum":
        return [p["target"]]
    if kind == "sums":
        return [one["target"] for one in p["of"]]
    return [
        v
        for k, v in p.items()
        if k in ("first", "second", "digit", "of", "code", "name", "field", "count", "other")
    ]


def same(scope: Scope, p: Mapping[str, Any]) -> Iterator[Issue]:
    """`first` and `second` must be equal. Where they differ, a `witness` that agrees with the first, or a check
    digit (`proof`) that fits the first only, shows that the second is the wrong one; so does a type of identification
    that is a NIT without the digit of one (`nit_digit`), or the other way round. Without any of them, the one that
    the rest of the document uses less is wrong, and of equals the second."""
    doc = scope.doc
    for row, other_row in pairs(doc, p["first"], p["second"]):
        a, b = text(doc, p["first"], row), text(doc, p["second"], other_row)
        if not a or not b or a == b or (p.get("numbers") and number(a) == number(b)):
            continue
        first, second = doc.at(p["first"], row), doc.at(p["second"], other_row)
        implied = ((first, b), (second, a)) if p.get("numbers") else ()
        if _second_is_wrong(doc, p, a, b):
            args = {"other": first.label, "other_value": a}
            yield Issue(second, b, a, args, because=(first,), implied=implied)
        else:
            args = {"other": second.label, "other_value": b}
            yield Issue(first, a, b, args, because=(second,), implied=implied)


def _second_is_wrong(doc: Document, p: Mapping[str, Any], a: str, b: str) -> bool:
    for witness in p.get("witnesses", ()):
        seen = text(doc, witness, 0)
        if seen and seen in (a, b):
            return seen == a
    if "nit_digit" in p and NIT in (a, b):
        return (b == NIT) != bool(text(doc, p["nit_digit"], 0))
    if "proof" in p:
        digit = text(doc, p["proof"], 0)
        return bool(digit) and check_digit_of(a) == digit != check_digit_of(b)
    used = [v.strip() for id_ in (p["first"], p["second"]) for v in doc.column(id_) if v]
    return used.count(a) >= used.count(b)


def date_order(scope: Scope, p: Mapping[str, Any]) -> Iterator[Issue]:
    """`first` must not be later than `second`; the finding stands at `at` (second where it is not said)."""
    doc = scope.doc
    for row, other_row in pairs(doc, p["first"], p["second"]):
        a, b = day(text(doc, p["first"], row)), day(text(doc, p["second"], other_row))
        if a is None or b is None or a <= b:
            continue
        first, second = doc.at(p["first"], row), doc.at(p["second"], other_row)
        place, other = (first, second) if p.get("at") == p["first"] else (second, first)
        found, limit = (a, b) if place is first else (b, a)
        args = {"other": other.label, "other_value": limit.isoformat()}
        yield Issue(place, found.isoformat(), limit.isoformat(), args, because=(other,))


def unsent(scope: Scope, p: Mapping[str, Any]) -> Iterator[Issue]:
    """No value in `fields`; an empty one is told as such by the structure."""
    doc = scope.doc
    for id_ in p["fields"]:
        for row in range(len(doc.column(id_))):
            value = text(doc, id_, row)
            if value is not None:
                yield Issue(doc.at(id_, row), value)


def sum_(scope: Scope, p: Mapping[str, Any]) -> Iterator[Issue]:
    """A total of its parts (see diagnostics.sums)."""
    yield from violations(scope.doc, p)


def sums(scope: Scope, p: Mapping[str, Any]) -> Iterator[Issue]:
    """Several totals of one segment; parameters as for `sum`, `of` being the list of them."""
    for one in p["of"]:
        yield from violations(scope.doc, {"tolerance": p["tolerance"], **one})


KINDS: dict[str, Callable[[Scope, Mapping[str, Any]], Iterator[Issue]]] = {
    "same": same,
    "check_digit": check_digits.check_digit,
    "date_order": date_order,
    "starts_with": names.starts_with,
    "name_of": names.name_of,
    "names_of": names.names_of,
    "not_negative": figures.not_negative,
    "not_zero": figures.not_zero,
    "unsent": unsent,
    "count": figures.count,
    "consecutive": figures.consecutive,
    "sum": sum_,
    "sums": sums,
    "at_most": figures.at_most,
    "required": required,
    "lacking": lacking,
    "one_of": literals.one_of,
    "equals": literals.equals,
    "same_as": literals.same_as,
    "pattern": literals.pattern,
    "above": literals.above,
}
