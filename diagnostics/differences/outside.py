"""A value that was counted where it does not belong: a withholding in the total, a line's tax in its price."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.account import ZERO, Term, cents, money
from diagnostics.differences.cause import Candidate, Cause
from diagnostics.differences.parts import candidate
from diagnostics.differences.question import Question, grouped, id_of

NAMES = {1: "added-here", -1: "subtracted-here"}
OF_DOCUMENT = ("totals.tax.amount", "allowance.amount", "prepaid.amount", "line.allowance.amount")
OF_LINE = ("line.tax.amount",)
ACCOUNTS = {
    **dict.fromkeys(("totals.line_extension", "totals.tax_exclusive", "totals.tax_inclusive"), OF_DOCUMENT),
    **dict.fromkeys(("totals.payable", "totals.allowances", "totals.charges"), OF_DOCUMENT),
    **dict.fromkeys(("line.total", "line.net_total", "line.payable"), OF_LINE),
}
"""What does not add up -> the values elsewhere that are counted into it by mistake."""


def values(question: Question) -> Iterator[Cause]:
    """One of them, or all of a kind."""
    for thing, terms in _groups(question):
        for sign, name in NAMES.items():
            total = candidate(name, thing, terms, sum((t.value for t in terms), ZERO), sign)
            if total.effect == question.gap:
                yield total.cause
                continue
            places = tuple(t.at for t in terms if cents(sign * t.value) == question.gap)
            if places:
                yield Cause(name, thing, places, figures={"value": money(abs(question.gap))})


def candidates(question: Question) -> Iterator[Candidate]:
    """All of a kind, added or subtracted."""
    for thing, terms in _groups(question):
        total = sum((t.value for t in terms), ZERO)
        for sign, name in NAMES.items():
            yield candidate(name, thing, terms, total, sign)


def _groups(question: Question) -> Iterator[tuple[str, list[Term]]]:
    """The values elsewhere by what they are, without what the account counts itself, or may count."""
    doc, account = question.doc, question.account
    own = {t.at for t in (*account.terms, *account.also)}
    counted = {id_of(t.at) for t in account.terms}
    terms = []
    for id_ in ACCOUNTS.get(question.target, ()):
        if not doc.has(id_) or (id_.startswith("line.tax") and "line.tax.subtotal.amount" in counted):
            continue
        group = doc.group(id_)
        assert group is not None
        for row, value in enumerate(doc.numbers(id_)):
            if value is None or (id_ in OF_LINE and group.parents[row] != account.at.row):
                continue
            if (at := doc.at(id_, row)) not in own:
                terms.append(Term(at, value))
    for (thing, _), found in grouped(doc, terms).items():
        yield thing, found
