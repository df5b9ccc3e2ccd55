"""The examples on the pages of taxes: what they show is accepted in the layout and in UBL, another amount is not."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from lxml import etree

from diagnostics import diagnose
from diagnostics.report import Report
from knowledge import load
from knowledge.tax import HEADER, LINE, Tax
from knowledge.tax_example import in_layout, in_ubl, sum_of
from tests import ubl
from tests.diagnostics.cases import base
from tests.inputs import WRITERS, from_xml

KNOWN = load()
EXAMPLES = [
    pytest.param(tax, example, id=f"{tax.tax}-{example['amount']}")
    for tax in KNOWN.taxes.values()
    for example in tax.examples
]
each_example = pytest.mark.parametrize(("tax", "example"), EXAMPLES)
AMOUNTS = {"line-tax-amount", "tax-amount", "line-withholding-amount", "withholding-amount"}


def test_every_tax_of_which_the_method_is_known_has_an_example() -> None:
    assert [t.tax for t in KNOWN.taxes.values() if t.method.method != "unstated" and not t.examples] == []


def wrong(example: Mapping[str, str]) -> dict[str, str]:
    return {**example, "amount": f"{Decimal(example['amount']) + Decimal('2.01')}"}


def layout(tax: Tax, example: Mapping[str, str]) -> Report:
    """The clean invoice with one line, which has the tax of the example and nothing else."""
    root, tree = base("factura")
    parts = [in_layout(KNOWN, tax, example, where) for where in (LINE, HEADER)]
    (line_tax, header_tax) = (from_xml(f"<{root}>{p}</{root}>".encode())[1][0] for p in parts)
    quantity, amount = example.get("quantity", "3"), Decimal(example["amount"])
    own = {"ITE_3": quantity, "ITE_27": quantity, "ITE_7": "40000.00"}
    net = Decimal(quantity) * 40000
    own |= {"ITE_5": f"{net}.00", "ITE_19": f"{net}.00"}
    line = next(n for n in tree if n[0] == "ITE")
    nodes = [(n, own.get(n, v)) for n, v in line[1] if n not in ("TII", "IDE", "ITE_21", "ITE_22")]
    whole = f"{net + (0 if tax.withheld else amount):.2f}"
    taxable = "0.00" if tax.withheld else example.get("base", "0.00")
    totals = {"TOT_1": f"{net}.00", "TOT_3": taxable, "TOT_5": whole, "TOT_7": whole}
    kept = [n for n in tree if n[0] not in ("ITE", "TIM")]
    tree = [(n, [(k, totals.get(k, v)) for k, v in held] if n == "TOT" else held) for n, held in kept]
    return diagnose(WRITERS["xml"](root, [*tree, header_tax, ("ITE", [*nodes, line_tax])]))


def arithmetic(report: Report) -> set[str]:
    return {f.rule for f in report.findings if f.sum}


@each_example
def test_the_example_adds_up_in_the_layout(tax: Tax, example: Mapping[str, str]) -> None:
    assert arithmetic(layout(tax, example)) == set()


@each_example
def test_another_amount_does_not(tax: Tax, example: Mapping[str, str]) -> None:
    assert arithmetic(layout(tax, wrong(example))) & AMOUNTS


@each_example
def test_the_units_codes_and_rates_of_the_example_are_known(tax: Tax, example: Mapping[str, str]) -> None:
    findings = layout(tax, example).findings
    odd = {
        "not-in-list",
        "tax-rate",
        "withholding-rate",
        "withholding-flag",
        "misplaced-node",
        "missing-field",
    }
    assert [
        (f.rule, f.path) for f in findings if f.rule in odd and ("IIM" in f.path or "IMP" in f.path)
    ] == []


def in_an_invoice(tax: Tax, example: Mapping[str, str]) -> set[str]:
    """The findings of the first line of the clean UBL invoice, its tax replaced by the example's."""
    data = ubl.edited("factura", [{"id": "line.quantity", "value": example.get("quantity", "3")}])
    tree = etree.fromstring(data)
    spaces = {"cac": tree.nsmap["cac"], "cbc": tree.nsmap["cbc"]}
    said = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in spaces.items())
    old = tree.find("cac:InvoiceLine/cac:TaxTotal", spaces)
    old.getparent().replace(old, etree.fromstring(f"<x {said}>{in_ubl(KNOWN, tax, example, LINE)}</x>")[0])
    report = diagnose(etree.tostring(tree))
    kept = [f for f in report.findings if "InvoiceLine[1]" in f.path]
    return {
        f.rule for f in kept if f.rule in AMOUNTS or f.rule.startswith("schema") or f.rule == "misplaced-node"
    }


@each_example
def test_the_same_in_ubl(tax: Tax, example: Mapping[str, str]) -> None:
    assert in_an_invoice(tax, example) == set()
    assert in_an_invoice(tax, wrong(example)) & AMOUNTS


@each_example
def test_the_sum_that_is_shown_gives_the_amount(tax: Tax, example: Mapping[str, str]) -> None:
    assert sum_of(tax, example).endswith(f"= {example['amount']}")
    with pytest.raises(ValueError, match="is not by its formula"):
        sum_of(tax, wrong(example))
