"""A finding tells the other name of its place: the field of the layout for a node of UBL, and the reverse."""

from dataclasses import replace

import pytest
from flask import Flask

from diagnostics import Finding
from portal.web.guide.counterparts import counterpart

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
FINDING = Finding(
    code="FAU14", rule="payable-amount", severity="error", level=3, path="", line=1, column=1, end_line=1, end_column=2,
    container=None, found="1", expected="2", title="t", message="m", action="a", why="w", fix="f", guide="/guia/FAU14",
)  # fmt: skip
SCHEME = "/Invoice/cac:AccountingCustomerParty/cac:Party/cac:PartyTaxScheme"


@pytest.mark.parametrize(
    ("code", "rule", "path", "names"),
    [
        ("FAU14", "payable-amount", "/Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount", ["TOT_5"]),
        ("FAV06", "line-total", "/Invoice/cac:InvoiceLine[3]/cbc:LineExtensionAmount", ["ITE_5"]),
        ("FAK20", "acquirer-name-required", SCHEME, ["ADQ_6"]),
        (
            "FAU14",
            "payable-amount",
            "/FACTURA/TOT/TOT_5",
            ["/Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount"],
        ),
        (
            "DAU14",
            "payable-amount",
            "/NOTA/TOT/TOT_5",
            ["/DebitNote/cac:RequestedMonetaryTotal/cbc:PayableAmount"],
        ),
        ("FAV06", "line-total", "/FACTURA/ITE/2/ITE_5", ["/Invoice/cac:InvoiceLine/cbc:LineExtensionAmount"]),
    ],
)
def test_a_place_has_its_other_name(app: Flask, code: str, rule: str, path: str, names: list[str]) -> None:
    found = counterpart(replace(FINDING, code=code, rule=rule, path=path))
    assert found is not None and [name for name, _ in found.names] == names


@pytest.mark.parametrize(
    ("rule", "path"),
    [
        (
            "signature-value-required",
            "/Invoice/ext:UBLExtensions/ext:UBLExtension/ext:ExtensionContent/ds:Signature",
        ),
        ("acquirer-party-required", "/Invoice/cac:AccountingCustomerParty"),
        ("xml-syntax", ""),
        ("soap-username", "/e:Envelope/e:Body/ns:FtechAction.uploadInvoiceFile/username"),
    ],
)
def test_a_place_without_one_says_nothing(app: Flask, rule: str, path: str) -> None:
    assert counterpart(replace(FINDING, code=rule, rule=rule, path=path)) is None
