"""Totals in the other currency (TDCE): each is one of the document's own, converted at the rate."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from diagnostics.account import ZERO, Account, Factor, cents, money
from diagnostics.document import At, Document
from diagnostics.issue import Issue, Remedy, Scope, rule
from diagnostics.rules.taxes import HEADER
from diagnostics.sums import SLACK, disagreement

VAT, ICA, INC, BAGS = "01", "03", "04", "22"
CONSUMPTION = ((INC,), (ICA,), (INC, ICA))
"""What clients put under INC: the layout says INC and its comment names the code of ICA."""
WITHHOLDINGS = {"income_withholding": "06", "vat_withholding": "05", "ica_withholding": "07"}


@dataclass(frozen=True, slots=True)
class Source:
    """What one total is converted from: how it is worked out, its value and where that stands."""

    formula: str
    value: Decimal
    places: tuple[At, ...]


@rule("exchange-amount")
def exchange_amount(scope: Scope) -> Iterator[Issue]:
    """TDCE_1..3, 5..8, 11, 12 and 14..17: the sum of the document over (or, in a foreign currency, times) TDC_3."""
    doc = scope.doc
    rate = doc.number("exchange.rate")
    if rate is None or rate <= 0 or not doc.column("exchange.totals.gross"):
        return
    times = doc.value("doc.currency") not in (None, "COP")
    off: list[tuple[str, Decimal, Source]] = []
    for name, sources in _sources(doc):
        found = doc.number(f"exchange.totals.{name}")
        if found is not None and not any(_converts(found, s.value, rate) for s in sources):
            off.append((name, found, sources[0]))
    rate_at = doc.at("exchange.rate")
    meant = _rate_meant(off, times)
    for name, found, source in off:
        expected = cents(source.value * rate if times else source.value / rate)
        factors = (Factor(source.value, name=source.formula), Factor(rate, rate_at, divides=not times))
        account = Account(doc.at(f"exchange.totals.{name}"), found, expected, factors=factors)
        issue = disagreement(account)
        issue.because += source.places
        issue.remedy = Remedy(money(expected), safe=False)
        issue.implied = (issue.implied[0], *(((rate_at, meant),) if meant else ()))
        yield issue


def _converts(found: Decimal, value: Decimal, rate: Decimal) -> bool:
    """Whether one is the other at the rate, either way round; the rate is as exact as its last decimal says."""
    share = Decimal(1).scaleb(int(rate.as_tuple().exponent)) / 2 / rate
    converted = (value / rate, value * rate)
    return any(abs(found - c) <= SLACK + abs(c) * share for c in converted)


def _rate_meant(off: list[tuple[str, Decimal, Source]], times: bool) -> str | None:
    """The rate at which the largest total that is off would hold; None where there is only one of them."""
    pairs = [(found, s.value) for _, found, s in off if found > 0 and s.value > 0]
    if len(pairs) < 2:
        return None
    found, value = max(pairs)
    return money(cents(found / value if times else value / found))


def _sources(doc: Document) -> Iterator[tuple[str, list[Source]]]:
    """(total, what it may be converted from); a total of which a part is no number is left out."""
    yield from _of_lines(doc)
    for name, prefix, flag in (
        ("line_allowances", "line.allowance", "false"),
        ("line_charges", "line.allowance", "true"),
        ("allowances", "allowance", "false"),
        ("charges", "allowance", "true"),
    ):
        flags = doc.flags(f"{prefix}.is_charge")
        rows = [r for r, f in enumerate(flags) if f == flag]
        yield from _sums(doc, name, f"{prefix}.amount", [("", rows)])
    codes = [(c or "").strip() for c in doc.column(f"{HEADER}.code")]
    held = set(WITHHOLDINGS.values())
    rest = set(codes) - held - {VAT, BAGS}
    yield from _taxes(doc, "vat", codes, [{VAT}])
    yield from _taxes(doc, "consumption", codes, [set(c) for c in CONSUMPTION])
    yield from _taxes(doc, "bags", codes, [{BAGS}])
    yield from _taxes(doc, "other_taxes", codes, [rest - set(c) for c in CONSUMPTION])
    for name, code in WITHHOLDINGS.items():
        yield from _taxes(doc, name, codes, [{code}])
    declared = doc.number("totals.prepaid")
    if declared is not None:
        yield "prepaid", [Source("TOT_13", declared, (doc.at("totals.prepaid"),))]
    elif doc.value("totals.prepaid") is None:
        yield from _sums(doc, "prepaid", "prepaid.amount", [("", range(len(doc.column("prepaid.amount"))))])


def _of_lines(doc: Document) -> Iterator[tuple[str, list[Source]]]:
    """Price times quantity of all lines; those given away may be left out."""
    prices, quantities = doc.numbers("line.price"), doc.numbers("line.base_quantity")
    if None in prices or None in quantities:
        return
    values = [(p or ZERO) * (q or ZERO) for p, q in zip(prices, quantities, strict=True)]
    free = [(v or "").strip() == "true" for v in doc.column("line.free")]
    charged = sum((v for v, f in zip(values, free, strict=True) if not f), ZERO)
    sums = dict.fromkeys((sum(values, ZERO), charged))
    yield "gross", [Source("Σ ITE_7 × ITE_27", v, ()) for v in sums]


def _taxes(
    doc: Document, name: str, codes: list[str], chosen: list[set[str]]
) -> Iterator[tuple[str, list[Source]]]:
    of = [
        (f" ({', '.join(sorted(c))})" if c else "", [r for r, code in enumerate(codes) if code in c])
        for c in chosen
    ]
    yield from _sums(doc, name, f"{HEADER}.subtotal.amount", of)


def _sums(
    doc: Document, name: str, id_: str, chosen: Sequence[tuple[str, Collection[int]]]
) -> Iterator[tuple[str, list[Source]]]:
    """Sums over some rows of a field that this kind of document may not know."""
    numbers, raw = doc.numbers(id_), doc.column(id_)
    if any(n is None and v is not None for n, v in zip(numbers, raw, strict=True)):
        return
    field = doc.root.by_id[id_].name if doc.has(id_) else ""
    yield (
        name,
        [
            Source(
                f"Σ {field}{words}",
                sum((numbers[r] or ZERO for r in rows), ZERO),
                tuple(doc.at(id_, r) for r in rows),
            )
            for words, rows in chosen
        ],
    )
