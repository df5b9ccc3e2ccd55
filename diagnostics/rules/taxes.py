"""Taxes and withholdings: each amount from its base and rate, and header against lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from diagnostics.document import At, Document
from diagnostics.issue import Issue, Remedy, Scope, rule
from diagnostics.sums import ZERO, Term, line_severity, money, violation
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


def _by_percentage(doc: Document, where: str, row: int, amount: Decimal, base: Decimal, rate: Decimal) -> Issue:
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
    return Issue(at, money(amount), money(expected), args, because=because, remedy=remedy, implied=tuple(implied))


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


Key = tuple[str, Decimal]
"""A tax by code and rate."""


@dataclass(slots=True)
class Side:
    """What the lines, or the header, say of each tax and rate; withholdings left out."""

    rows: dict[Key, list[int]] = field(default_factory=dict)
    whole: bool = True


def _side(doc: Document, where: str) -> Side:
    side = Side()
    group = doc.group(f"{where}.code")
    if group is None:
        return side
    flags = doc.flags(f"{where}.is_withholding")
    codes, rates = doc.column(f"{where}.code"), doc.numbers(f"{where}.percent")
    for row, above in enumerate(group.parents):
        if flags[above] == "true":
            continue
        code, rate = codes[row], rates[row]
        if not code or rate is None:
            side.whole = False
            continue
        side.rows.setdefault((code.strip(), rate.normalize()), []).append(row)
    return side


@rule("tax-base-from-lines")
def tax_base_from_lines(scope: Scope) -> Iterator[Issue]:
    """IMP_2 = the lines' IIM_4, by tax and rate."""
    yield from _from_lines(scope.doc, "taxable")


@rule("tax-amount-from-lines")
def tax_amount_from_lines(scope: Scope) -> Iterator[Issue]:
    """IMP_4 = the lines' IIM_2, by tax and rate."""
    yield from _from_lines(scope.doc, "subtotal.amount")


def _from_lines(doc: Document, what: str) -> Iterator[Issue]:
    header, lines = _side(doc, HEADER), _side(doc, LINE)
    declared, parts = doc.numbers(f"{HEADER}.{what}"), doc.numbers(f"{LINE}.{what}")
    raw = doc.column(f"{LINE}.{what}")
    for key, rows in header.rows.items():
        row = rows[0]
        found = declared[row]
        line_rows = lines.rows.get(key, [])
        if found is None or not lines.whole or any(parts[r] is None and raw[r] is not None for r in line_rows):
            continue
        found = sum((declared[r] or ZERO for r in rows), ZERO)
        terms = [Term(doc.at(f"{LINE}.{what}", r), parts[r] or ZERO) for r in line_rows]
        expected = sum((t.value for t in terms), ZERO)
        if line_severity(found, expected):
            issue = violation(doc.at(f"{HEADER}.{what}", row), found, expected, terms, "error")
            issue.args |= {"code": key[0], "rate": money(key[1])}
            issue.because += _keys(doc, HEADER, row)
            strays = [r for k, unknown in lines.rows.items() if k not in header.rows for r in unknown[:20]]
            issue.because += tuple(a for r in strays for a in _keys(doc, LINE, r)[:2])
            if not line_rows:
                issue.implied += _other_code(doc, HEADER, row, key, lines, header)
                issue.args["formula"] = "0.00"
                issue.remedy = None
            yield issue


@rule("tax-in-header")
def tax_in_header(scope: Scope) -> Iterator[Issue]:
    """Every tax and rate of a line has its IMP in the header."""
    doc = scope.doc
    header, lines = _side(doc, HEADER), _side(doc, LINE)
    if not header.whole:
        return
    amounts = doc.numbers(f"{LINE}.subtotal.amount")
    for key, rows in lines.rows.items():
        if key in header.rows or not any(amounts[r] for r in rows):
            continue
        row = rows[0]
        home = _home(doc, key, header)
        args = {"code": key[0], "rate": money(key[1])}
        because = (*_keys(doc, LINE, row), *(a for r in header.rows.values() for a in _keys(doc, HEADER, r[0])))
        implied = _other_code(doc, LINE, row, key, header, lines)
        yield Issue(home, None, f"IMP {key[0]} {money(key[1])}", args, True, because, implied=implied)


def _home(doc: Document, key: Key, header: Side) -> At:
    """Where the IMP of a tax and rate is missing: in the TIM of that tax, or in the document where there is none."""
    details = doc.group(f"{HEADER}.code")
    for (code, _), rows in header.rows.items():
        if code == key[0] and details is not None and details.parent is not None:
            return At(details.parent, details.parents[rows[0]], "IMP")
    return At(None, 0, "TIM")


def _keys(doc: Document, where: str, row: int) -> tuple[At, ...]:
    """The places that say which tax, which rate, and whether it is withheld."""
    code = doc.at(f"{where}.code", row)
    assert code.group is not None
    flag = doc.at(f"{where}.is_withholding", code.group.parents[row])
    return (code, doc.at(f"{where}.percent", row), flag)


def _other_code(
    doc: Document, where: str, row: int, key: Key, others: Side, own: Side
) -> tuple[tuple[At, str], ...]:
    """Codes and rates that the other side has and this side lacks: one of them may be what was meant here."""
    free = [k for k in others.rows if k not in own.rows]
    codes = [(doc.at(f"{where}.code", row), code) for code, rate in free if rate == key[1]]
    rates = [(doc.at(f"{where}.percent", row), money(rate)) for code, rate in free if code == key[0]]
    return (*codes, *rates)


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
    seen: set[tuple[int, str, str, str]] = set()
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
            yield Issue(at, code, None, {"code": code, "rate": rate})
        seen.add(mark)


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


@rule("tax-rate")
def tax_rate(scope: Scope) -> Iterator[Issue]:
    """IVA and INC by the rates of the table; compared as numbers, and only said."""
    doc = scope.doc
    letter = {"invoice": "F", "credit_note": "C", "debit_note": "D"}.get(doc.kind)
    for where, code_14 in ((HEADER, "S14"), (LINE, "X14")):
        column, rates = doc.column(f"{where}.code"), doc.numbers(f"{where}.percent")
        for row, rate in enumerate(rates):
            name = {"01": "tax_rates_iva", "04": "tax_rates_inc"}.get((column[row] or "").strip())
            if rate is None or name is None:
                continue
            known = [Decimal(r["code"]) for r in scope.knowledge.codes[name].rows if r["code"]]
            if rate not in known:
                expected = ", ".join(f"{k.normalize():f}" for k in known)
                at = doc.at(f"{where}.percent", row)
                code = f"{letter}A{code_14}" if letter == "F" else None
                because = (doc.at(f"{where}.code", row),)
                yield Issue(at, doc.value(f"{where}.percent", row), expected, {"list": name}, because=because, code=code)


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
    vat = [Term(doc.at(f"{HEADER}.subtotal.amount", r), amounts[r] or ZERO) for r, c in enumerate(column) if c == "01"]
    expected = sum((t.value for t in vat), ZERO)
    for row, code in enumerate(column):
        base = bases[row]
        if code == "05" and base is not None and base > expected and line_severity(base, expected):
            yield Issue(doc.at(f"{HEADER}.taxable", row), money(base), money(expected), because=tuple(t.at for t in vat))
