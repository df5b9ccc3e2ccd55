"""Rounded in each line where it should be once, or once where it should be in each line, or before multiplying."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from diagnostics.account import ZERO, Term, cents
from diagnostics.differences.cause import Cause
from diagnostics.differences.question import Question, id_of
from diagnostics.rules.taxes import HEADER, LINE

HALF = Decimal("0.5")
PESO = Decimal(1)


def causes(question: Question) -> Iterator[Cause]:
    """What is no more than half a peso a part can be rounding, and is where the rounded parts give the figure."""
    account = question.account
    found = cents(account.found)
    if question.target == f"{HEADER}.subtotal.amount":
        lines = _lines(question)
        if lines and abs(question.gap) <= HALF * len(lines):
            base = sum((b for b, _ in lines), ZERO)
            rate = question.doc.number(f"{HEADER}.percent", account.at.row) or ZERO
            if account.factors and found == cents(sum((a for _, a in lines), ZERO)):
                yield Cause("rounded-per-line")
            elif not account.factors and found == cents(base * rate / 100):
                yield Cause("rounded-per-total")
    few = abs(question.gap) <= HALF * len(account.terms)
    if few and len(account.terms) > 1 and not account.factors and found == _in_pesos(account.terms):
        yield Cause("rounded-parts")
    if account.factors and id_of(account.factors[-1].at) == "line.price":
        quantity, price = account.factors[0].value, account.factors[1].value
        rest = account.expected - quantity * price
        for unit in (Decimal("0.01"), PESO):
            rounded = price.quantize(unit, ROUND_HALF_UP)
            if rounded != price and found == cents(quantity * rounded + rest):
                yield Cause("rounded-price")
                break


def _in_pesos(terms: Sequence[Term]) -> Decimal:
    return sum((t.sign * t.value.quantize(PESO, ROUND_HALF_UP) for t in terms), ZERO)


def _lines(question: Question) -> list[tuple[Decimal, Decimal]]:
    """Base and amount of every line's tax of the code and rate in question."""
    doc, row = question.doc, question.account.at.row
    code, rate = doc.value(f"{HEADER}.code", row), doc.number(f"{HEADER}.percent", row)
    columns = (doc.column(f"{LINE}.code"), doc.numbers(f"{LINE}.percent"))
    figures = (doc.numbers(f"{LINE}.taxable"), doc.numbers(f"{LINE}.subtotal.amount"))
    return [
        (base, amount)
        for its, percent, base, amount in zip(*columns, *figures, strict=True)
        if its == code and percent == rate and base is not None and amount is not None
    ]
