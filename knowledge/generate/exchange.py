"""The exchange rate of an insumo (TDC), and its totals in the other currency."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from knowledge.generate.choices import Choices, samples
from knowledge.generate.figures import CENT, ZERO, Row, money

HOME, ABROAD = "COP", "USD"
TAXES = {"vat": "01", "consumption": "04", "bags": "22"}
WITHHOLDINGS = {"income_withholding": "06", "vat_withholding": "05", "ica_withholding": "07"}


def exchange(choices: Choices, rows: Row) -> Row:
    """The row of TDC: from the document's currency to pesos, or from pesos to dollars."""
    other = HOME if choices.currency != HOME else ABROAD
    rate = samples()["rates"][ABROAD if choices.currency == HOME else choices.currency]
    row: Row = {
        "exchange.source_currency": choices.currency,
        "exchange.target_currency": other,
        "exchange.rate": rate,
        "exchange.source_base_rate": "1.00",
        "exchange.target_base_rate": "1.00",
    }
    if choices.full:
        row["TDCE"] = [_totals(rows, Decimal(rate) if other == HOME else 1 / Decimal(rate))]
    return row


def _totals(rows: Row, rate: Decimal) -> Row:
    """Each part is converted once; what is a sum adds up what was converted."""
    details = [detail for tax in rows["TIM"] for detail in tax["IMP"]]
    gross = (Decimal(r["line.price"]) * Decimal(r["line.base_quantity"]) for r in rows["ITE"])
    parts = {
        "gross": sum(gross, ZERO),
        "line_allowances": _sum(
            (a for line in rows["ITE"] for a in line.get("IDE", ())), "line.allowance.amount"
        ),
        "line_charges": ZERO,
        "other_taxes": ZERO,
        "allowances": _sum(_flagged(rows, "false"), "allowance.amount"),
        "charges": _sum(_flagged(rows, "true"), "allowance.amount"),
        "prepaid": _sum(rows["ANT"], "prepaid.amount"),
    }
    for name, code in {**TAXES, **WITHHOLDINGS}.items():
        own = (d for d in details if d["totals.tax.code"] == code)
        parts[name] = _sum(own, "totals.tax.subtotal.amount")
    made = {name: (value * rate).quantize(CENT, ROUND_HALF_UP) for name, value in parts.items()}
    made["net"] = made["gross"] - made["line_allowances"]
    made["taxes"] = sum((made[name] for name in TAXES), ZERO)
    made["tax_inclusive"] = made["net"] + made["taxes"]
    made["payable"] = made["tax_inclusive"] - made["allowances"] + made["charges"]
    return {f"exchange.totals.{name}": money(value) for name, value in made.items()}


def _flagged(rows: Row, flag: str) -> Iterable[Row]:
    return (a for a in rows["DSC"] if a["allowance.is_charge"] == flag)


def _sum(rows: Iterable[Row], id_: str) -> Decimal:
    return sum((Decimal(row[id_]) for row in rows), ZERO)
