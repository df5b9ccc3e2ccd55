"""How a figure is worked out: its parts, each with its place, and what they give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from diagnostics.document import At

ZERO = Decimal(0)
CENT = Decimal("0.01")
MICRO = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a sum: a place, its value and whether it counts up or down."""

    at: At
    value: Decimal
    sign: int = 1


@dataclass(frozen=True, slots=True)
class Factor:
    """One part of a product; `divides` where it does. A constant of the formula has no place, a value that was worked
    out first says how in `name`."""

    value: Decimal
    at: At | None = None
    divides: bool = False
    name: str = ""


HUNDRED = Factor(Decimal(100), divides=True)


class Step(NamedTuple):
    """A line of an account as it is shown: +, -, × or /."""

    sign: str
    label: str
    at: At | None
    value: Decimal


@dataclass(frozen=True, slots=True)
class Account:
    """`factors` multiplied, plus `terms`, is what belongs at `at`; `also` are terms that may be counted or not."""

    at: At
    found: Decimal
    expected: Decimal
    terms: Sequence[Term] = ()
    factors: Sequence[Factor] = ()
    also: Sequence[Term] = ()

    @property
    def difference(self) -> Decimal:
        """By how much too much was declared; negative where it is too little."""
        return self.found - self.expected

    def with_also(self) -> Account:
        """The same where what may be counted is counted."""
        extra = sum((t.sign * t.value for t in self.also), ZERO)
        return replace(self, expected=self.expected + extra, terms=[*self.terms, *self.also], also=())

    def words(self) -> dict[str, str]:
        """What a message may say of it."""
        return {"formula": self.formula(), "difference": money(abs(self.difference))}

    def steps(self) -> Iterator[Step]:
        """Its parts in the order of the formula."""
        for n, factor in enumerate(self.factors):
            label = factor.name or (factor.at.label if factor.at else "")
            yield Step("/" if factor.divides else "×" if n else "+", label, factor.at, factor.value)
        for term in self.terms:
            yield Step("-" if term.sign < 0 else "+", term.at.label, term.at, term.value)

    def formula(self, most: int = 6) -> str:
        """`TOT_1 132000.00 + TIM_2 17700.00`; long sums are cut and say so."""
        pieces: list[str] = []
        for n, step in enumerate(self.steps()):
            if n == most:
                pieces.append(f"+ {len(self.factors) + len(self.terms) - most} más")
                break
            sign = "" if n == 0 and step.sign == "+" else step.sign.replace("-", "−")
            pieces.append(f"{sign} {step.label} {plain(step.value)}".replace("  ", " ").strip())
        return " ".join(pieces)


def money(value: Decimal) -> str:
    """A figure as an input writes it: a point, two decimals, up to six where they are not zero."""
    exact = value.quantize(MICRO, ROUND_HALF_UP)
    rounded = cents(exact)
    return f"{rounded if rounded == exact else exact.normalize():f}"


def plain(value: Decimal) -> str:
    """A figure in a formula: the 100 of a percentage is no amount."""
    return "100" if value is HUNDRED.value else money(value)


def cents(value: Decimal) -> Decimal:
    """To the cent, halves away from zero."""
    return value.quantize(CENT, ROUND_HALF_UP)
