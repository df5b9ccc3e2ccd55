"""Lines and totals that need more than a sum: price times quantity, and the taxable base."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from diagnostics.account import HUNDRED, ZERO, Account, Factor, Term, money
from diagnostics.document import Document, children_of
from diagnostics.issue import Issue, Remedy, Scope, rule
from diagnostics.sums import SLACK, disagreement, line_severity, total_severity, violation

LINE_SHARE = Decimal("0.002")
"""Part of a line's value by which accepted documents differ from price times quantity."""


def allowances_of_lines(doc: Document) -> list[list[Term]]:
    """For each line its discounts (down) and charges (up)."""
    group = doc.group("line.allowance.amount")
    amounts, flags = doc.numbers("line.allowance.amount"), doc.flags("line.allowance.is_charge")
    lines: list[list[Term]] = []
    for rows in children_of(group, doc.group("line.total")):
        lines.append(
            [
                Term(doc.at("line.allowance.amount", r), amounts[r] or ZERO, 1 if flags[r] == "true" else -1)
                for r in rows
                if amounts[r] is not None
            ]
        )
    return lines


def given_away(doc: Document) -> Callable[[int], bool]:
    """Whether a line is a free sample: the layout says so, UBL by the price that it refers to."""
    said, price = doc.column("line.free"), doc.column("line.pricing_reference")
    return lambda row: (said[row] or "").strip() == "true" if said else bool(price) and price[row] is not None


@rule("line-total")
def line_total(scope: Scope) -> Iterator[Issue]:
    """ITE_5 = ITE_27 x ITE_7 - discounts + charges; 0.00 for a free sample (those of UBL have a rule of their own)."""
    doc = scope.doc
    totals, prices, quantities = (doc.numbers(f"line.{n}") for n in ("total", "price", "base_quantity"))
    free = given_away(doc)
    allowances: list[list[Term]] | None = None
    plain = not len(doc.column("line.allowance.amount"))
    for row, found in enumerate(totals):
        price, quantity = prices[row], quantities[row]
        if found is None or price is None or quantity is None:
            continue
        expected = price * quantity
        if plain and abs(found - expected) <= SLACK:
            continue
        if allowances is None:
            allowances = allowances_of_lines(doc)
        terms = allowances[row]
        expected += sum((t.sign * t.value for t in terms), ZERO)
        severity = line_severity(found, expected)
        if severity is None or (free(row) and (doc.is_ubl or found == 0)):
            continue
        if abs(found - expected) <= abs(expected) * LINE_SHARE:
            severity = "warning"
        factors = gross_of(doc, row, price, quantity)
        issue = disagreement(Account(doc.at("line.total", row), found, expected, terms, factors), severity)
        flags = [doc.at("line.allowance.is_charge", t.at.row) for t in terms]
        issue.because += tuple(flags)
        issue.implied += tuple(
            (f, "false" if t.sign > 0 else "true") for f, t in zip(flags, terms, strict=True)
        )
        yield issue


@rule("free-line-total")
def free_line_total(scope: Scope) -> Iterator[Issue]:
    """0.00 where the line says by its reference price that nothing is charged."""
    doc = scope.doc
    free = given_away(doc)
    for row, found in enumerate(doc.numbers("line.total")):
        if found is None or not free(row) or not line_severity(found, ZERO):
            continue
        issue = disagreement(Account(doc.at("line.total", row), found, ZERO), corrects=False)
        issue.remedy = Remedy(money(ZERO), safe=False)
        yield issue


def gross_of(doc: Document, line: int, price: Decimal, quantity: Decimal) -> tuple[Factor, Factor]:
    """Quantity times price of a line."""
    return Factor(quantity, doc.at("line.base_quantity", line)), Factor(price, doc.at("line.price", line))


@rule("line-allowance-base")
def line_allowance_base(scope: Scope) -> Iterator[Issue]:
    """IDE_7 = ITE_7 x ITE_27."""
    doc = scope.doc
    group = doc.group("line.allowance.base")
    if group is None or not len(group):
        return
    prices, quantities = doc.numbers("line.price"), doc.numbers("line.base_quantity")
    for row, base in enumerate(doc.numbers("line.allowance.base")):
        line = group.parents[row]
        price, quantity = prices[line], quantities[line]
        if base is None or price is None or quantity is None or not line_severity(base, price * quantity):
            continue
        factors = gross_of(doc, line, price, quantity)
        at = doc.at("line.allowance.base", row)
        yield disagreement(Account(at, base, price * quantity, factors=factors), corrects=False)


@rule("allowance-amount")
def allowance_amount(scope: Scope) -> Iterator[Issue]:
    """An amount that its own base and percentage, rounded as it is written, do not give (DSC_3, IDE_2)."""
    doc = scope.doc
    for prefix in ("allowance", "line.allowance"):
        if not doc.has(f"{prefix}.amount"):
            continue
        amounts, bases, rates = (doc.numbers(f"{prefix}.{n}") for n in ("amount", "base", "percent"))
        for row, amount in enumerate(amounts):
            base, rate = bases[row], rates[row]
            if amount is None or base is None or rate is None or rate == 0:
                continue
            expected = base * rate / 100
            if abs(amount - expected) <= SLACK + abs(base) * half_a_digit(rate) / 100:
                continue
            at, base_at, rate_at = (doc.at(f"{prefix}.{n}", row) for n in ("amount", "base", "percent"))
            factors = (Factor(base, base_at), Factor(rate, rate_at), HUNDRED)
            yield disagreement(Account(at, amount, expected, factors=factors), corrects=False)


def half_a_digit(rate: Decimal) -> Decimal:
    """By how much a percentage may have been rounded: half of its last decimal; a whole one was meant to the cent."""
    decimals = -int(rate.as_tuple().exponent)
    return Decimal(1).scaleb(-(decimals or 2)) / 2


@rule("taxable-total")
def taxable_total(scope: Scope) -> Iterator[Issue]:
    """TOT_3 = the bases of each line's first tax; the bases of all of them are accepted too."""
    doc = scope.doc
    found = doc.number("totals.tax_exclusive")
    if found is None:
        return
    rows = _bases(doc)
    if rows is None:
        return
    bases = doc.numbers("line.tax.taxable")
    first, every = (sum((bases[r] or ZERO for r in counted), ZERO) for counted in rows)
    severity = total_severity(found, first)
    if severity is None or total_severity(found, every) is None:
        return
    terms = [Term(doc.at("line.tax.taxable", r), bases[r] or ZERO) for r in rows[0]]
    yield violation(doc.at("totals.tax_exclusive"), found, first, terms, severity)


def _bases(doc: Document) -> tuple[list[int], list[int]] | None:
    """The rows of the bases of each line's first tax, and of all taxes; withholdings never. None where one is no
    number."""
    taxes, details = doc.group("line.tax.amount"), doc.group("line.tax.taxable")
    if taxes is None or details is None:
        return [], []
    flags = doc.flags("line.tax.is_withholding")
    raw, bases = doc.column("line.tax.taxable"), doc.numbers("line.tax.taxable")
    seen: set[int] = set()
    first_rows = set()
    for row, line in enumerate(taxes.parents):
        if flags[row] != "true" and line not in seen:
            seen.add(line)
            first_rows.add(row)
    first: list[int] = []
    every: list[int] = []
    for row, tax in enumerate(details.parents):
        if flags[tax] == "true":
            continue
        if bases[row] is not None:
            every.append(row)
            if tax in first_rows:
                first.append(row)
        elif raw[row] is not None:
            return None
    return first, every


@rule("prepaid-in-payable")
def prepaid_in_payable(scope: Scope) -> Iterator[Issue]:
    """TOT_5 where there are prepayments (ANT): both totals that are accepted, with and without taking them off."""
    doc = scope.doc
    found, whole = doc.number("totals.payable"), doc.number("totals.tax_inclusive")
    prepaid = sum((v or ZERO for v in doc.numbers("prepaid.amount")), ZERO)
    if found is None or whole is None or prepaid <= 0:
        return
    for amount, flag in zip(doc.numbers("allowance.amount"), doc.flags("allowance.is_charge"), strict=True):
        whole += (amount or ZERO) * (1 if flag == "true" else -1)
    args = {"prepaid": money(prepaid), "other_value": money(whole - prepaid)}
    yield Issue(doc.at("totals.payable"), money(found), money(whole), args)
