"""Each amount of a tax or withholding from its base and rate, or so much a unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from diagnostics.account import HUNDRED, ZERO, Account, Factor, Term
from diagnostics.document import Document
from diagnostics.issue import Issue, Scope, rule
from diagnostics.rules.taxes import HEADER, LINE
from diagnostics.sums import disagreement, line_severity
from knowledge.lists import CodeList

NOMINAL, PER_HUNDRED = "nominal", "nominal_per_100"
PER_MILLE = "percent_per_mille"
"""Methods of the table of taxes. A rate per thousand may be written as one (ICA, ReteICA): DIAN's check takes both."""


def method_of(codes: CodeList, code: str) -> str:
    """How the table works a tax out: by percent, nominal (so much per unit), or "" where it does not say."""
    return (codes.get(code) or {}).get("calc_method", "")


@rule("line-tax-amount")
def line_tax_amount(scope: Scope) -> Iterator[Issue]:
    """IIM_2 = IIM_4 x IIM_6 / 100; per unit: IIM_7 x IIM_9. Withholdings have a rule of their own."""
    yield from _amounts(scope, LINE, withheld=False)


@rule("line-withholding-amount")
def line_withholding_amount(scope: Scope) -> Iterator[Issue]:
    """The same of the withholdings of a line."""
    yield from _amounts(scope, LINE, withheld=True)


@rule("tax-amount")
def tax_amount(scope: Scope) -> Iterator[Issue]:
    """IMP_4 = IMP_2 x IMP_6 / 100; per unit: IMP_7 x IMP_9."""
    yield from _amounts(scope, HEADER, withheld=False)


@rule("withholding-amount")
def withholding_amount(scope: Scope) -> Iterator[Issue]:
    """The same of the withholdings of the document."""
    yield from _amounts(scope, HEADER, withheld=True)


def _amounts(scope: Scope, where: str, withheld: bool) -> Iterator[Issue]:
    doc = scope.doc
    details = doc.group(f"{where}.code")
    if details is None or (withheld and "true" not in doc.column(f"{where}.is_withholding")):
        return
    flags = doc.column(f"{where}.is_withholding")
    codes = scope.knowledge.codes["taxes"]
    column = doc.column(f"{where}.code")
    methods = {v: method_of(codes, v.strip()) for v in set(column) if v}
    amounts = doc.numbers(f"{where}.subtotal.amount")
    bases, rates = doc.numbers(f"{where}.taxable"), doc.numbers(f"{where}.percent")
    for row, amount in enumerate(amounts):
        code = column[row]
        if amount is None or not code or ((flags[details.parents[row]] or "").strip() == "true") != withheld:
            continue
        method, base, rate = methods[code], bases[row], rates[row]
        if method.startswith(NOMINAL) or (not method and not rate):
            yield from _per_unit(doc, where, row, amount, method)
        elif base is not None and rate is not None:
            expected = base * rate / 100
            if line_severity(amount, expected) and not (
                method == PER_MILLE and line_severity(amount, expected / 10) is None
            ):
                yield _by_percentage(doc, where, row, amount, base, rate)


def _by_percentage(
    doc: Document, where: str, row: int, amount: Decimal, base: Decimal, rate: Decimal
) -> Issue:
    at, base_at, rate_at = (doc.at(f"{where}.{n}", row) for n in ("subtotal.amount", "taxable", "percent"))
    factors = (Factor(base, base_at), Factor(rate, rate_at), HUNDRED)
    return _issue(doc, where, Account(at, amount, base * rate / 100, factors=factors), corrects=True)


def _issue(
    doc: Document, where: str, account: Account, corrects: bool = False, severity: str | None = None
) -> Issue:
    """The issue of a tax that its account does not give; which tax it is may be what is wrong."""
    issue = disagreement(account, severity, corrects)
    issue.args["code"] = doc.value(f"{where}.code", account.at.row) or ""
    issue.because += (doc.at(f"{where}.code", account.at.row),)
    return issue


def _per_unit(doc: Document, where: str, row: int, amount: Decimal, method: str) -> Iterator[Issue]:
    """So much a unit. Where the measure is 1 the quantity may stand in the line instead: what is right either way is
    right; of a tax whose method the table does not say it is only said."""
    measure, unit = doc.number(f"{where}.base_unit_measure", row), doc.number(f"{where}.per_unit_amount", row)
    if measure is None or unit is None:
        return
    at, measure_at, unit_at = (
        doc.at(f"{where}.{n}", row) for n in ("subtotal.amount", "base_unit_measure", "per_unit_amount")
    )
    share = 100 if method == PER_HUNDRED else 1
    factors = (Factor(measure, measure_at), Factor(unit, unit_at), *((HUNDRED,) if share == 100 else ()))
    account = Account(at, amount, measure * unit / share, factors=factors)
    if not line_severity(amount, account.expected):
        return
    if measure == 1 and share == 1:
        account = _of_quantity(doc, where, account, unit)
        if not line_severity(amount, account.expected):
            return
    # accepted documents differ here (formulas of the annex, 10)
    severity = "warning" if doc.is_ubl or not method else None
    yield _issue(doc, where, account, severity=severity)


def _of_quantity(doc: Document, where: str, account: Account, unit: Decimal) -> Account:
    """So much a unit where the measure is 1: for a line times its quantity; for the document what the lines declare
    of the same tax and unit. What it was where neither says anything."""
    at = account.at
    assert at.group is not None and at.group.parent is not None
    if where == LINE:
        line = at.group.parent.parents[at.group.parents[at.row]]
        quantity = doc.number("line.quantity", line)
        if quantity is None:
            return account
        factors = (Factor(quantity, doc.at("line.quantity", line)), account.factors[1])
        return replace(account, expected=quantity * unit, factors=factors)
    code = (doc.value(f"{HEADER}.code", at.row) or "").strip()
    columns = (doc.column(f"{LINE}.code"), doc.numbers(f"{LINE}.per_unit_amount"))
    amounts = doc.numbers(f"{LINE}.subtotal.amount")
    terms = [
        Term(doc.at(f"{LINE}.subtotal.amount", row), amounts[row] or ZERO)
        for row, (its, per) in enumerate(zip(*columns, strict=True))
        if (its or "").strip() == code and per == unit
    ]
    if not terms:
        return account
    return replace(account, expected=sum((t.value for t in terms), ZERO), factors=(), terms=terms)
