"""Taxes and withholdings by themselves: flags, rates and groups (amounts: tax_amounts.py)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from diagnostics.account import ZERO, Account, Term, money
from diagnostics.document import At, Document
from diagnostics.issue import Issue, Remedy, Scope, rule
from diagnostics.sums import line_severity
from knowledge import Knowledge

LINE, HEADER = "line.tax", "totals.tax"


@rule("tax-once-per-rate")
def tax_once_per_rate(scope: Scope) -> Iterator[Issue]:
    """One group a tax (or withholding), and only one tax in a group."""
    doc = scope.doc
    details = doc.group(f"{HEADER}.code")
    if details is None:
        return
    flags = doc.column(f"{HEADER}.is_withholding")
    tax_of: dict[int, str] = {}
    group_of: dict[tuple[str, str], int] = {}
    for row, code, rate in _codes_and_rates(doc):
        tax = details.parents[row]
        first = tax_of.setdefault(tax, code)
        flag = (flags[tax] or "").strip()
        home = group_of.setdefault((code, flag), tax)
        at = doc.at(f"{HEADER}.code", row)
        if first != code:
            yield Issue(at, code, first, {"code": code, "rate": rate})
        elif home != tax and not (doc.is_ubl and flag == "true"):  # those of UBL have a rule of their own
            yield Issue(
                at, code, None, {"code": code, "rate": rate}, because=(doc.at(f"{HEADER}.percent", row),)
            )


@rule("subtotal-once-per-rate")
def subtotal_once_per_rate(scope: Scope) -> Iterator[Issue]:
    """One subtotal a rate in a group; nominal taxes repeat it by their value a unit."""
    doc = scope.doc
    details = doc.group(f"{HEADER}.code")
    if details is None:
        return
    per_unit = doc.column(f"{HEADER}.per_unit_amount")
    seen: dict[tuple[int, str, str, str], int] = {}
    for row, code, rate in _codes_and_rates(doc):
        mark = (details.parents[row], code, rate, (per_unit[row] or "").strip())
        first = seen.setdefault(mark, row)
        if first != row:
            because = (doc.at(f"{HEADER}.percent", first), doc.at(f"{HEADER}.percent", row))
            at = At(details, row) if doc.is_ubl else doc.at(f"{HEADER}.code", row)
            yield Issue(at, code, None, {"code": code, "rate": rate}, because=because)


def _codes_and_rates(doc: Document) -> Iterator[tuple[int, str, str]]:
    """(row, tax, rate) of every subtotal of the document that names its tax."""
    rates = doc.column(f"{HEADER}.percent")
    for row, code in enumerate(doc.column(f"{HEADER}.code")):
        if code and code.strip():
            yield row, code.strip(), (rates[row] or "").strip()


@rule("withholding-flag")
def withholding_flag(scope: Scope) -> Iterator[Issue]:
    """TIM_1 and TII_3 say true for withholdings (05, 06, 07) and false for taxes."""
    doc, codes = scope.doc, scope.knowledge.codes["taxes"]
    for where in (HEADER, LINE):
        group = doc.group(f"{where}.code")
        if group is None:
            continue
        flags, column = doc.flags(f"{where}.is_withholding"), doc.column(f"{where}.code")
        done: set[int] = set()
        for row, tax in enumerate(group.parents):
            entry = codes.get((column[row] or "").strip())
            flag = flags[tax]
            if entry is None or flag is None or tax in done or entry["code"] == "ZZ":
                continue
            expected = "true" if entry["group"] == "retencion" else "false"
            if flag != expected:
                done.add(tax)
                args = {"code": entry["code"], "name": entry["name_es"]}
                at = doc.at(f"{where}.is_withholding", tax)
                because = (doc.at(f"{where}.code", row),)
                yield Issue(at, flag, expected, args, because=because, remedy=Remedy(expected, safe=False))


@rule("line-tax-once")
def line_tax_once(scope: Scope) -> Iterator[Issue]:
    """One TII a tax in a line; its rates are IIM of the same TII."""
    doc = scope.doc
    taxes, details = doc.group(f"{LINE}.amount"), doc.group(f"{LINE}.code")
    if taxes is None or details is None or len(set(taxes.parents)) == len(taxes):
        return
    codes, flags = doc.column(f"{LINE}.code"), doc.column(f"{LINE}.is_withholding")
    home: dict[tuple[int, str, str], int] = {}
    for row, tax in enumerate(details.parents):
        code = (codes[row] or "").strip()
        mark = (taxes.parents[tax], code, (flags[tax] or "").strip())
        first = home.setdefault(mark, tax)
        if code and first != tax:
            because = (doc.at(f"{LINE}.is_withholding", first), doc.at(f"{LINE}.is_withholding", tax))
            at = At(taxes, tax) if doc.is_ubl else doc.at(f"{LINE}.code", row)
            yield Issue(at, code, None, {"code": code}, because=because)


def rates_of(knowledge: Knowledge, code: str | None) -> list[Decimal]:
    """The rates in the table of a tax; [] where it has none. Of a table that changes with the year (no rule judges by
    it) what is not in it is no fault, what is may be what was meant."""
    tax = knowledge.taxes.get((code or "").strip())
    if tax is None or tax.rates is None or "percent" not in tax.method.fields:
        return []
    return _known_rates(knowledge, tax.rates.list)


def _judged_by(knowledge: Knowledge, rule_name: str) -> dict[str, str]:
    """Tax -> list of its rates, of the taxes whose rates a rule judges."""
    rates = {t.tax: t.rates for t in knowledge.taxes.values() if t.rates}
    return {code: own.list for code, own in rates.items() if own.judged == rule_name}


@rule("tax-rate")
def tax_rate(scope: Scope) -> Iterator[Issue]:
    """IVA and INC by the rates of the table; compared as numbers, and only said."""
    letter = {"invoice": "F", "credit_note": "C", "debit_note": "D"}.get(scope.doc.kind)
    codes = (f"{letter}AS14", f"{letter}AX14") if letter else (None, None)
    yield from _rates(scope, _judged_by(scope.knowledge, "tax-rate"), codes)


@rule("withholding-rate")
def withholding_rate(scope: Scope) -> Iterator[Issue]:
    """ReteIVA and ReteRenta likewise. The table is that of residents."""
    lists = _judged_by(scope.knowledge, "withholding-rate")
    if scope.doc.kind == "support" and scope.doc.value("doc.operation_type") == "11":
        del lists["06"]
    codes = ("FAT10", "FAY10") if scope.doc.kind == "invoice" else (None, None)
    yield from _rates(scope, lists, codes)


def _rates(scope: Scope, lists: Mapping[str, str], codes: tuple[str | None, str | None]) -> Iterator[Issue]:
    """Rates that the list of their tax does not have; `codes` are DIAN's of the header and of a line. A group that is
    zero throughout taxes nothing (DIAN's own samples carry such)."""
    doc = scope.doc
    known = {tax: _known_rates(scope.knowledge, name) for tax, name in lists.items()}
    for where, code in zip((HEADER, LINE), codes, strict=True):
        column, bases = doc.column(f"{where}.code"), doc.numbers(f"{where}.taxable")
        for row, rate in enumerate(doc.numbers(f"{where}.percent")):
            tax = (column[row] or "").strip()
            if rate is None or tax not in known or rate in known[tax] or (rate == 0 and bases[row] == 0):
                continue
            at = doc.at(f"{where}.percent", row)
            expected = ", ".join(f"{k.normalize():f}" for k in known[tax])
            because = (doc.at(f"{where}.code", row),)
            found = doc.value(f"{where}.percent", row)
            yield Issue(at, found, expected, {"list": lists[tax]}, because=because, code=code)


def _known_rates(knowledge: Knowledge, name: str) -> list[Decimal]:
    by_list: dict[str, list[Decimal]] = knowledge.derived.setdefault("rates", {})
    if name not in by_list:
        by_list[name] = sorted({Decimal(r["code"]) for r in knowledge.codes[name].rows if r["code"]})
    return by_list[name]


@rule("tax-group-without-tax")
def tax_group_without_tax(scope: Scope) -> Iterator[Issue]:
    """A TIM whose bases and amounts are all zero: where there is no tax the group is left out."""
    doc = scope.doc
    group, details = doc.group(f"{HEADER}.amount"), doc.group(f"{HEADER}.code")
    if group is None or details is None:
        return
    bases = doc.numbers(f"{HEADER}.taxable")
    totals = doc.numbers(f"{HEADER}.amount")
    for row in range(len(group)):
        own = [bases[r] for r, above in enumerate(details.parents) if above == row]
        if totals[row] == 0 and own and all(b == 0 for b in own):
            yield Issue(At(group, row), "0.00")


@rule("withholding-base")
def withholding_base(scope: Scope) -> Iterator[Issue]:
    """The base of ReteIVA is the IVA of the document."""
    doc = scope.doc
    column, bases = doc.column(f"{HEADER}.code"), doc.numbers(f"{HEADER}.taxable")
    amounts = doc.numbers(f"{HEADER}.subtotal.amount")
    vat = [
        Term(doc.at(f"{HEADER}.subtotal.amount", r), amounts[r] or ZERO)
        for r, c in enumerate(column)
        if c == "01"
    ]
    if not vat:
        return
    expected = sum((t.value for t in vat), ZERO)
    for row, code in enumerate(column):
        base = bases[row]
        if code == "05" and base is not None and base > expected and line_severity(base, expected):
            at = doc.at(f"{HEADER}.taxable", row)
            because = tuple(t.at for t in vat)
            account = Account(at, base, expected, vat)
            yield Issue(at, money(base), money(expected), because=because, account=account)
