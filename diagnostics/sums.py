"""Sums and products over columns, and the tolerances that DIAN and production allow.

A violation knows what every one of its terms would have to be for it to hold; `diagnostics.blame` uses that to
find the one value that explains several violations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_FLOOR, Decimal
from functools import cached_property
from math import prod
from typing import Any

from diagnostics.account import ZERO, Account, Term, money
from diagnostics.document import At, Document, Group, rows_above
from diagnostics.issue import Issue, Remedy

SLACK = Decimal("2.00")
"""Pesos by which lines, taxes and totals of accepted documents differ (NTC 3711 and 87 production invoices)."""


def pesos(value: Decimal) -> Decimal:
    """To the whole peso, halves upwards: XPath's round(), by which DIAN compares totals."""
    return (value + Decimal("0.5")).to_integral_value(ROUND_FLOOR)


def line_severity(found: Decimal, expected: Decimal) -> str | None:
    """How far a line, tax or withholding may be off: 2.00 before rounding."""
    return "error" if abs(found - expected) > SLACK else None


def total_severity(found: Decimal, expected: Decimal) -> str | None:
    """How far a total of the document may be off: the same peso; up to 2.00 is only said."""
    if pesos(found) == pesos(expected):
        return None
    return "error" if abs(found - expected) > SLACK else "warning"


SEVERITY = {"line": line_severity, "total": total_severity}


def violations(doc: Document, spec: Mapping[str, Any]) -> Iterator[Issue]:
    """The rows in which a declared sum does not hold.

    `spec`: target (canonical id), only (the rows of it that are meant, {id: value}), terms [{add|subtract: id, or: id
    taken where it is missing, where: {id: value}}], also (terms that may be counted or not), tolerance line|total. A
    row with a part that is no number is left out: the structure says so already.
    """
    group = doc.group(spec["target"])
    if group is None or not len(group):
        return
    target = doc.numbers(spec["target"])
    parts = [Part(doc, group, term) for term in spec["terms"]]
    optional = [Part(doc, group, term) for term in spec.get("also", ())]
    severity_of = SEVERITY[spec["tolerance"]]
    counted = _filter(doc, group, spec.get("only") or {})
    broken = set().union(*(part.broken for part in (*parts, *optional)))
    totals = [part.totals for part in parts]
    for row, found in enumerate(target):
        if found is None or not counted[row] or row in broken:
            continue
        expected = ZERO
        for total in totals:
            expected += total.get(row, ZERO)
        severity = severity_of(found, expected)
        if severity is None:
            continue
        terms = [t for part in parts for t in part.terms(row)]
        also = [t for part in optional for t in part.terms(row)]
        account = Account(doc.at(spec["target"], row), found, expected, terms, also=also)
        if also:
            whole = account.with_also()
            other = severity_of(found, whole.expected)
            if other is None:
                continue
            if other != "error":
                account, severity = whole, other
        issue = disagreement(account, severity)
        issue.because += tuple(place for part in parts for place in part.grounds(row))
        yield issue


def violation(at: At, found: Decimal, expected: Decimal, terms: Sequence[Term], severity: str) -> Issue:
    """The issue of a sum that does not hold."""
    return disagreement(Account(at, found, expected, terms), severity)


def disagreement(account: Account, severity: str | None = "error", corrects: bool = True) -> Issue:
    """The issue of an account that does not hold, with what each of its parts would have to be for it to hold.

    `corrects` where the figure itself is offered as the correction."""
    expected = money(account.expected)
    places = [f.at for f in account.factors if f.at] + [t.at for t in account.terms]
    return Issue(
        account.at,
        money(account.found),
        expected,
        because=tuple(places),
        remedy=Remedy(expected, safe=True) if corrects else None,
        severity=None if severity == "error" else severity,
        implied=((account.at, expected), *_implied(account)),
        account=account,
    )


def _implied(account: Account) -> Iterator[tuple[At, str]]:
    gap = account.difference
    gross = account.found - sum((t.sign * t.value for t in account.terms), ZERO)
    for factor in account.factors:
        others = prod(
            (1 / f.value if f.divides else f.value for f in account.factors if f is not factor and f.value),
            start=Decimal(1),
        )
        if factor.at and all(f.value for f in account.factors if f is not factor):
            yield factor.at, money(gross / others)
    for term in account.terms:
        yield term.at, money(term.value + term.sign * gap)


class Part:
    """One declared term of a sum, totalled for every row of the target's group."""

    def __init__(self, doc: Document, target: Group, spec: Mapping[str, Any]) -> None:
        self.sign = 1 if "add" in spec else -1
        self.target = target
        self.where: Mapping[str, str] = spec.get("where") or {}
        self.id = spec.get("add") or spec["subtract"]
        self.doc = doc
        self.group = doc.group(self.id)
        self.broken: set[int] = set()
        self.totals: dict[int, Decimal] = {}
        """What it adds to each row of the target in which it stands."""
        self.numbers: list[Decimal | None] = []
        self.passes: list[bool] = []
        self.instead: str | None = None
        self.above: list[int] | None = None
        if self.group is None:
            return
        above = rows_above(doc, self.group, target)
        numbers, raw = doc.numbers(self.id), doc.column(self.id)
        self.numbers, self.instead = numbers, spec.get("or")
        if self.instead is not None and any(v is None for v in raw):
            others = doc.numbers(self.instead)
            self.numbers = [o if v is None else n for v, n, o in zip(raw, numbers, others, strict=True)]
        self.above = above
        self.passes = _filter(doc, self.group, self.where)
        totals = self.totals
        for row, value in enumerate(self.numbers):
            if not self.passes[row]:
                continue
            home = above[row] if above is not None else 0
            if value is not None:
                totals[home] = totals.get(home, ZERO) + self.sign * value
            elif (
                raw[row] is not None or self.group is target
            ):  # a part beside its total lacks: nothing adds up to it
                self.broken.add(home)

    @cached_property
    def rows(self) -> dict[int, list[int]]:
        """The rows that are counted, by the row of the target; asked for only where a sum does not hold."""
        found: dict[int, list[int]] = {}
        for row, value in enumerate(self.numbers):
            if self.passes[row] and value is not None:
                found.setdefault(self.above[row] if self.above is not None else 0, []).append(row)
        return found

    def terms(self, row: int) -> list[Term]:
        raw = self.doc.column(self.id)
        ids = {
            r: self.instead if raw[r] is None and self.instead else self.id for r in self.rows.get(row, ())
        }
        return [Term(self.doc.at(id_, r), self.numbers[r] or ZERO, self.sign) for r, id_ in ids.items()]

    @cached_property
    def flags(self) -> dict[str, dict[int, list[int]]]:
        """For each flag that lets values in, the rows in which it stands, by the row of the target."""
        found: dict[str, dict[int, list[int]]] = {}
        for id_ in self.where:
            holder, homes = self.doc.group(id_), found.setdefault(id_, {})
            rows = rows_above(self.doc, self.group, holder) if self.group and holder is not None else None
            for own, outer in enumerate(rows or ()):
                homes.setdefault(self.above[own] if self.above is not None else 0, []).append(outer)
        return found

    def grounds(self, row: int) -> Iterator[At]:
        """Where an error would change which values this sum counts: flags that let them in, and a segment that is
        missing."""
        group = self.group
        if group is None:
            return
        for id_, flags in self.flags.items():
            yield from (self.doc.at(id_, outer) for outer in flags.get(row, ()))
        if group.parent is None:
            yield At(None, 0, group.segment.node)
        elif group.parent is self.target:
            yield At(group.parent, row, group.segment.node)


def _filter(doc: Document, group: Group, where: Mapping[str, str]) -> list[bool]:
    """For each row of a group whether the fields of its own or an outer row have these values."""
    passes = [True] * len(group)
    for id_, wanted in where.items():
        holder = doc.group(id_)
        column = doc.column(id_)
        above = rows_above(doc, group, holder) if holder is not None else None
        if above is None:
            return [False] * len(group)
        passes = [p and (column[a] or "").strip() == wanted for p, a in zip(passes, above, strict=True)]
    return passes
