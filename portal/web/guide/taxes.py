"""What the page of a tax shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge import Knowledge
from knowledge.guide import Rule
from knowledge.layout import Text
from knowledge.lists import CodeList, fold
from knowledge.tax import HEADER, LINE, Tax, tax_formulas, tax_words
from knowledge.tax_example import in_layout, in_ubl, node_of, sum_of
from portal.web.guide.places import Place, places_for
from portal.web.guide.words import CONFIDENCE, sources

RATES = 12
"""Rates that a page shows; of a longer list it only says where it is."""
ALWAYS = ("is_withholding", "amount", "code", "subtotal.amount")
"""Ends of the ids that every tax has."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One example: the sum that it does, and how it stands in each world."""

    sum: str
    say: str
    layout: tuple[str, str]
    ubl: str


@dataclass(frozen=True, slots=True)
class TaxPage:
    """`words` are the formulas as one says them, `formulas` are of the layout, `in_ubl` the same in
    its names; `line` and `header` say where its fields stand."""

    tax: Tax
    words: tuple[Text, ...]
    formulas: tuple[str, ...]
    in_ubl: tuple[str, ...]
    line: tuple[Place, ...]
    header: tuple[Place, ...]
    examples: tuple[Shown, ...]
    rates: CodeList | None
    rows: Sequence[Mapping[str, str]]
    rules: tuple[Rule, ...]
    confidence: tuple[str, str]
    sources: tuple[str, ...]
    previous: Tax | None
    next: Tax | None
    knowledge: Knowledge


def tax_page(knowledge: Knowledge, tax: Tax) -> TaxPage:
    """The page of a tax."""
    every = list(knowledge.taxes.values())
    at = every.index(tax)
    rates = knowledge.codes[tax.rates.list] if tax.rates else None
    called, meaning = CONFIDENCE[tax.confidence]
    return TaxPage(
        tax=tax,
        words=tax_words(tax),
        formulas=tax_formulas(knowledge, tax, "layout"),
        in_ubl=tax_formulas(knowledge, tax, "ubl"),
        line=_places(knowledge, tax, LINE),
        header=_places(knowledge, tax, HEADER),
        examples=tuple(_shown(knowledge, tax, example) for example in tax.examples),
        rates=rates,
        rows=rates.rows if rates and len(rates.rows) <= RATES else (),
        rules=tuple(knowledge.rules[name] for name in tax.rules),
        confidence=(str(called), str(meaning)),
        sources=sources(knowledge, [*tax.source, *tax.method.source]),
        previous=every[at - 1] if at else None,
        next=every[at + 1] if at + 1 < len(every) else None,
        knowledge=knowledge,
    )


def _shown(knowledge: Knowledge, tax: Tax, example: Mapping[str, str]) -> Shown:
    layout = (in_layout(knowledge, tax, example, LINE), in_layout(knowledge, tax, example, HEADER))
    return Shown(sum_of(tax, example), example.get("say", ""), layout, in_ubl(knowledge, tax, example, LINE))


def _places(knowledge: Knowledge, tax: Tax, where: str) -> tuple[Place, ...]:
    """Where its fields stand; the node of a withholding is not that of a tax."""
    ids = [f"{where}.{end}" for end in (*ALWAYS, *tax.method.fields)]
    plain, own = (node_of(knowledge, where, flag) for flag in ("false", tax.group.flag))
    return tuple(
        replace(place, paths=tuple((format_, path.replace(plain, own)) for format_, path in place.paths))
        for place in places_for(knowledge, ids, "invoice")
    )


def named(knowledge: Knowledge, name: str) -> Tax | None:
    """The tax of a code, or of one of its names."""
    wanted = fold(name)
    return knowledge.taxes.get(name.upper()) or next(
        (t for t in knowledge.taxes.values() if wanted in (fold(t.name), *map(fold, t.names))), None
    )


def taxes_of(knowledge: Knowledge, rule: str) -> list[Tax]:
    """The taxes that a rule judges."""
    return [t for t in knowledge.taxes.values() if rule in t.rules]
