"""Every tax of the table by its formula, in the layout and in UBL: right or 2.00 beside it is left alone, 2.01 not."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import pytest
from lxml import etree

from diagnostics import diagnose
from diagnostics.report import Report
from knowledge import load
from tests import ubl
from tests.diagnostics.cases import base
from tests.inputs import WRITERS

AMOUNTS = ("line-tax-amount", "tax-amount", "line-withholding-amount", "withholding-amount")


@dataclass(frozen=True)
class Tax:
    """One line's tax: by percentage of a base, or so much a unit; `quantity` is that of the line."""

    code: str
    amount: str
    base: str | None = None
    percent: str | None = None
    measure: str | None = None
    unit: str | None = None
    severity: str = "error"
    """Of what is wrong by more than two pesos in the layout."""

    @property
    def withheld(self) -> bool:
        return self.code in ("05", "06", "07")


TAXES = [
    Tax("01", "22800.00", "120000.00", "19.00"),
    Tax("01", "6000.00", "120000.00", "5.00"),
    Tax("01", "0.00", "120000.00", "0.00"),
    Tax("02", "36.00", measure="1", unit="12.00"),
    Tax("02", "60.00", measure="5", unit="12.00"),
    Tax("03", "1159.20", "120000.00", "9.66"),
    Tax("03", "11592.00", "120000.00", "9.66"),
    Tax("04", "9600.00", "120000.00", "8.00"),
    Tax("05", "3420.00", "22800.00", "15.00"),
    Tax("05", "22800.00", "22800.00", "100.00"),
    Tax("06", "3000.00", "120000.00", "2.50"),
    Tax("07", "1159.20", "120000.00", "9.66"),
    Tax("07", "11592.00", "120000.00", "9.66"),
    Tax("08", "30000.00", "120000.00", "25.00"),
    Tax("20", "1200.00", "120000.00", "1.00"),
    Tax("21", "1800.00", "120000.00", "1.50"),
    Tax("22", "210.00", measure="1", unit="70.00"),
    Tax("22", "350.00", measure="5", unit="70.00"),
    Tax("23", "2430.00", measure="15", unit="162.00"),
    Tax("24", "10365.00", measure="15", unit="691.00"),
    Tax("25", "14100.00", measure="15", unit="940.00", severity="warning"),
    Tax("26", "300.00", measure="15", unit="20.00", severity="warning"),
    Tax("30", "4800.00", "120000.00", "4.00"),
    Tax("32", "23600.00", measure="80", unit="295"),
    Tax("32", "16000.00", measure="80", unit="200.00"),
    Tax("33", "62.75", measure="25", unit="2.51"),
    Tax("34", "900.00", measure="5000", unit="18.00"),
    Tax("35", "18000.00", "120000.00", "15.00"),
    Tax("36", "30000.00", "120000.00", "25.00"),
    Tax("ZZ", "1200.00", "120000.00", "1.00"),
]
IDS = [f"{t.code}-{t.percent or t.unit}-{t.amount}" for t in TAXES]
each_tax = pytest.mark.parametrize("tax", [pytest.param(t, id=i) for t, i in zip(TAXES, IDS, strict=True)])


def test_no_tax_of_the_table_is_left_out() -> None:
    assert {t.code for t in TAXES} == set(load().codes["taxes"].codes)


def layout(tax: Tax, off: Decimal = Decimal(0)) -> Report:
    """An invoice with one line of three pieces that bears this tax alone; `off` is by how much its amount is wrong."""
    root, tree = base("factura")
    amount = f"{Decimal(tax.amount) + off}"
    flag = "true" if tax.withheld else "false"
    line = next(n for n in tree if n[0] == "ITE")
    own = {"ITE_3": "3", "ITE_27": "3", "ITE_7": "40000.00", "ITE_5": "120000.00", "ITE_19": "120000.00"}
    nodes = [(n, own.get(n, v)) for n, v in line[1] if n not in ("TII", "IDE", "ITE_21", "ITE_22")]
    nodes.append(
        (
            "TII",
            [("TII_1", amount), ("TII_2", "COP"), ("TII_3", flag), ("IIM", list(detail("IIM", tax, amount)))],
        )
    )
    kept = [n for n in tree if n[0] not in ("ITE", "TIM")]
    header = [("TIM_1", flag), ("TIM_2", amount), ("TIM_3", "COP"), ("IMP", list(detail("IMP", tax, amount)))]
    whole = Decimal(120000) + (Decimal(0) if tax.withheld else Decimal(amount))
    totals = {
        "TOT_1": "120000.00", "TOT_3": tax.base or "0.00", "TOT_5": f"{whole}", "TOT_7": f"{whole}",
    }  # fmt: skip
    if tax.withheld:
        totals["TOT_3"] = "0.00"
    tree = [(n, [(k, totals.get(k, v)) for k, v in value] if n == "TOT" else value) for n, value in kept]
    return diagnose(WRITERS["xml"](root, [*tree, ("TIM", header), ("ITE", nodes)]))


def detail(node: str, tax: Tax, amount: str) -> Iterator[tuple[str, str]]:
    order = (2, 4) if node == "IMP" else (4, 2)
    figures = {order[0]: tax.base or "0.00", order[1]: amount, 6: tax.percent or "0.00"}
    rest = {7: tax.measure, 8: "94", 9: tax.unit, 10: "COP"} if tax.unit else {}
    every = {1: tax.code, **figures, 3: "COP", 5: "COP", **rest}
    for n in sorted(every):
        yield f"{node}_{n}", str(every[n])


def arithmetic(report: Report) -> list[tuple[str, str]]:
    return [(f.rule, f.severity) for f in report.findings if f.sum]


@each_tax
def test_the_right_amount_and_what_rounding_makes_of_it_are_left_alone(tax: Tax) -> None:
    assert arithmetic(layout(tax)) == []
    assert [r for r, _ in arithmetic(layout(tax, Decimal("2.00"))) if r in AMOUNTS] == []


@each_tax
def test_what_is_more_than_two_pesos_off_is_found(tax: Tax) -> None:
    found = arithmetic(layout(tax, Decimal("2.01")))
    rules = AMOUNTS[2:] if tax.withheld else AMOUNTS[:2]
    assert (rules[0], tax.severity) in found or (rules[1], tax.severity) in found


def in_ubl(tax: Tax, off: Decimal = Decimal(0)) -> list[tuple[str, str]]:
    """The findings of amounts where the first tax of the clean UBL invoice's first line is replaced by this one."""
    amount = f"{Decimal(tax.amount) + off}"
    per_unit = (
        f'<cbc:BaseUnitMeasure unitCode="94">{tax.measure}</cbc:BaseUnitMeasure>'
        f'<cbc:PerUnitAmount currencyID="COP">{tax.unit}</cbc:PerUnitAmount>'
        if tax.unit
        else ""
    )
    taxable = f'<cbc:TaxableAmount currencyID="COP">{tax.base}</cbc:TaxableAmount>' if tax.base else ""
    percent = f"<cbc:Percent>{tax.percent}</cbc:Percent>" if tax.percent else ""
    total = f'<cbc:TaxAmount currencyID="COP">{amount}</cbc:TaxAmount>'
    scheme = f"<cac:TaxScheme><cbc:ID>{tax.code}</cbc:ID><cbc:Name>X</cbc:Name></cac:TaxScheme>"
    category = f"<cac:TaxCategory>{percent}{scheme}</cac:TaxCategory>"
    kind = "WithholdingTaxTotal" if tax.withheld else "TaxTotal"
    subtotal = f"<cac:TaxSubtotal>{taxable}{total}{per_unit}{category}</cac:TaxSubtotal>"
    node = f"<cac:{kind}>{total}{subtotal}</cac:{kind}>"
    tree = etree.fromstring(ubl.edited("factura", [{"id": "line.quantity", "value": "3"}]))
    spaces = {"cac": tree.nsmap["cac"], "cbc": tree.nsmap["cbc"]}
    old = tree.find("cac:InvoiceLine/cac:TaxTotal", spaces)
    said = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in spaces.items())
    old.getparent().replace(old, etree.fromstring(f"<x {said}>{node}</x>")[0])
    report = diagnose(etree.tostring(tree))
    return [(f.rule, f.severity) for f in report.findings if f.rule in AMOUNTS and "InvoiceLine[1]" in f.path]


@each_tax
def test_the_same_in_ubl_where_what_counts_by_unit_or_is_withheld_only_warns(tax: Tax) -> None:
    assert in_ubl(tax) == []
    assert in_ubl(tax, Decimal("2.00")) == []
    rule = AMOUNTS[2] if tax.withheld else AMOUNTS[0]
    assert set(in_ubl(tax, Decimal("2.01"))) == {(rule, "warning" if tax.withheld or tax.unit else "error")}
