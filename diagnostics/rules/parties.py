"""Who issues and who buys: what the declarative checks of this family cannot say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from diagnostics.issue import Issue, Remedy, Scope, rule
from diagnostics.rules.check_digits import check_digit_of
from diagnostics.rules.reading import text

NITS = (
    ("doc.issuer_nit", None),
    ("issuer.nit", "issuer.id_type"),
    ("acquirer.nit", "acquirer.id_type"),
    ("acquirer.legal_nit", "acquirer.legal_id_type"),
    ("supplier.nit", "supplier.id_type"),
)
DEMO_NIT = "901143311"
TEST_AUTHORIZATION = "18760000001"
_NIT_WITH_DIGIT = re.compile(r"(\d{1,3}(?:\.?\d{3}){1,4}|\d{5,12})\s*-\s*(\d)", re.ASCII)
_NIT_WITH_POINTS = re.compile(r"\d{1,3}(?:[. ]\d{3}){1,4}", re.ASCII)


@rule("issuer-matches-account")
def issuer_matches_account(scope: Scope) -> Iterator[Issue]:
    """ENC_2 is the issuer: EMI_2 in an invoice or note, ADQ_2 in a documento soporte."""
    doc = scope.doc
    other_id = "issuer.nit" if doc.has("issuer.nit") else "acquirer.nit"
    digit_id = f"{other_id}_dv"
    account, own = text(doc, "doc.issuer_nit"), text(doc, other_id)
    if not account or not own or account == own:
        return
    digit = text(doc, digit_id)
    told = scope.context.issuer_nit
    own_is_wrong = (
        account == told if told in (account, own) else _fits(account, digit) and not _fits(own, digit)
    )
    first, second = doc.at("doc.issuer_nit"), doc.at(other_id)
    if own_is_wrong:
        yield Issue(second, own, account, {"other": first.label, "other_value": account}, because=(first,))
    else:
        yield Issue(first, account, own, {"other": second.label, "other_value": own}, because=(second,))


def _fits(nit: str, digit: str | None) -> bool:
    return digit is not None and check_digit_of(nit) == digit


@rule("nit-with-check-digit")
def nit_with_check_digit(scope: Scope) -> Iterator[Issue]:
    """A NIT written with its digit, dots or blanks; one digit too many that fits as check digit counts as well."""
    doc = scope.doc
    for id_, type_id in NITS:
        value = text(doc, id_) if doc.has(id_) else None
        if value is None or (type_id and text(doc, type_id) != "31"):
            continue
        bare = _bare_nit(value)
        if bare is not None:
            yield Issue(doc.at(id_), value, bare, {"nit": bare}, remedy=Remedy(bare, safe=True))


def _bare_nit(value: str) -> str | None:
    match = _NIT_WITH_DIGIT.fullmatch(value)
    if match:
        return match[1].replace(".", "")
    if _NIT_WITH_POINTS.fullmatch(value):
        return re.sub(r"[. ]", "", value)
    if len(value) == 10 and value[0] in "89" and check_digit_of(value[:9]) == value[9]:
        return value[:9]
    return None


@rule("supplier-resident")
def supplier_resident(scope: Scope) -> Iterator[Issue]:
    """A resident supplier (operation 10) is identified by NIT."""
    doc = scope.doc
    if not doc.has("supplier.id_type") or text(doc, "doc.operation_type") != "10":
        return
    kind = text(doc, "supplier.id_type")
    if kind and kind != "31":
        at = doc.at("supplier.id_type")
        yield Issue(
            at, kind, "31", {"other": "ENC_21", "other_value": "10"}, because=(doc.at("doc.operation_type"),)
        )


@rule("supplier-not-resident")
def supplier_not_resident(scope: Scope) -> Iterator[Issue]:
    """A supplier abroad (operation 11) has no Colombian department, postal code or municipality."""
    doc = scope.doc
    if not doc.has("supplier.nit") or text(doc, "doc.operation_type") != "11":
        return
    for id_ in ("supplier.department", "supplier.postal_code", "supplier.municipality"):
        value = doc.value(id_)
        if value is not None:
            args = {"other": "ENC_21", "other_value": "11"}
            yield Issue(doc.at(id_), value, None, args, because=(doc.at("doc.operation_type"),))


@rule("demo-issuer")
def demo_issuer(scope: Scope) -> Iterator[Issue]:
    """The provider's demonstration NIT: this input belongs to the C1 set and never reaches DIAN."""
    if text(scope.doc, "doc.issuer_nit") == DEMO_NIT:
        yield Issue(scope.doc.at("doc.issuer_nit"), DEMO_NIT)


@rule("test-set")
def test_set(scope: Scope) -> Iterator[Issue]:
    """The numbering that DIAN gives for the habilitación set (C2)."""
    doc = scope.doc
    if (
        text(doc, "numbering.authorization") == TEST_AUTHORIZATION
        or (text(doc, "numbering.prefix") or "") == "SETT"
    ):
        yield Issue(doc.at("numbering.authorization"), text(doc, "numbering.authorization"))
