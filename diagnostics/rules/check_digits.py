"""Declared check digits, by DIAN's weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from diagnostics.issue import Issue, Remedy, Scope
from diagnostics.rules.reading import pairs, text
from knowledge import nit

NIT = "31"
"""The type of identification that has a check digit."""


def check_digit(scope: Scope, p: Mapping[str, Any]) -> Iterator[Issue]:
    """`digit` must be the modulo 11 digit of `of`, where `type` (if given) says that it is a NIT. What is no
    digit at all is, in a layout, the business of the structure."""
    doc = scope.doc
    for row, digit_row in pairs(doc, p["of"], p["digit"]):
        number, digit = text(doc, p["of"], row), text(doc, p["digit"], digit_row)
        if "type" in p and text(doc, p["type"], row) != NIT:
            continue
        expected = check_digit_of(number)
        if not digit or expected is None or digit == expected or not (digit.isdigit() or doc.is_ubl):
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
    return nit.check_digit_of(number)
