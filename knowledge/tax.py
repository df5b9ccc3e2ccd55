"""The taxes and withholdings: what each is, how its amount is worked out, and examples that the validator accepts.

Code, name, group and method stand in the list `codes/taxes.csv`, which the rules read too; `taxes/` adds the rest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from knowledge.correspondence import label_of, shared_labels
from knowledge.layout import Text
from knowledge.lists import CodeList, natural

if TYPE_CHECKING:
    from knowledge.model import Knowledge

LISTED = "taxes"
"""The list that has every tax."""
LINE, HEADER = "line.tax", "totals.tax"
"""Where a tax stands: starts of canonical ids."""
UNSTATED = "unstated"
"""The method of a tax of which the list does not say one."""
PART = re.compile(r"\{([a-z_.]+)\}")


@dataclass(frozen=True, slots=True)
class Method:
    """How an amount is worked out. `formula` has ends of canonical ids in braces, which `words` call by their name;
    `fields` are those of its figures."""

    method: str
    title: Text
    formula: tuple[str, ...]
    words: Mapping[str, Text]
    fields: tuple[str, ...]
    rules: tuple[str, ...]
    how: str
    confidence: str
    source: tuple[str, ...]

    @classmethod
    def from_dict(cls, name: str, d: Mapping[str, Any], words: Mapping[str, Text]) -> Method:
        return cls(
            name,
            d["title"],
            tuple(d["formula"]),
            words,
            tuple(d["fields"]),
            tuple(d["rules"]),
            d["how"],
            d["confidence"],
            tuple(d["source"]),
        )


@dataclass(frozen=True, slots=True)
class Group:
    """A tax or a withholding: what all of them share. `flag` is what the layout says in `is_withholding`."""

    group: str
    title: Text
    about: str
    flag: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rates:
    """The list of its rates, the rule that compares with it, and the column of the amount where the code is no rate."""

    list: str
    judged: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Tax:
    """One tax. `name` is DIAN's, `title` plain words; `rules` are all that judge it, the most telling first;
    `unknown` says what is not known. `examples` have base and percent, or quantity, measure, unit_code and unit."""

    tax: str
    name: str
    title: Text
    names: tuple[str, ...]
    about: str
    notes: tuple[str, ...]
    unknown: str
    group: Group
    method: Method
    rates: Rates | None
    examples: tuple[Mapping[str, str], ...]
    rules: tuple[str, ...]
    articles: tuple[str, ...]
    confidence: str
    source: tuple[str, ...]

    @classmethod
    def from_dict(
        cls,
        d: Mapping[str, Any],
        row: Mapping[str, str],
        groups: Mapping[str, Group],
        methods: Mapping[str, Method],
    ) -> Tax:
        group, method = groups[row["group"]], methods[row["calc_method"] or UNSTATED]
        rates = Rates(**d["rates"]) if "rates" in d else None
        judged = (rates.judged,) if rates and rates.judged else ()
        return cls(
            tax=d["tax"],
            name=row["name_es"],
            title=d["title"],
            names=tuple(d["names"]),
            about=d["about"],
            notes=tuple(d.get("notes", ())),
            unknown=d.get("unknown", ""),
            group=group,
            method=method,
            rates=rates,
            examples=tuple(d.get("examples", ())),
            rules=tuple(dict.fromkeys((*group.rules, *method.rules, *judged, *d.get("rules", ())))),
            articles=tuple(d.get("articles", ())),
            confidence=d["confidence"],
            source=tuple(d["source"]),
        )

    @property
    def withheld(self) -> bool:
        return self.group.flag == "true"


def taxes(
    entries: Sequence[Mapping[str, Any]], shared: Mapping[str, Any], listed: CodeList
) -> dict[str, Tax]:
    """Code -> tax, in the order of codes. Every code is in the list: that is checked when the sources are compiled."""
    groups = {
        name: Group(name, d["title"], d["about"], d["flag"], tuple(d["rules"]))
        for name, d in shared["groups"].items()
    }
    methods = {name: Method.from_dict(name, d, shared["words"]) for name, d in shared["methods"].items()}
    made = [Tax.from_dict(d, listed.codes[d["tax"]], groups, methods) for d in entries]
    return {t.tax: t for t in sorted(made, key=lambda t: natural(t.tax))}


def tax_formulas(k: Knowledge, tax: Tax, world: str) -> tuple[str, ...]:
    """How its amount comes about, in the names of a world (layout or ubl): for a line, then for the document."""
    found = [_said(k, f, where, world) for f in tax.method.formula for where in (LINE, HEADER)]
    return tuple(dict.fromkeys(found))


def tax_words(tax: Tax) -> tuple[Text, ...]:
    """Its formulas as one says them."""
    return tuple({lang: _spoken(tax.method, f, lang) for lang in ("es", "en")} for f in tax.method.formula)


def _spoken(method: Method, formula: str, lang: str) -> str:
    return PART.sub(lambda m: method.words[m[1]][lang], formula)


def _said(k: Knowledge, formula: str, where: str, world: str) -> str:
    return PART.sub(lambda m: _name(k, f"{where}.{m[1]}", world), formula)


def _name(k: Knowledge, id_: str, world: str) -> str:
    if world == "layout":
        return k.fields[id_][0].name
    return label_of(k.ubl["Invoice"], id_, shared_labels(k.ubl["Invoice"]))
