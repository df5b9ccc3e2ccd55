"""CUFE, CUDE, CUDS, the software's security code and the QR: their ingredients in order, and an example of each.

What is computed with them is code (diagnostics/hashes); a test holds these orders against its recipes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from knowledge.layout import Text


@dataclass(frozen=True, slots=True)
class Ingredient:
    """One piece of the text. `field` is where it stands, `literal` what it always is, `how` how it is written; with
    `amount` it is cut to two decimals; without field and literal it is a secret. `only` says where alone it goes in."""

    part: str
    how: str
    field: str | None = None
    literal: str | None = None
    amount: bool = False
    only: str = ""

    @property
    def secret(self) -> bool:
        return self.field is None and self.literal is None


@dataclass(frozen=True, slots=True)
class Example:
    """`origin` says whose it is; `starts` and `ends` of the published value, "" of one of our own; `of` is the entry
    whose example's code goes in."""

    origin: Text
    values: Mapping[str, str]
    of: str | None = None
    starts: str = ""
    ends: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """An example that gives occasion for the known mistakes: what it has otherwise, and what may be mixed up in it."""

    values: Mapping[str, str]
    keys: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    others: Mapping[str, str] = field(default_factory=dict)
    digits: Mapping[str, str] = field(default_factory=dict)
    prefix: str = ""
    inclusive: str = ""
    software: str = ""


@dataclass(frozen=True, slots=True)
class HashEntry:
    """One entry. `field` is the canonical id of its place, `kind` the document whose paths are told, `codes` those of
    findings that it explains, `open` what is not known."""

    hash: str
    name: str
    title: Text
    names: tuple[str, ...]
    documents: Text
    about: str
    notes: tuple[str, ...]
    open: str
    field: str
    kind: str
    scheme: str
    algorithm: str
    secret: str | None
    codes: frozenset[str]
    rules: tuple[str, ...]
    mistakes: str | None
    ingredients: tuple[Ingredient, ...]
    example: Example
    trial: Trial | None
    articles: tuple[str, ...]
    confidence: str
    source: tuple[str, ...]

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> HashEntry:
        example = {**d["example"], "origin": d["example"]["from"]}
        del example["from"]
        return cls(
            hash=d["hash"],
            name=d["name"],
            title=d["title"],
            names=tuple(d["names"]),
            documents=d["documents"],
            about=d["about"],
            notes=tuple(d.get("notes", ())),
            open=d.get("open", ""),
            field=d["field"],
            kind=d["kind"],
            scheme=d.get("scheme", ""),
            algorithm=d["algorithm"],
            secret=d.get("secret"),
            codes=frozenset(d["codes"]),
            rules=tuple(d["rules"]),
            mistakes=d.get("mistakes"),
            ingredients=tuple(Ingredient(**i) for i in d["ingredients"]),
            example=Example(**example),
            trial=Trial(**d["trial"]) if "trial" in d else None,
            articles=tuple(d.get("articles", ())),
            confidence=d["confidence"],
            source=tuple(d["source"]),
        )
