"""What the page of a hash shows."""

from __future__ import annotations

from dataclasses import dataclass

from diagnostics import Finding
from diagnostics.hashes.parts import Part
from diagnostics.hashes.words import name_of
from knowledge import Knowledge, load
from knowledge.guide import Rule
from knowledge.hash import HashEntry, Ingredient
from portal.i18n import language
from portal.web.guide.hash_example import Spoiled, made, published, spoiled, trial_parts
from portal.web.guide.places import Place, places_for, ubl_paths
from portal.web.guide.words import CONFIDENCE, sources


@dataclass(frozen=True, slots=True)
class Piece:
    """One ingredient in its place of the order: its name, where it stands (layout's field, path in UBL) and what it is
    in the example."""

    ingredient: Ingredient
    name: str
    layout: str
    ubl: str
    text: str


@dataclass(frozen=True, slots=True)
class HashPage:
    """`value` is computed from `text`, `trial` are the parts of which the mistakes are made and `trial_value` their
    hash."""

    entry: HashEntry
    pieces: tuple[Piece, ...]
    text: str
    value: str
    place: tuple[Place, ...]
    mistakes: tuple[Spoiled, ...]
    trial: tuple[Part, ...]
    trial_value: str
    rules: tuple[Rule, ...]
    confidence: tuple[str, str]
    sources: tuple[str, ...]
    previous: HashEntry | None
    next: HashEntry | None
    knowledge: Knowledge

    @property
    def proved(self) -> bool:
        """Whether the value is the published one, as far as that is known."""
        example = self.entry.example
        return (
            bool(example.starts)
            and self.value.startswith(example.starts)
            and self.value.endswith(example.ends)
        )


def hash_page(knowledge: Knowledge, entry: HashEntry) -> HashPage:
    """The page of a hash, its example worked out now."""
    every = list(knowledge.hashes.values())
    at = every.index(entry)
    parts = published(knowledge, entry)
    trial = trial_parts(entry, entry.trial) if entry.trial else ()
    called, meaning = CONFIDENCE[entry.confidence]
    return HashPage(
        entry=entry,
        pieces=tuple(
            _piece(knowledge, entry, i, p.text) for i, p in zip(entry.ingredients, parts, strict=True)
        ),
        text="".join(part.text for part in parts),
        value=made(entry, parts),
        place=tuple(places_for(knowledge, [entry.field], entry.kind)),
        mistakes=tuple(spoiled(knowledge, entry)),
        trial=trial,
        trial_value=made(entry, trial) if trial else "",
        rules=tuple(knowledge.rules[name] for name in entry.rules),
        confidence=(str(called), str(meaning)),
        sources=sources(knowledge, entry.source),
        previous=every[at - 1] if at else None,
        next=every[at + 1] if at + 1 < len(every) else None,
        knowledge=knowledge,
    )


def _piece(knowledge: Knowledge, entry: HashEntry, ingredient: Ingredient, text: str) -> Piece:
    id_ = ingredient.field
    fields = knowledge.fields.get(id_ or "", ())
    paths = ubl_paths(knowledge, id_, [entry.kind]) if id_ else []
    return Piece(
        ingredient,
        name_of(ingredient.part, language()),
        fields[0].name if fields else "",
        paths[0][1] if paths else "",
        text,
    )


def hashes_of(knowledge: Knowledge, rule: str, code: str | None = None) -> list[HashEntry]:
    """The hashes that a rule checks, those of the code's document first."""
    checked = [h for h in knowledge.hashes.values() if rule in h.rules]
    return sorted(checked, key=lambda h: code not in h.codes)


def hash_of(finding: Finding) -> HashEntry | None:
    """The hash whose page explains a finding."""
    return next((h for h in load().hashes.values() if finding.code in h.codes), None)
