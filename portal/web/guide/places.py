"""Where a field stands in each format, and when it must be there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _

from knowledge import Knowledge
from knowledge.correspondence import roots_for, ubl_path
from knowledge.layout import MANY, Field, Root, Segment
from portal.i18n import text


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field stands in one kind of document: (format, path) for each format. `name` is the one in its
    address; `when` the condition of its presence."""

    document: str
    field: Field
    name: str
    paths: tuple[tuple[str, str], ...]
    when: str = ""

    @property
    def in_ubl(self) -> bool:
        """Whether we know where UBL keeps it."""
        return any(format == "UBL" for format, _path in self.paths)


def place_of(knowledge: Knowledge, root: Root, field: Field) -> Place:
    """The paths of a field of the layout, with the first of each segment that may repeat, and those in UBL."""
    segments = chain(root, field)
    xml = "".join(f"/{s.name}[1]" if s.repeats else f"/{s.name}" for s in segments)
    pointer = "".join(f"/{s.name}/0" if s.repeats else f"/{s.name}" for s in segments)
    opened = "".join(f"({s.name})" for s in segments)
    return Place(
        text(root.title),
        field,
        field.name,
        (
            ("XML", f"/{root.name}{xml}/{field.name}"),
            ("JSON", f"/{root.name}{pointer}/{field.name}"),
            ("Layout", f"{opened}{field.name}:…;"),
            *ubl_paths(knowledge, field.id, {root.kind, *root.kinds.values()}),
        ),
        condition(root, field.when) if field.when else "",
    )


def ubl_paths(knowledge: Knowledge, id_: str, kinds: Iterable[str]) -> list[tuple[str, str]]:
    """Where the UBL documents of these kinds keep a field; [] where UBL has none."""
    roots = roots_for(knowledge.ubl, kinds)
    return [("UBL", ubl_path(root, id_)) for root in roots if id_ in root.by_id]


def places_for(knowledge: Knowledge, ids: Iterable[str], kind: str) -> list[Place]:
    """The places of fields in the document of one kind. What the layout has only for other kinds is left out, unless
    nothing would be left."""
    known = list(ids)
    roots = [r for r in knowledge.structure.values() if kind in (r.kind, *r.kinds.values())]
    own = [i for i in known if i not in knowledge.fields or any(i in r.by_id for r in roots)]
    return [_place_for(knowledge, id_, kind) for id_ in own or known]


def _place_for(knowledge: Knowledge, id_: str, kind: str) -> Place:
    roots = sorted(knowledge.structure.values(), key=lambda r: kind not in (r.kind, *r.kinds.values()))
    root = next((r for r in roots if id_ in r.by_id), None)
    in_ubl = tuple(ubl_paths(knowledge, id_, [kind]))
    if root is None:
        field = knowledge.ubl_fields[id_]
        return Place(text(knowledge.ubl["Invoice"].title), field, id_, in_ubl)
    place = place_of(knowledge, root, root.by_id[id_])
    return replace(place, paths=(*(p for p in place.paths if p[0] != "UBL"), *in_ubl))


def chain(root: Root, field: Field) -> list[Segment]:
    """The segments around a field, the outermost first."""
    found = []
    current: str | None = field.segment
    while current is not None:
        found.append(root.segments[current])
        current = root.segments[current].within
    return found[::-1]


def occurrence(segment: Segment) -> str:
    """How often a segment stands where it belongs."""
    if segment.maximum == 1:
        return _("una vez") if segment.minimum else _("ninguna o una vez")
    if segment.maximum >= MANY:
        return _("una o más veces") if segment.minimum else _("ninguna, una o más veces")
    return _("hasta %(n)s veces", n=segment.maximum)


def condition(root: Root, when: Mapping[str, Any]) -> str:
    """A condition of the estructura base in words, with its fields as `names`."""
    if "any" in when:
        # What speaks of fields that this kind of document lacks never holds here.
        known = [one for one in when["any"] if one.get("field") is None or one["field"] in root.by_id]
        return _(" o ").join(condition(root, one) for one in known)
    if "segment" in when:
        return _("si va %(name)s", name=f"`{when['segment']}`")
    if "present" in when:
        return _("si va %(name)s", name=_name(root, when["present"]))
    name = _name(root, when["field"])
    if "in" in when:
        return _("si %(name)s es %(values)s", name=name, values=_(" o ").join(when["in"]))
    if "not_in" in when:
        return _("si %(name)s no es %(values)s", name=name, values=_(" ni ").join(when["not_in"]))
    return _("si %(name)s empieza por %(start)s", name=name, start=when["matches"].lstrip("^"))


def _name(root: Root, id_: str) -> str:
    return f"`{root.by_id[id_].name}`" if id_ in root.by_id else f"`{id_}`"
