"""The document against what the developer typed in: resolution, prefix, range, dates, issuer."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.context import Numbering
from diagnostics.document import Document
from diagnostics.issue import Issue, Scope, rule
from diagnostics.rules.reading import day, text


def numbering_of(scope: Scope) -> Numbering | None:
    """The range that was typed in for this document: by authorisation, else by prefix, else the only one."""
    told = scope.context.numbering
    authorization, prefix = text(scope.doc, "numbering.authorization"), text(scope.doc, "numbering.prefix")
    for fits in (
        [
            n
            for n in told
            if n.authorization and n.authorization == authorization and n.prefix in (None, prefix)
        ],
        [n for n in told if n.prefix is not None and n.prefix == (prefix or "")],
        [n for n in told if n.authorization and n.authorization == authorization],
    ):
        if fits:
            return fits[0]
    return told[0] if len(told) == 1 else None


def _differs(doc: Document, id_: str, told: object, code: str | None) -> Iterator[Issue]:
    found = text(doc, id_)
    if told is None or found is None:
        return
    if isinstance(told, int):
        number = doc.number(id_)
        same = number is None or number == told
    else:
        same = found == str(told)
    if not same:
        yield Issue(doc.at(id_), found, str(told), code=code if doc.kind == "invoice" and code else None)


@rule("context-authorization")
def context_authorization(scope: Scope) -> Iterator[Issue]:
    """DRF_1 is the resolution typed in; where none of them fits, it says so."""
    doc, told = scope.doc, numbering_of(scope)
    if told is not None:
        yield from _differs(doc, "numbering.authorization", told.authorization, "FAB05b")
    elif scope.context.numbering and (found := text(doc, "numbering.authorization")):
        known = ", ".join(n.authorization or n.prefix or "" for n in scope.context.numbering)
        yield Issue(doc.at("numbering.authorization"), found, known)


@rule("context-prefix")
def context_prefix(scope: Scope) -> Iterator[Issue]:
    """DRF_4 is the prefix of the resolution typed in."""
    told = numbering_of(scope)
    if told is not None:
        yield from _differs(scope.doc, "numbering.prefix", told.prefix, "FAB10b")


@rule("context-range")
def context_range(scope: Scope) -> Iterator[Issue]:
    """DRF_5 and DRF_6 are the range typed in."""
    told = numbering_of(scope)
    if told is not None:
        yield from _differs(scope.doc, "numbering.from", told.number_from, "FAB11b")
        yield from _differs(scope.doc, "numbering.to", told.number_to, "FAB12b")


@rule("context-dates")
def context_dates(scope: Scope) -> Iterator[Issue]:
    """DRF_2 and DRF_3 are the dates typed in."""
    told = numbering_of(scope)
    if told is None:
        return
    for id_, date_, code in (
        ("numbering.start_date", told.start_date, "FAB07b"),
        ("numbering.end_date", told.end_date, "FAB08b"),
    ):
        found = day(text(scope.doc, id_))
        if found is not None and date_ is not None and found != date_:
            code_ = code if scope.doc.kind == "invoice" else None
            yield Issue(scope.doc.at(id_), found.isoformat(), date_.isoformat(), code=code_)


@rule("context-issuer")
def context_issuer(scope: Scope) -> Iterator[Issue]:
    """ENC_2 is the NIT of the account typed in."""
    yield from _differs(scope.doc, "doc.issuer_nit", scope.context.issuer_nit, None)
