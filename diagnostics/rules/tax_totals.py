"""Taxes of the header against those of the lines, by tax and rate; withholdings left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from diagnostics.account import ZERO, Term, money
from diagnostics.document import At, Document, number
from diagnostics.issue import Issue, Scope, rule
from diagnostics.rules.taxes import HEADER, LINE
from diagnostics.sums import line_severity, violation

HALF = Decimal("0.5")
"""Pesos by which a line's tax may have been rounded."""

Key = tuple[str, Decimal]
"""A tax by code and rate."""


@dataclass(slots=True)
class Side:
    """What the lines, or the header, say of each tax and rate; withholdings left out."""

    rows: dict[Key, list[int]] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)
    """Taxes of which a row lacks its rate; "" where a row names no tax."""

    def knows(self, code: str) -> bool:
        """Whether all that is said of a tax can be told by rate."""
        return not self.unsure & {code, ""}


def _side(doc: Document, where: str) -> Side:
    side = Side()
    group = doc.group(f"{where}.code")
    if group is None:
        return side
    flags = doc.flags(f"{where}.is_withholding")
    codes, rates = doc.column(f"{where}.code"), doc.column(f"{where}.percent")
    as_written: dict[
        tuple[str | None, str | None], list[int]
    ] = {}  # rates are numbers once for each way to write one
    for row, above in enumerate(group.parents):
        if flags[above] == "true":
            continue
        code = codes[row]
        rows = as_written.get((code, rates[row]))
        if rows is None:
            rate = number(rates[row])
            if not code or rate is None:
                side.unsure.add((code or "").strip())
                continue
            rows = side.rows.setdefault((code.strip(), rate.normalize()), [])
            as_written[code, rates[row]] = rows
        rows.append(row)
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
        if (
            found is None
            or not lines.knows(key[0])
            or any(parts[r] is None and raw[r] is not None for r in line_rows)
        ):
            continue
        found = sum((declared[r] or ZERO for r in rows), ZERO)
        expected = sum((parts[r] or ZERO for r in line_rows), ZERO)
        if line_severity(found, expected):
            terms = [Term(doc.at(f"{LINE}.{what}", r), parts[r] or ZERO) for r in line_rows]
            once = len(rows) == 1 and _rounded_once(doc, what, row, found, abs(found - expected), len(terms))
            severity = "warning" if once else "error"
            issue = violation(doc.at(f"{HEADER}.{what}", row), found, expected, terms, severity)
            issue.args |= {"code": key[0], "rate": money(key[1])}
            issue.because += _keys(doc, HEADER, row)
            strays = [r for k, unknown in lines.rows.items() if k not in header.rows for r in unknown[:20]]
            issue.because += tuple(a for r in strays for a in _keys(doc, LINE, r)[:2])
            if not line_rows:
                issue.implied += _other_code(doc, HEADER, row, key, lines, header)
                issue.args["formula"] = "0.00"
                issue.remedy = None
            yield issue


def _rounded_once(doc: Document, what: str, row: int, found: Decimal, gap: Decimal, lines: int) -> bool:
    """Whether a tax is its base times its rate, and differs from the lines by no more than their rounding: DIAN
    compares the first (FAS07) and takes it."""
    base, rate = doc.number(f"{HEADER}.taxable", row), doc.number(f"{HEADER}.percent", row)
    if what == "taxable" or base is None or rate is None or gap > HALF * lines:
        return False
    return line_severity(found, base * rate / 100) is None


@rule("tax-in-header")
def tax_in_header(scope: Scope) -> Iterator[Issue]:
    """Every tax and rate of a line has its IMP in the header; exempt goods (rate 0) have a base and count too."""
    doc = scope.doc
    header, lines = _side(doc, HEADER), _side(doc, LINE)
    amounts, bases = doc.numbers(f"{LINE}.subtotal.amount"), doc.numbers(f"{LINE}.taxable")
    for key, rows in lines.rows.items():
        if key in header.rows or not header.knows(key[0]) or not any(amounts[r] or bases[r] for r in rows):
            continue
        row = rows[0]
        home = _home(doc, key, header)
        args = {"code": key[0], "rate": money(key[1])}
        because = (
            *_keys(doc, LINE, row),
            *(a for r in header.rows.values() for a in _keys(doc, HEADER, r[0])),
        )
        implied = _other_code(doc, LINE, row, key, header, lines)
        yield Issue(
            home,
            None,
            f"{home.label.rpartition(':')[2]} {key[0]} {money(key[1])}",
            args,
            True,
            because,
            implied=implied,
        )


def _home(doc: Document, key: Key, header: Side) -> At:
    """Where the IMP of a tax and rate is missing: in the TIM of that tax, or in the document where there is none."""
    details = doc.group(f"{HEADER}.code")
    for (code, _), rows in header.rows.items():
        if code == key[0] and details is not None and details.parent is not None:
            return At(details.parent, details.parents[rows[0]], details.segment.node)
    taxes = doc.groups[doc.root.by_id[f"{HEADER}.amount"].segment]
    return At(taxes.parent, 0, taxes.segment.node)


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
