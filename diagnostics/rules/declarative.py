"""The checks that the guide declares in its data; each kind is one function from its parameters to a check."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from stdnum.co import nit as co_nit

from diagnostics.document import Document, ancestor_rows, number
from diagnostics.issue import Check, Issue, Remedy, Scope
from diagnostics.sums import violations
from knowledge.guide import Rule
from knowledge.lists import fold

NIT = "31"
"""The type of identification that has a check digit."""
_WORD = re.compile(r"\w+")


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
        v for k, v in p.items() if k in ("first", "second", "digit", "of", "code", "name", "field", "count")
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
            args = {"other": first.field or "", "other_value": a}
            yield Issue(second, b, a, args, because=(first,), implied=implied)
        else:
            args = {"other": second.field or "", "other_value": b}
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


def check_digit(scope: Scope, p: Mapping[str, Any]) -> Iterator[Issue]:
    """`digit` must be the modulo 11 digit of `of`, where `type` (if given) says that it is a NIT."""
    doc = scope.doc
    for row, digit_row in pairs(doc, p["of"], p["digit"]):
        number, digit = text(doc, p["of"], row), text(doc, p["digit"], digit_row)
        if "type" in p and text(doc, p["type"], row) != NIT:
            continue
        expected = check_digit_of(number)
        if not digit or not digit.isdigit() or expected is None or digit == expected:
            continue
        own = p.get("issuer") and number == text(doc, "doc.issuer_nit", 0) == scope.context.issuer_nit
        yield Issue(
            doc.at(p["digit"], digit_row),
            digit,
            expected,
            {"nit": number or "", "other": doc.root.by_id[p["of"]].name},
            because=(doc.at(p["of"], row),),
            remedy=Remedy(expected, safe=bool(own)),
        )


def check_digit_of(number: str | None) -> str | None:
    """The check digit of a NIT without its digit, by DIAN's weights; None for no plain number of <= 15 digits."""
    if not number or not (number.isascii() and number.isdigit()) or len(number) > 15:
        return None
    return str(co_nit.calc_check_digit(number))


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
        args = {"other": other.field or "", "other_value": limit.isoformat()}
        yield Issue(place, found.isoformat(), limit.isoformat(), args, because=(other,))


def starts_with(scope: Scope, p: Mapping[str, Any]) -> Iterator[Issue]:
    """`first` must begin with `second` (a municipality with its department)."""
    doc = scope.doc
    for row, other_row in pairs(doc, p["first"], p["second"]):
        a, b = text(doc, p["first"], row), text(doc, p["second"], other_row)
        if not a or not b or a.startswith(b) or not (a.isdigit() and b.isdigit()):
            continue
        first, second = doc.at(p["first"], row), doc.at(p["second"], other_row)
        witness = text(doc, p["witness"], other_row) if "witness" in p else None
        if witness and a.startswith(witness[: len(b)]):
            yield Issue(
                second, b, a[: len(b)], {"other": first.field or "", "other_value": a}, because=(first,)
            )
        else:
            yield Issue(first, a, f"{b}…", {"other": second.field or "", "other_value": b}, because=(second,))


def name_of(scope: Scope, p: Mapping[str, Any]) -> Iterator[Issue]:
    """`name` must be the list's name of `code`, as far as `alike` tells."""
    doc = scope.doc
    codes = scope.knowledge.codes[p["list"]]
    for row, name_row in pairs(doc, p["code"], p["name"]):
        code, name = text(doc, p["code"], row), text(doc, p["name"], name_row)
        if not code or not name or codes.status(code) is None:
            continue
        expected = codes.name(code) or ""
        if alike(name, expected) or codes.by_name(name) == code:
            continue
        at = doc.at(p["name"], name_row)
        args = {"other": doc.root.by_id[p["code"]].name, "other_value": code}
        yield Issue(at, name, expected, args, because=(doc.at(p["code"], row),))


def names_of(scope: Scope, p: Mapping[str, Any]) -> Iterator[Issue]:
    """`name_of` for several pairs of one list; those that this kind of document does not know are left out."""
    for code, name in p["pairs"].items():
        yield from name_of(scope, {"code": code, "name": name, "list": p["list"]})


def alike(a: str, b: str) -> bool:
    """Whether two names mean the same but for accents, case, blanks and points; one may be part of the other, or have
    some of its words (San Andrés y Providencia)."""
    first, second = (_WORD.findall(fold(t)) for t in (a, b))
    one, other = "".join(first), "".join(second)
    if one in other or other in one:
        return bool(one and other)
    return set(first) <= set(second) or set(second) <= set(first)


def not_negative(scope: Scope, p: Mapping[str, Any]) -> Iterator[Issue]:
    """No value of `field` below zero."""
    doc = scope.doc
    for id_ in p["fields"]:
        for row, value in enumerate(doc.numbers(id_) if doc.column(id_) else ()):
            if value is not None and value < 0:
                yield Issue(doc.at(id_, row), str(value), "0.00")


def not_zero(scope: Scope, p: Mapping[str, Any]) -> Iterator[Issue]:
    """No value of `fields` that is zero."""
    doc = scope.doc
    for id_ in p["fields"]:
        for row, value in enumerate(doc.numbers(id_)):
            if value == 0:
                yield Issue(doc.at(id_, row), text(doc, id_, row))


def unsent(scope: Scope, p: Mapping[str, Any]) -> Iterator[Issue]:
    """No value in `fields`; an empty one is told as such by the structure."""
    doc = scope.doc
    for id_ in p["fields"]:
        for row in range(len(doc.column(id_))):
            value = text(doc, id_, row)
            if value is not None:
                yield Issue(doc.at(id_, row), value)


def count(scope: Scope, p: Mapping[str, Any]) -> Iterator[Issue]:
    """`count` must be the number of segments `of_segment`."""
    doc = scope.doc
    found, group = doc.number(p["count"]), doc.groups[p["of_segment"]]
    if found is not None and found != len(group):
        yield Issue(
            doc.at(p["count"]), text(doc, p["count"]), str(len(group)), remedy=Remedy(str(len(group)), True)
        )


def consecutive(scope: Scope, p: Mapping[str, Any]) -> Iterator[Issue]:
    """`field` must be 1..n in order. A single value out of line is blamed, not all that follow it. `codes` says which
    of DIAN's codes a kind of document gets where the rule has several."""
    doc = scope.doc
    code = p.get("codes", {}).get(doc.kind)
    for row, value in enumerate(doc.numbers(p["field"])):
        if value is not None and value != row + 1:
            at, expected = doc.at(p["field"], row), str(row + 1)
            yield Issue(at, text(doc, p["field"], row), expected, remedy=Remedy(expected, True), code=code)


def sum_(scope: Scope, p: Mapping[str, Any]) -> Iterator[Issue]:
    """A total of its parts (see diagnostics.sums)."""
    yield from violations(scope.doc, p)


def sums(scope: Scope, p: Mapping[str, Any]) -> Iterator[Issue]:
    """Several totals of one segment; parameters as for `sum`, `of` being the list of them."""
    for one in p["of"]:
        yield from violations(scope.doc, {"tolerance": p["tolerance"], **one})


def at_most(scope: Scope, p: Mapping[str, Any]) -> Iterator[Issue]:
    """`first` must not exceed `second`, a field of the same row or a plain number; `where` limits the rows."""
    doc = scope.doc
    plain = p.get("number")
    limits = doc.numbers(p["second"]) if "second" in p else []
    for row, value in enumerate(doc.numbers(p["first"])):
        limit = plain if plain is not None else limits[row]
        if value is None or limit is None or value <= limit:
            continue
        if any(text(doc, k, row) != v for k, v in (p.get("where") or {}).items()):
            continue
        because = (doc.at(p["second"], row),) if "second" in p else ()
        other = because[0].field or "" if because else ""
        yield Issue(
            doc.at(p["first"], row),
            str(value),
            str(limit),
            {"other": other, "other_value": str(limit)},
            because=because,
        )


KINDS: dict[str, Callable[[Scope, Mapping[str, Any]], Iterator[Issue]]] = {
    "same": same,
    "check_digit": check_digit,
    "date_order": date_order,
    "starts_with": starts_with,
    "name_of": name_of,
    "names_of": names_of,
    "not_negative": not_negative,
    "not_zero": not_zero,
    "unsent": unsent,
    "count": count,
    "consecutive": consecutive,
    "sum": sum_,
    "sums": sums,
    "at_most": at_most,
}


def pairs(doc: Document, first: str, second: str) -> Iterator[tuple[int, int]]:
    """Rows of two fields that belong together: of one group, of a group and one above it, or every row with the
    only row of the other."""
    a, b = doc.group(first), doc.group(second)
    if a is None or b is None or not len(a) or not len(b):
        return
    above = ancestor_rows(a, b)
    if above is not None:
        yield from enumerate(above)
        return
    below = ancestor_rows(b, a)
    if below is not None:
        yield from ((up, row) for row, up in enumerate(below))
        return
    yield from ((row, 0) for row in range(len(a))) if len(b) == 1 else ((0, row) for row in range(len(b)))


def text(doc: Document, id_: str, row: int = 0) -> str | None:
    """A value without the blanks around it (which the structure reports); None where it is missing or empty."""
    value = doc.value(id_, row)
    return value.strip() or None if value is not None else None


def day(value: str | None) -> date | None:
    """The day of a date (or date and time) in the one form that counts, or None."""
    if value is None or len(value) not in (10, 19):
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None
