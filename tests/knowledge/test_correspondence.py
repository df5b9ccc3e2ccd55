"""One value, two vocabularies: what the layout calls it and where UBL keeps it."""

import pytest

from knowledge import load
from knowledge.correspondence import id_at, layout_names, roots_for, ubl_path
from knowledge.ubl import UblRoot

KNOWN = load()
INVOICE = KNOWN.ubl["Invoice"]


@pytest.mark.parametrize(
    ("id_", "names"),
    [
        ("totals.payable", ("TOT_5",)),
        ("signature.value", ()),
        ("issuer.country_group", ("EMI_15", "EMI_21")),
    ],
)
def test_a_place_in_ubl_names_what_feeds_it(id_: str, names: tuple[str, ...]) -> None:
    assert layout_names(KNOWN.structure, INVOICE, id_)[:2] == names


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("invoice", "/Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount"),
        ("credit_note", "/CreditNote/cac:LegalMonetaryTotal/cbc:PayableAmount"),
        ("debit_note", "/DebitNote/cac:RequestedMonetaryTotal/cbc:PayableAmount"),
    ],
)
def test_each_document_has_a_path_of_its_own(kind: str, path: str) -> None:
    (root,) = roots_for(KNOWN.ubl, [kind])
    assert ubl_path(root, "totals.payable") == path
    assert id_at(root, path) == "totals.payable"


def test_a_support_document_is_an_invoice_or_a_credit_note() -> None:
    assert [r.name for r in roots_for(KNOWN.ubl, ["support"])] == ["Invoice", "CreditNote"]


def test_a_path_of_a_finding_is_found_under_any_of_its_nodes() -> None:
    line = "/Invoice/cac:InvoiceLine[2]"
    assert id_at(INVOICE, f"{line}/cbc:LineExtensionAmount") == "line.total"
    assert id_at(INVOICE, f"{line}/cac:WithholdingTaxTotal[1]/cbc:TaxAmount") == "line.tax.amount"
    assert id_at(INVOICE, "/Invoice/cbc:Nothing") is None


@pytest.mark.parametrize("root", list(KNOWN.ubl.values()), ids=lambda r: r.name)
def test_no_value_has_a_path_with_a_mark_of_ours(root: UblRoot) -> None:
    assert [id_ for id_ in root.by_id if "#" in ubl_path(root, id_) or "//" in ubl_path(root, id_)] == []
