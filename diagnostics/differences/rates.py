"""A tax worked out with another rate of its table, or on another base."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from diagnostics.account import HUNDRED, Factor, cents, money
from diagnostics.differences.cause import Cause
from diagnostics.differences.question import Question, id_of, thing_of
from diagnostics.rules.taxes import LINE, rates_of

AMOUNT = "subtotal.amount"


def causes(question: Question) -> Iterator[Cause]:
    """Of the product of a base and a rate, of so much a unit, of price times quantity, or of the taxes of lines."""
    factors = question.account.factors
    ids = [id_of(f.at) for f in factors]
    if ids and ids[-1] == "" and ids[1].endswith(".percent"):
        yield from _of_rate(question, factors[0].value, factors[1])
    elif ids[1:2] and ids[1].endswith(".per_unit_amount") and HUNDRED in factors:
        if _is(question, factors[0].value * factors[1].value):
            yield Cause("not-per-hundred")
    elif ids[1:2] == ["line.price"]:
        yield from _of_quantity(question, factors)
    yield from _of_lines(question)


def _of_rate(question: Question, base: Decimal, factor: Factor) -> Iterator[Cause]:
    rate = factor.value
    where, row = question.target.removesuffix(f".{AMOUNT}"), question.account.at.row
    if where != question.target:
        for other in rates_of(question.knowledge, question.doc.value(f"{where}.code", row)):
            if other != rate and _is(question, base * other / 100):
                yield Cause("other-rate", figures={"rate": money(rate), "other": money(other)})
        yield from _on_another(question, where, base, rate)
        if rate > 0 and _is(question, base * rate / (100 + rate)):
            yield Cause("tax-included")
    if 0 < rate < 1 and _is(question, base * rate):
        figures = {"rate": money(rate), "other": money(rate * 100)}
        yield Cause("rate-as-fraction", places=(factor.at,) if factor.at else (), figures=figures)


def _on_another(question: Question, where: str, base: Decimal, rate: Decimal) -> Iterator[Cause]:
    """Another tax of the same line, or of the document, was counted into the base."""
    doc, row = question.doc, question.account.at.row
    details, taxes = doc.group(f"{where}.{AMOUNT}"), doc.group(f"{where}.amount")
    assert details is not None and taxes is not None
    own = details.parents[row]
    home = taxes.parents[own]
    for other, value in enumerate(doc.numbers(f"{where}.amount")):
        if other == own or not value or taxes.parents[other] != home:
            continue
        at = doc.at(f"{where}.amount", other)
        if thing_of(doc, at) == "tax" and _is(question, (base + value) * rate / 100):
            yield Cause("tax-on-tax", "tax", (at,), figures={"value": money(value)})


def _of_quantity(question: Question, factors: Sequence[Factor]) -> Iterator[Cause]:
    quantity, price = factors[0].value, factors[1].value
    rest = question.account.expected - quantity * price
    if quantity != 1 and _is(question, price + rest):
        yield Cause("quantity-left-out", figures={"value": money(quantity)})


def _of_lines(question: Question) -> Iterator[Cause]:
    """One line's tax was counted at another rate."""
    doc = question.doc
    bases, rates = doc.numbers(f"{LINE}.taxable"), doc.numbers(f"{LINE}.percent")
    for term in question.account.terms:
        if id_of(term.at) != f"{LINE}.{AMOUNT}":
            continue
        base, rate = bases[term.at.row], rates[term.at.row]
        if base is None or rate is None:
            continue
        for other in rates_of(question.knowledge, doc.value(f"{LINE}.code", term.at.row)):
            if other != rate and cents(base * other / 100) - cents(term.value) == question.gap:
                figures = {"rate": money(rate), "other": money(other)}
                yield Cause("line-at-other-rate", "tax", (term.at,), figures=figures)


def _is(question: Question, value: Decimal) -> bool:
    return cents(value) == cents(question.account.found)
