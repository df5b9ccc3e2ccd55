"""Each amount of a tax or withholding from its base and rate, or so much a unit."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from diagnostics.account import HUNDRED, ZERO, Account, Factor
from diagnostics.document import At, Document
from diagnostics.issue import Issue, Scope, rule
from diagnostics.rules.taxes import HEADER, LINE
from diagnostics.sums import disagreement, line_severity
from knowledge.lists import CodeList

PER_HUNDRED = "nominal_per_100"


def nominal(codes: CodeList, code: str) -> str | None:
    """How a nominal tax (so much per unit) is worked out; None for one by percentage."""
    row = codes.get(code)
    method = (row or {}).get("calc_method", "")
    return method if method.startswith("nominal") else None


def per_mille(codes: CodeList, code: str) -> bool:
    """Whether the rate of a tax may be written per thousand (ICA, ReteICA): the table says so, DIAN's check not."""
    return (codes.get(code) or {}).get("calc_method") == "percent_per_mille"


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
    kinds = {v: nominal(codes, v.strip()) for v in set(column) if v}
    amounts = doc.numbers(f"{where}.subtotal.amount")
    bases, rates = doc.numbers(f"{where}.taxable"), doc.numbers(f"{where}.percent")
    for row, amount in enumerate(amounts):
        code = column[row]
        if amount is None or not code or ((flags[details.parents[row]] or "").strip() == "true") != withheld:
            continue
        kind = kinds[code]
        if kind:
            yield from _per_unit(doc, where, row, amount, kind)
            continue
        base, rate = bases[row], rates[row]
        if base is None or rate is None:
            continue
        expected = base * rate / 100
        if line_severity(amount, expected) and not (
            per_mille(codes, code.strip()) and line_severity(amount, expected / 10) is None
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


def _per_unit(doc: Document, where: str, row: int, amount: Decimal, kind: str) -> Iterator[Issue]:
    measure, unit = doc.number(f"{where}.base_unit_measure", row), doc.number(f"{where}.per_unit_amount", row)
    if measure is None or unit is None:
        return
    share = 100 if kind == PER_HUNDRED else 1
    expected = measure * unit / share
    if not line_severity(amount, expected):
        return
    at, measure_at, unit_at = (
        doc.at(f"{where}.{n}", row) for n in ("subtotal.amount", "base_unit_measure", "per_unit_amount")
    )
    if measure == 1 and not line_severity(amount, _of_its_lines(doc, where, at, unit)):
        return
    factors = (Factor(measure, measure_at), Factor(unit, unit_at), *((HUNDRED,) if share == 100 else ()))
    severity = "warning" if doc.is_ubl else None  # accepted documents differ here (formulas of the annex, 10)
    yield _issue(doc, where, Account(at, amount, expected, factors=factors), severity=severity)


def _of_its_lines(doc: Document, where: str, at: At, unit: Decimal) -> Decimal:
    """What so much a unit gives where the measure is 1: for a line times its quantity; for the document what the
    lines declare of the same tax and unit."""
    group = at.group
    assert group is not None and group.parent is not None
    if where == LINE:
        return unit * (doc.number("line.quantity", group.parent.parents[group.parents[at.row]]) or ZERO)
    code = (doc.value(f"{HEADER}.code", at.row) or "").strip()
    parts = zip(
        doc.column(f"{LINE}.code"),
        doc.numbers(f"{LINE}.per_unit_amount"),
        doc.numbers(f"{LINE}.subtotal.amount"),
        strict=True,
    )
    return sum((a or ZERO for c, u, a in parts if (c or "").strip() == code and u == unit), ZERO)
