"""How far a figure may be off: a cent, half a peso, 2.00 and 2.01, in lines, taxes and totals of both worlds."""

from decimal import Decimal

import pytest

from diagnostics import diagnose
from diagnostics.sums import line_severity, pesos, total_severity
from tests import ubl
from tests.diagnostics.cases import base, edited
from tests.inputs import WRITERS


@pytest.mark.parametrize(
    ("value", "rounded"),
    [("100.49", 100), ("100.50", 101), ("-100.50", -100), ("-100.51", -101), ("99.999999", 100)],
)
def test_halves_go_up_as_xpath_rounds(value: str, rounded: int) -> None:
    assert pesos(Decimal(value)) == rounded


@pytest.mark.parametrize(
    ("found", "severity"),
    [
        ("1000.49", None), ("999.50", None), ("1000.50", "warning"), ("999.49", "warning"), ("1002.00", "warning"),
        ("1002.01", "error"), ("998.00", "warning"), ("997.99", "error"),
    ],
)  # fmt: skip
def test_a_total_is_held_to_the_peso_and_two_pesos_only_warn(found: str, severity: str | None) -> None:
    assert total_severity(Decimal(found), Decimal("1000.00")) == severity


@pytest.mark.parametrize(
    ("found", "severity"), [("1002.00", None), ("1002.01", "error"), ("998.00", None), ("997.99", "error")]
)
def test_a_line_or_a_tax_may_be_two_pesos_off(found: str, severity: str | None) -> None:
    assert line_severity(Decimal(found), Decimal("1000.00")) == severity


TOTALS = [
    ("gross-total", "/TOT/TOT_1", "132000.00", "totals.line_extension", "268000.00"),
    ("taxable-total", "/TOT/TOT_3", "102000.00", "totals.tax_exclusive", "273000.00"),
    ("tax-inclusive-total", "/TOT/TOT_7", "149910.00", "totals.tax_inclusive", "299620.00"),
    ("payable-amount", "/TOT/TOT_5", "138410.00", "totals.payable", "296940.00"),
    ("prepaid-total", "/TOT/TOT_13", "10000.00", "totals.prepaid", "20000.00"),
    ("allowance-total", "/TOT/TOT_9", "2000.00", "totals.allowances", "5360.00"),
    ("charge-total", "/TOT/TOT_11", "500.00", "totals.charges", "2680.00"),
]
STEPS = [
    ("0.01", None),
    ("0.49", None),
    ("-0.50", None),
    ("0.50", "warning"),
    ("2.00", "warning"),
    ("2.01", "error"),
]
ONLY_SEEN = ("allowance-total", "charge-total")
"""Whose fields of the layout are not known well enough to block."""


@pytest.mark.parametrize(("rule", "path", "right", "id_", "right_in_ubl"), TOTALS)
@pytest.mark.parametrize(("off", "severity"), STEPS)
def test_totals_at_the_edges(
    rule: str, path: str, right: str, id_: str, right_in_ubl: str, off: str, severity: str | None
) -> None:
    root, tree = base("factura_completa")
    value = f"{Decimal(right) + Decimal(off)}"
    report = diagnose(WRITERS["xml"](root, edited(tree, [{"path": path, "value": value}])))
    weighs = "warning" if severity and rule in ONLY_SEEN else severity
    assert {f.severity for f in report.findings if f.rule == rule} == ({weighs} if weighs else set())
    value = f"{Decimal(right_in_ubl) + Decimal(off)}"
    report = diagnose(ubl.edited("factura", [{"id": id_, "value": value}]))
    assert {f.severity for f in report.findings if f.rule == rule} == ({severity} if severity else set())


@pytest.mark.parametrize(
    ("price", "total", "severity"),
    [
        ("50000.00", "90002.00", None),
        ("50000.00", "90002.01", "warning"),
        ("50000.00", "90180.00", "warning"),
        ("50000.00", "90180.01", "error"),
        ("500.00", "1002.01", "error"),
    ],
)
def test_a_line_may_be_off_by_two_in_a_thousand_with_a_warning(
    price: str, total: str, severity: str | None
) -> None:
    root, tree = base("factura_completa")
    edits = [{"path": "/ITE[1]/ITE_5", "value": total}, {"path": "/ITE[1]/ITE_7", "value": price}]
    if price == "500.00":
        edits.append({"remove": "/ITE[1]/IDE[1]"})
    report = diagnose(WRITERS["xml"](root, edited(tree, edits)))
    found = [
        f.severity for f in report.findings if f.rule == "line-total" and f.sum and f.path.endswith("ITE_5")
    ]
    assert found == ([severity] if severity else [])
