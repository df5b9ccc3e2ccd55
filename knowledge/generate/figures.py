"""The arithmetic of an insumo: lines, taxes, withholdings, discounts and totals that agree to the cent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from knowledge.generate.choices import Choices, samples

Row = dict[str, Any]
"""Canonical ids with their values, and segments with their rows."""
CENT = Decimal("0.01")
VAT = "01"
ZERO = Decimal(0)


def figures(choices: Choices) -> Row:
    """The rows of lines (ITE), taxes (TIM), discounts and charges (DSC) and prepayments (ANT), and the totals."""
    lines = [_line(choices, n, key, tax) for n, (key, tax) in enumerate(_goods(choices), 1)]
    gross = sum((Decimal(line["line.total"]) for line in lines), ZERO)
    subtotals = [s for line in lines for tax in line.get("TII", ()) for s in tax["IIM"]]
    taxable = _sum(subtotals, "line.tax.taxable")
    taxes = [_tax(code, [s for s in subtotals if s["line.tax.code"] == code]) for code in _codes(subtotals)]
    bases = {"taxable": taxable or gross, "vat": _sum([s for s in subtotals if s["line.tax.code"] == VAT])}
    held = [_withholding(samples()["withholdings"][key], bases) for key in choices.withholdings]
    allowances = [_allowance(choices, key, n, gross) for n, key in enumerate(_of_document(choices), 1)]
    inclusive = gross + _sum(taxes, "totals.tax.amount")
    down, up = (
        _sum([a for a in allowances if a["allowance.is_charge"] == f], "allowance.amount") for f in FLAGS
    )
    # Only an invoice has segments for prepayments.
    paid = choices.full and choices.root == "FACTURA"
    prepaid = in_currency(choices, samples()["prepaid"]) if paid else ZERO
    totals = {
        "totals.line_extension": gross,
        "totals.tax_exclusive": taxable,
        "totals.tax_inclusive": inclusive,
        "totals.payable": inclusive - down + up,
        "summary.taxes": _sum(taxes, "totals.tax.amount"),
        "summary.withholdings": _sum(held, "totals.tax.amount"),
        "summary.document": inclusive - down + up,
        **({"totals.allowances": down} if down else {}),
        **({"totals.charges": up} if up else {}),
        **({"totals.prepaid": prepaid} if prepaid else {}),
    }
    return {
        "doc.line_count": str(len(lines)),
        **{id_: money(value) for id_, value in totals.items()},
        "ITE": lines,
        "TIM": [*taxes, *held],
        "DSC": allowances,
        "ANT": [{"prepaid.amount": money(prepaid)}] if prepaid else [],
    }


FLAGS = ("false", "true")


def money(value: Decimal) -> str:
    """To the cent."""
    return str(value.quantize(CENT, ROUND_HALF_UP))


def in_currency(choices: Choices, price: str) -> Decimal:
    """A price in pesos in the currency of the document, to the cent."""
    rate = Decimal(samples()["rates"].get(choices.currency, "1"))
    return (Decimal(price) / rate).quantize(CENT, ROUND_HALF_UP)


def _goods(choices: Choices) -> list[tuple[str, str | None]]:
    """(what is sold, its tax): one of each tax, and what bears none where no tax was chosen."""
    known = samples()["taxes"]
    sold: list[tuple[str, str | None]] = [(known[tax]["good"], tax) for tax in choices.taxes]
    return [*sold, ("book", None)] if choices.full or not sold else sold


def _of_document(choices: Choices) -> list[str]:
    return [a for a in choices.allowances if a != "line"]


def _line(choices: Choices, number: int, key: str, tax: str | None) -> Row:
    good = samples()["goods"][key]
    price, quantity = in_currency(choices, good["price"]), Decimal(good["quantity"])
    gross = price * quantity
    row: Row = {
        "line.number": str(number),
        "line.quantity": good["quantity"],
        "line.price": money(price),
        "line.base_quantity": good["quantity"],
        "line.quantity_unit": samples()["unit"],
        "line.base_quantity_unit": samples()["unit"],
        "line.description": good["description"],
        "line.standard_code": good["code"],
    }
    net = gross
    if number == 1 and "line" in choices.allowances:
        allowance = _discount("line.allowance", "line", gross)
        net -= Decimal(allowance["line.allowance.amount"])
        row["IDE"] = [allowance]
    row["line.total"] = money(net)
    amount = ZERO
    if tax is not None:
        subtotal = _subtotal(choices, samples()["taxes"][tax], net, quantity)
        amount = Decimal(subtotal["line.tax.subtotal.amount"])
        head = {"line.tax.amount": money(amount), "line.tax.is_withholding": "false"}
        row["TII"] = [{**head, "IIM": [subtotal]}]
    row["line.net_total"] = money(net)
    return {**row, "line.payable": money(net + amount)} if choices.full else row


def _discount(prefix: str, key: str, base: Decimal, flag: str = "false") -> Row:
    told = samples()["allowances"][key]
    return {
        f"{prefix}.is_charge": flag,
        f"{prefix}.percent": told["percent"],
        f"{prefix}.amount": money(base * Decimal(told["percent"]) / 100),
        f"{prefix}.base": money(base),
        f"{prefix}.reason": told["reason"],
    }


def _allowance(choices: Choices, key: str, number: int, gross: Decimal) -> Row:
    row = _discount("allowance", key, gross, "true" if key == "charge" else "false")
    return {**row, "allowance.number": str(number)}


def _subtotal(choices: Choices, tax: Mapping[str, str], net: Decimal, quantity: Decimal) -> Row:
    """A tax of a line: a share of its value, or so much a unit."""
    row: Row = {"line.tax.code": tax["code"], "line.tax.percent": tax.get("percent", "0.00")}
    if "per_unit" not in tax:
        amount = net * Decimal(tax["percent"]) / 100
        return {**row, "line.tax.taxable": money(net), "line.tax.subtotal.amount": money(amount)}
    per_unit = in_currency(choices, tax["per_unit"])
    return {
        **row,
        "line.tax.taxable": "0.00",
        "line.tax.subtotal.amount": money(per_unit * quantity),
        "line.tax.base_unit_measure": str(quantity),
        "line.tax.base_unit": samples()["unit"],
        "line.tax.per_unit_amount": money(per_unit),
    }


def _codes(subtotals: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(s["line.tax.code"] for s in subtotals))


def _tax(code: str, subtotals: Sequence[Row]) -> Row:
    """A tax of the document: one subtotal a rate, each the sum of the lines'."""
    details = []
    for rate in dict.fromkeys(s["line.tax.percent"] for s in subtotals):
        own = [s for s in subtotals if s["line.tax.percent"] == rate]
        row = {id_.replace("line.", "totals."): value for id_, value in own[0].items()}
        row["totals.tax.taxable"] = money(_sum(own, "line.tax.taxable"))
        row["totals.tax.subtotal.amount"] = money(_sum(own))
        details.append(row)
    amount = money(_sum(details, "totals.tax.subtotal.amount"))
    return {"totals.tax.is_withholding": "false", "totals.tax.amount": amount, "IMP": details}


def _withholding(told: Mapping[str, str], bases: Mapping[str, Decimal]) -> Row:
    base = bases[told["of"]]
    amount = money(base * Decimal(told["percent"]) / 100)
    detail = {
        "totals.tax.code": told["code"],
        "totals.tax.taxable": money(base),
        "totals.tax.subtotal.amount": amount,
        "totals.tax.percent": told["percent"],
    }
    return {"totals.tax.is_withholding": "true", "totals.tax.amount": amount, "IMP": [detail]}


def _sum(rows: Sequence[Row], id_: str = "line.tax.subtotal.amount") -> Decimal:
    return sum((Decimal(row[id_]) for row in rows), ZERO)
