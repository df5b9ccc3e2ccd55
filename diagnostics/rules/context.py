"""The document against what the developer typed in: resolution, prefix, range, dates, issuer, software."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.document import At, Document
from diagnostics.hashes.recipes import CONTINGENCY
from diagnostics.issue import Issue, Remedy, Scope, rule
from diagnostics.ranges import numbering_of
from diagnostics.rules.numbering import folio
from diagnostics.rules.reading import day, text


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
    doc, told = scope.doc, numbering_of(scope.doc, scope.context)
    if told is not None:
        yield from _differs(doc, "numbering.authorization", told.authorization, "FAB05b")
    elif scope.context.numbering and (found := text(doc, "numbering.authorization")):
        known = ", ".join(n.authorization or n.prefix or "" for n in scope.context.numbering)
        yield Issue(doc.at("numbering.authorization"), found, known)


@rule("context-prefix")
def context_prefix(scope: Scope) -> Iterator[Issue]:
    """DRF_4 is the prefix of the resolution typed in."""
    told = numbering_of(scope.doc, scope.context)
    if told is not None:
        yield from _differs(scope.doc, "numbering.prefix", told.prefix, "FAB10b")


@rule("context-range")
def context_range(scope: Scope) -> Iterator[Issue]:
    """DRF_5 and DRF_6 are the range typed in."""
    told = numbering_of(scope.doc, scope.context)
    if told is not None:
        yield from _differs(scope.doc, "numbering.from", told.number_from, "FAB11b")
        yield from _differs(scope.doc, "numbering.to", told.number_to, "FAB12b")


@rule("context-dates")
def context_dates(scope: Scope) -> Iterator[Issue]:
    """DRF_2 and DRF_3 are the dates typed in."""
    told = numbering_of(scope.doc, scope.context)
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


@rule("context-number-prefix")
def context_number_prefix(scope: Scope) -> Iterator[Issue]:
    """An invoice's number bears the prefix of the range typed in, or of one of them. Where the document itself names
    another prefix, that is said of it instead."""
    doc, told = scope.doc, numbering_of(scope.doc, scope.context)
    number, own = text(doc, "doc.number"), text(doc, "numbering.prefix") or ""
    prefixes = [n.prefix for n in ([told] if told else scope.context.numbering) if n.prefix is not None]
    if doc.kind != "invoice" or not number or not prefixes or (told is not None and told.prefix != own):
        return
    if not any(_folio_behind(number, prefix) for prefix in prefixes):
        yield Issue(doc.at("doc.number"), number, " o ".join(f"{p}…" for p in prefixes[:3]), {})


@rule("context-folio")
def context_folio(scope: Scope) -> Iterator[Issue]:
    """An invoice's folio is in the range typed in. One that is outside of the document's own range is told already."""
    doc, told = scope.doc, numbering_of(scope.doc, scope.context)
    if told is None or doc.kind != "invoice" or text(doc, "doc.type") == CONTINGENCY:
        return
    number = folio(doc)
    low, high = told.number_from, told.number_to
    if number is None or len(number) > 18 or low is None or high is None or low <= int(number) <= high:
        return
    own_low, own_high = doc.number("numbering.from"), doc.number("numbering.to")
    if own_low is not None and own_high is not None and not own_low <= int(number) <= own_high:
        return
    args = {"folio": number, "from": str(low), "to": str(high)}
    yield Issue(doc.at("doc.number"), text(doc, "doc.number"), f"{low} a {high}", args)


def _folio_behind(number: str, prefix: str) -> bool:
    rest = number.removeprefix(prefix)
    return number.startswith(prefix) and rest.isascii() and rest.isdigit()


@rule("context-document-kind")
def context_document_kind(scope: Scope) -> Iterator[Issue]:
    """The document is what it was said to be. It is judged as told where its root may be that; the value that would
    say so is known where there is one."""
    doc, told = scope.doc, scope.doc.told
    if told is None or told == doc.kind_by_content:
        return
    root = doc.root
    if told not in root.possible:
        roots = scope.knowledge.ubl if doc.is_ubl else scope.knowledge.structure
        fitting = " o ".join(name for name, other in roots.items() if told in other.possible)
        yield Issue(At(None), root.name, fitting or None, {"detail": f"{told} root"})
        return
    value = text(doc, root.kind_by)
    says = [code for code, kind in root.kinds.items() if kind == told] or [
        code for code in root.by_id[root.kind_by].values if code not in root.kinds
    ]
    expected = says[0] if len(says) == 1 else None
    remedy = Remedy(expected, safe=False) if expected and value else None
    args = {"detail": f"{told} judged"}
    yield Issue(doc.at(root.kind_by), value, expected, args, missing=value is None, remedy=remedy)


ISSUERS = {"support": "acquirer.nit", "event": "sender.nit"}
"""Kind of UBL document -> where the account that sends it stands; the seller of all others."""


@rule("context-issuer")
def context_issuer(scope: Scope) -> Iterator[Issue]:
    """The NIT of who sends is that of the account typed in."""
    doc = scope.doc
    id_ = ISSUERS.get(doc.kind, "issuer.nit") if doc.is_ubl else "doc.issuer_nit"
    yield from _differs(doc, id_, scope.context.issuer_nit, None)


@rule("context-software")
def context_software(scope: Scope) -> Iterator[Issue]:
    """The software of the document is the one typed in; identifiers are hexadecimal, so case says nothing."""
    found, told = text(scope.doc, "software.id"), scope.context.software_id
    if found and told and found.lower() != told.lower():
        yield Issue(scope.doc.at("software.id"), found, told, {})
