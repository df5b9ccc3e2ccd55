"""Taxes and withholdings by themselves: each amount from its base and rate, flags, rates and groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from diagnostics.document import At, Document
from diagnostics.issue import Issue, Remedy, Scope, rule
from diagnostics.sums import ZERO, Term, line_severity, money
from knowledge.lists import CodeList

LINE, HEADER = "line.tax", "totals.tax"
PER_HUNDRED = "nominal_per_100"


def nominal(codes: CodeList, code: str) -> str | None:
    """How a nominal tax (so much per unit) is worked out; None for one by percentage."""
    row = codes.get(code)
    method = (row or {}).get("calc_method", "")
    return method if method.startswith("nominal") else None


@rule("line-tax-amount")
def line_tax_amount(scope: Scope) -> Iterator[Issue]:
    """IIM_2 = IIM_4 x IIM_6 / 100; per unit: IIM_7 x IIM_9."""
    yield from _amounts(scope, LINE)


@rule("tax-amount")
def tax_amount(scope: Scope) -> Iterator[Issue]:
    """IMP_4 = IMP_2 x IMP_6 / 100; per unit: IMP_7 x IMP_9."""
    yield from _amounts(scope, HEADER)


def _amounts(scope: Scope, where: str) -> Iterator[Issue]:
    doc = scope.doc
    codes = scope.knowledge.codes["taxes"]
    column = doc.column(f"{where}.code")
    kinds = {v: nominal(codes, v.strip()) for v in set(column) if v}
    amounts = doc.numbers(f"{where}.subtotal.amount")
    bases, rates = doc.numbers(f"{where}.taxable"), doc.numbers(f"{where}.percent")
    for row, amount in enumerate(amounts):
        code = column[row]
        if amount is None or not code:
            continue
        kind = kinds[code]
        if kind:
            yield from _per_unit(doc, where, row, amount, kind)
            continue
        base, rate = bases[row], rates[row]
        if base is None or rate is None:
            continue
        expected = base * rate / 100
        if line_severity(amount, expected):
            yield _by_percentage(doc, where, row, amount, base, rate)


def _by_percentage(
    doc: Document, where: str, row: int, amount: Decimal, base: Decimal, rate: Decimal
) -> Issue:
    at, base_at, rate_at = (doc.at(f"{where}.{n}", row) for n in ("subtotal.amount", "taxable", "percent"))
    expected = base * rate / 100
    implied = [(at, money(expected))]
    if rate:
        implied.append((base_at, money(amount * 100 / rate)))
    if base:
        implied.append((rate_at, money(amount * 100 / base)))
    args = {
        "formula": f"{base_at.field} {money(base)} × {rate_at.field} {money(rate)} / 100",
        "difference": money(abs(amount - expected)),
        "code": doc.value(f"{where}.code", row) or "",
    }
    because = (base_at, rate_at, doc.at(f"{where}.code", row))
    remedy = Remedy(money(expected), safe=True)
    return Issue(
        at, money(amount), money(expected), args, because=because, remedy=remedy, implied=tuple(implied)
    )


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
    if measure == 1 and where == LINE and not line_severity(amount, unit * _quantity(doc, at)):
        return
    implied = [(at, money(expected))]
    implied += [(measure_at, money(amount * share / unit))] if unit else []
    implied += [(unit_at, money(amount * share / measure))] if measure else []
    per = " / 100" if share == 100 else ""
    args = {
        "formula": f"{measure_at.field} {money(measure)} × {unit_at.field} {money(unit)}{per}",
        "difference": money(abs(amount - expected)),
        "code": doc.value(f"{where}.code", row) or "",
    }
    because = (measure_at, unit_at, doc.at(f"{where}.code", row))
    yield Issue(at, money(amount), money(expected), args, because=because, implied=tuple(implied))


def _quantity(doc: Document, at: At) -> Decimal:
    """The quantity of the line in which a tax detail stands."""
    group = at.group
    assert group is not None and group.parent is not None
    return doc.number("line.quantity", group.parent.parents[group.parents[at.row]]) or ZERO


@rule("tax-once-per-rate")
def tax_once_per_rate(scope: Scope) -> Iterator[Issue]:
    """One TIM a tax (or withholding), one IMP a rate, and only one tax in a TIM."""
    doc = scope.doc
    details = doc.group(f"{HEADER}.code")
    if details is None:
        return
    codes, rates = doc.column(f"{HEADER}.code"), doc.column(f"{HEADER}.percent")
    per_unit = doc.column(f"{HEADER}.per_unit_amount")
    tax_of: dict[int, str] = {}
    group_of: dict[tuple[str, str], int] = {}
    seen: dict[tuple[int, str, str, str], int] = {}
    flags = doc.column(f"{HEADER}.is_withholding")
    for row, tax in enumerate(details.parents):
        code, rate = (codes[row] or "").strip(), (rates[row] or "").strip()
        if not code:
            continue
        at = doc.at(f"{HEADER}.code", row)
        first = tax_of.setdefault(tax, code)
        home = group_of.setdefault((code, (flags[tax] or "").strip()), tax)
        mark = (tax, code, rate, (per_unit[row] or "").strip())
        if first != code:
            yield Issue(at, code, first, {"code": code, "rate": rate})
        elif home != tax or mark in seen:
            alike = (doc.at(f"{HEADER}.percent", r) for r in (seen.get(mark, row), row))
            yield Issue(at, code, None, {"code": code, "rate": rate}, because=tuple(alike))
        seen.setdefault(mark, row)


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
            yield Issue(doc.at(f"{LINE}.code", row), code, None, {"code": code}, because=because)


TAX_RATES = {"01": "tax_rates_iva", "04": "tax_rates_inc"}
WITHHOLDING_RATES = {"05": "tax_rates_reteiva", "06": "tax_rates_reterenta"}


@rule("tax-rate")
def tax_rate(scope: Scope) -> Iterator[Issue]:
    """IVA and INC by the rates of the table; compared as numbers, and only said."""
    letter = {"invoice": "F", "credit_note": "C", "debit_note": "D"}.get(scope.doc.kind)
    codes = (f"{letter}AS14", f"{letter}AX14") if letter else (None, None)
    yield from _rates(scope, TAX_RATES, codes)


@rule("withholding-rate")
def withholding_rate(scope: Scope) -> Iterator[Issue]:
    """ReteIVA and ReteRenta likewise. The table is that of residents."""
    lists = dict(WITHHOLDING_RATES)
    if scope.doc.kind == "support" and scope.doc.value("doc.operation_type") == "11":
        del lists["06"]
    codes = ("FAT10", "FAY10") if scope.doc.kind == "invoice" else (None, None)
    yield from _rates(scope, lists, codes)


def _rates(scope: Scope, lists: Mapping[str, str], codes: tuple[str | None, str | None]) -> Iterator[Issue]:
    """Rates that the list of their tax does not have; `codes` are DIAN's of the header and of a line."""
    doc = scope.doc
    known = {tax: _known_rates(scope, name) for tax, name in lists.items()}
    for where, code in zip((HEADER, LINE), codes, strict=True):
        column = doc.column(f"{where}.code")
        for row, rate in enumerate(doc.numbers(f"{where}.percent")):
            tax = (column[row] or "").strip()
            if rate is None or tax not in known or rate in known[tax]:
                continue
            at = doc.at(f"{where}.percent", row)
            expected = ", ".join(f"{k.normalize():f}" for k in known[tax])
            because = (doc.at(f"{where}.code", row),)
            found = doc.value(f"{where}.percent", row)
            yield Issue(at, found, expected, {"list": lists[tax]}, because=because, code=code)


def _known_rates(scope: Scope, name: str) -> list[Decimal]:
    by_list: dict[str, list[Decimal]] = scope.knowledge.derived.setdefault("rates", {})
    if name not in by_list:
        by_list[name] = sorted({Decimal(r["code"]) for r in scope.knowledge.codes[name].rows if r["code"]})
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
    expected = sum((t.value for t in vat), ZERO)
    for row, code in enumerate(column):
        base = bases[row]
        if code == "05" and base is not None and base > expected and line_severity(base, expected):
            yield Issue(
                doc.at(f"{HEADER}.taxable", row),
                money(base),
                money(expected),
                because=tuple(t.at for t in vat),
            )
