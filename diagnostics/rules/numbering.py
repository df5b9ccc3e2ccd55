"""Prefix, folio and authorised range."""

from __future__ import annotations

import re
from collections.abc import Iterator

from diagnostics.document import Document
from diagnostics.issue import Issue, Remedy, Scope, rule
from diagnostics.rules.reading import text

SEPARATORS = re.compile(r"[\s\-_./]+")


def folio(doc: Document) -> str | None:
    """The number behind the prefix of ENC_6, or None where it cannot be told apart."""
    number, prefix = text(doc, "doc.number"), text(doc, "numbering.prefix")
    if number is None:
        return None
    rest = (
        number[len(prefix) :]
        if prefix and number.startswith(prefix)
        else number.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    )
    return rest if rest.isascii() and rest.isdigit() else None


@rule("number-is-prefix-and-folio")
def number_is_prefix_and_folio(scope: Scope) -> Iterator[Issue]:
    """ENC_6 is DRF_4 and the folio, with nothing between. The repeated prefix (ICC_9) tells which one is off."""
    doc = scope.doc
    number, prefix = text(doc, "doc.number"), text(doc, "numbering.prefix") or ""
    if number is None:
        return
    at, prefix_at = doc.at("doc.number"), doc.at("numbering.prefix")
    rest = number[len(prefix) :] if number.startswith(prefix) else None
    if rest is not None and rest.isascii() and rest.isdigit() and rest:
        return
    args = {"other": prefix_at.label, "other_value": prefix}
    digits = re.search(r"(\d+)\s*$", number)
    repeated = text(doc, "issuer.branch_code") if doc.has("issuer.branch_code") else None
    own = number[: digits.start()] if digits else ""
    bare = SEPARATORS.sub("", own)
    if digits and bare == prefix:
        expected = prefix + digits[1]
        yield Issue(at, number, expected, args, remedy=Remedy(expected, safe=True))
    elif digits and own and own == repeated and prefix:
        args = {"other": at.label, "other_value": number}
        yield Issue(prefix_at, prefix, own, args, because=(at,))
    elif digits and not own:
        expected = prefix + digits[1]
        yield Issue(
            at, number, expected, args, because=(prefix_at,), remedy=Remedy(expected, safe=bool(prefix))
        )
    else:
        expected = prefix + digits[1] if digits else f"{prefix}…"
        yield Issue(at, number, expected, args, because=(prefix_at,))


@rule("prefix-ends-in-letter")
def prefix_ends_in_letter(scope: Scope) -> Iterator[Issue]:
    """The WS parts prefix and folio at the first digit from the right: a prefix may not end in one."""
    prefix = text(scope.doc, "numbering.prefix")
    if prefix and prefix[-1].isdigit():
        yield Issue(scope.doc.at("numbering.prefix"), prefix, prefix.rstrip("0123456789") or None)


@rule("prefix-repeated")
def prefix_repeated(scope: Scope) -> Iterator[Issue]:
    """ICC_9 = DRF_4; the prefix of ENC_6 tells which of them is off."""
    doc = scope.doc
    if not doc.has("issuer.branch_code"):
        return
    repeated, prefix, number = (
        text(doc, "issuer.branch_code"),
        text(doc, "numbering.prefix"),
        text(doc, "doc.number"),
    )
    if not repeated or not prefix or repeated == prefix:
        return
    first, second = doc.at("issuer.branch_code"), doc.at("numbering.prefix")
    if number and number.rstrip("0123456789") == repeated:
        yield Issue(second, prefix, repeated, {"other": "ICC_9", "other_value": repeated}, because=(first,))
    else:
        args = {"other": "DRF_4", "other_value": prefix}
        yield Issue(first, repeated, prefix, args, because=(second,), remedy=Remedy(prefix, safe=True))


@rule("folio-in-range")
def folio_in_range(scope: Scope) -> Iterator[Issue]:
    """DRF_5 <= folio <= DRF_6, with DIAN's code for the side that is missed."""
    doc = scope.doc
    number = folio(doc)
    low, high = doc.number("numbering.from"), doc.number("numbering.to")
    if number is None or len(number) > 18 or low is None or high is None or low > high:
        return
    if low <= int(number) <= high:
        return
    args = {"folio": number, "from": str(low), "to": str(high)}
    below = int(number) < low
    code = {"invoice": "F", "credit_note": "C", "debit_note": "D"}.get(doc.kind)
    yield Issue(
        doc.at("doc.number"),
        text(doc, "doc.number"),
        f"{low} a {high}",
        args,
        because=(doc.at("numbering.from" if below else "numbering.to"),),
        code=f"{code}AD05{'b' if below else 'c'}" if code == "F" else None,
    )
