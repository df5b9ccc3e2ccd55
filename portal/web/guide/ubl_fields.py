"""The fields of UBL: by document, by their name there, and the page of one that the layout does not have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge import Knowledge
from knowledge.correspondence import label_of, layout_names, ubl_path
from knowledge.guide import Rule
from knowledge.layout import Field, Segment
from knowledge.lists import CodeList, fold
from knowledge.ubl import SAID, UblRoot
from portal.i18n import text

DOCUMENTS = ("Invoice", "CreditNote", "DebitNote", "ApplicationResponse")
EVENT = "ApplicationResponse"
OF_EVENTS = ("event.", "sender.", "receiver.")
"""How the ids of what only an event has begin."""


@dataclass(frozen=True, slots=True)
class UblFieldPage:
    """`feeds` are the fields of the layout that it is made from: those in it, of a node."""

    field: Field
    document: str
    label: str
    segment: Segment
    paths: tuple[tuple[UblRoot, str], ...]
    feeds: tuple[str, ...]
    holds_value: bool
    list: CodeList | None
    rules: tuple[Rule, ...]
    previous: Field | None
    next: Field | None


def segments_of(knowledge: Knowledge, root: UblRoot) -> list[tuple[Segment, list[tuple[Field, str]]]]:
    """(segment, [(field, its path)]) of a document, without segments that have nothing to show there."""
    of_events = {i for r in knowledge.rules.values() if "event" in r.codes for i in r.fields}
    found = []
    for segment in root.segments.values():
        fields = [f for f in segment.fields.values() if not f.name.startswith(SAID)]
        own = [f for f in fields if _stands_in(root, f.id, of_events)]
        if own:
            found.append((segment, [(f, ubl_path(root, f.id)) for f in own]))
    return found


def _stands_in(root: UblRoot, id_: str, of_events: set[str]) -> bool:
    """An event has what is its own and what a rule of events looks at; the other documents have all the rest."""
    of_event = id_.startswith(OF_EVENTS)
    return of_event or id_ in of_events if root.name == EVENT else not of_event


def documents_of(knowledge: Knowledge, id_: str) -> Iterator[UblRoot]:
    """The documents in whose index a field stands."""
    for name in DOCUMENTS:
        root = knowledge.ubl[name]
        if any(f.id == id_ for _, fields in segments_of(knowledge, root) for f, _ in fields):
            yield root


def named(knowledge: Knowledge, name: str) -> list[Field]:
    """The fields that UBL calls by this name, or by this one with the node around it."""
    found = [
        f.id
        for f in knowledge.ubl_fields.values()
        if name in (label_of(r, f.id) for r in knowledge.ubl.values())
        or ubl_path(knowledge.ubl["Invoice"], f.id).endswith(f"/{name.lstrip('/')}")
    ]
    return [knowledge.ubl_fields[id_] for id_ in dict.fromkeys(found)]


def address(knowledge: Knowledge, id_: str) -> str:
    """The name under which a field has its page: that of the layout, else its canonical id."""
    layout = knowledge.fields.get(id_)
    return layout[0].name if layout else id_


def first_path(knowledge: Knowledge, id_: str) -> str:
    """Its path in the first of the documents that have it."""
    return ubl_path(next(documents_of(knowledge, id_)), id_)


def ubl_field_page(knowledge: Knowledge, id_: str) -> UblFieldPage | None:
    """The page of a field by its canonical id; None where UBL has none."""
    field = knowledge.ubl_fields.get(id_)
    if field is None or field.name.startswith(SAID):
        return None
    roots = tuple(documents_of(knowledge, id_))
    root = knowledge.ubl["Invoice"]
    segment = roots[0].segments[field.segment]
    siblings = [f for f in segment.fields.values() if f.id not in knowledge.fields]
    at = next(n for n, f in enumerate(siblings) if f.id == id_) if id_ not in knowledge.fields else 0
    rules = [r for r in knowledge.rules.values() if id_ in r.fields]
    lists = [
        p["list"]
        for r in rules
        for p in r.check.values()
        if isinstance(p, dict) and p.get("field") == id_ and "list" in p
    ]
    return UblFieldPage(
        field=field,
        document=roots[0].name,
        label=label_of(roots[0], id_),
        segment=segment,
        paths=tuple((r, ubl_path(r, id_)) for r in roots),
        feeds=layout_names(knowledge.structure, root, id_),
        holds_value=id_ in root.leaves,
        list=knowledge.codes.get(lists[0]) if lists else None,
        rules=tuple(sorted(rules, key=lambda r: fold(text(r.title)))),
        previous=siblings[at - 1] if at else None,
        next=siblings[at + 1] if at + 1 < len(siblings) else None,
    )
