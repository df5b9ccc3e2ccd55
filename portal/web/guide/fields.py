"""What the page of a field shows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from lxml import etree

from knowledge import Knowledge
from knowledge.guide import Rule
from knowledge.layout import Field, Root, Segment, Text
from knowledge.lists import CodeList, fold
from portal.i18n import text
from portal.services.example import INVOICE
from portal.web.guide.places import Place, chain, occurrence, place_of
from portal.web.guide.words import CONFIDENCE, sources

SAMPLES = {
    "date": "2026-08-31",
    "time": "10:15:00-05:00",
    "datetime": "2026-08-31T10:15:00",
    "money": "90000.00",
    "quantity": "1.00",
    "percent": "10.00",
    "rate": "4012.50",
    "integer": "1",
    "flag": "false",
    "email": "facturas@ejemplo.co",
    "url": "https://ejemplo.co",
}
"""A value of each type that looks like nothing else."""


@dataclass(frozen=True, slots=True)
class FieldPage:
    """One field with all its places, one for each kind of document that has it."""

    field: Field
    document: str
    places: tuple[Place, ...]
    segments: tuple[tuple[Segment, str], ...]
    segment_title: Text
    rules: tuple[Rule, ...]
    list: CodeList | None
    example: str
    confidence: tuple[str, str]
    sources: tuple[str, ...]
    previous: str | None
    next: str | None


def field_page(knowledge: Knowledge, name: str) -> FieldPage | None:
    """The page of a field by its name in the layout; None where no document has it."""
    found = [(r, f) for r in knowledge.structure.values() for f in [_named(r, name)] if f is not None]
    if not found:
        return None
    root, field = found[0]
    ids = {f.id for _, f in found}
    rules = [r for r in knowledge.rules.values() if ids.intersection(r.fields)]
    codes = knowledge.codes.get(field.list or "")
    siblings = list(root.segments[field.segment].fields)
    at = siblings.index(name)
    called, meaning = CONFIDENCE[field.confidence]
    return FieldPage(
        field=field,
        document=root.name,
        places=tuple(place_of(knowledge, r, f) for r, f in found),
        segments=tuple((s, occurrence(s)) for s in chain(root, field)),
        segment_title=root.segments[field.segment].title,
        rules=tuple(sorted(rules, key=lambda r: fold(text(r.title)))),
        list=codes,
        example=example_of(field, codes),
        confidence=(str(called), str(meaning)),
        sources=sources(knowledge, field.source),
        previous=siblings[at - 1] if at else None,
        next=siblings[at + 1] if at + 1 < len(siblings) else None,
    )


def _named(root: Root, name: str) -> Field | None:
    return next((s.fields[name] for s in root.segments.values() if name in s.fields), None)


def example_of(field: Field, codes: CodeList | None) -> str:
    """A value that the field takes: that of the example invoice, else one of its list, else of its type."""
    shown = _invoice().get(field.name)
    if shown:
        return shown
    if field.values:
        return field.values[0]
    if codes is not None:
        return next((code for code in codes.codes if code), "")
    return SAMPLES.get(field.type, "")


@cache
def _invoice() -> dict[str, str]:
    """Field -> its first value in the example invoice."""
    found: dict[str, str] = {}
    for node in etree.parse(INVOICE).iter():
        if node.text and node.text.strip():
            found.setdefault(str(node.tag), node.text.strip())
    return found
