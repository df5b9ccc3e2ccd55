"""The estructura base: which segments and fields an input has, and what each must hold.

One canonical id names a field in every format (`line.price` is `ITE_7` in layout XML, JSON and flat text),
so that rules and pages never spell a format's own path.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Text = Mapping[str, str]
"""A text in two languages: {"es": ..., "en": ...}."""

MANY = 1_000_000


@dataclass(frozen=True, slots=True)
class Field:
    """One field, such as ITE_7. `required` is always, if_segment, optional, unknown, never or {"when": {...}}."""

    name: str
    id: str
    segment: str
    title: Text
    type: str
    required: str
    when: Mapping[str, Any] | None
    confidence: str
    source: tuple[str, ...]
    min_length: int | None = None
    max_length: int | None = None
    length_inferred: bool = False
    list: str | None = None
    values: tuple[str, ...] = ()
    list_severity: str = "error"
    prefix_ok: bool = False
    separator: str | None = None
    absence: str = "error"
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The name as a formula shows it: the last step of a path, an attribute with its element."""
        steps = self.name.split("/")
        return "/".join(steps[-2:] if steps[-1].startswith("@") else steps[-1:])

    @property
    def blocks(self) -> bool:
        """Whether what is known of this field is sure enough to stop a document."""
        return self.confidence in ("published", "confirmed")

    @classmethod
    def from_dict(cls, name: str, segment: str, d: Mapping[str, Any]) -> Field:
        length = d.get("length") or {}
        required = d["required"]
        conditional = isinstance(required, dict)
        return cls(
            name=name,
            id=d["id"],
            segment=segment,
            title=d["title"],
            type=d["type"],
            required="when" if conditional else required,
            when=required["when"] if conditional else None,
            confidence=d["confidence"],
            source=tuple(d["source"]),
            min_length=length.get("exact"),
            max_length=length.get("exact", length.get("max")),
            length_inferred=length.get("inferred", False),
            list=d.get("list"),
            values=tuple(d.get("values", ())),
            list_severity=d.get("list_severity", "error"),
            prefix_ok=d.get("prefix_ok", False),
            separator=d.get("separator"),
            absence=d.get("absence", "error"),
            codes=d.get("codes", {}),
        )


@dataclass(frozen=True, slots=True)
class Segment:
    """One group of fields, such as ITE, and the segments within it (by name, in the order of the layout)."""

    name: str
    title: Text
    within: str | None
    minimum: int
    maximum: int
    when: Mapping[str, Any] | None
    absence: str
    service: str | None
    fields: Mapping[str, Field]
    children: tuple[str, ...]
    node: str
    """What a missing one is called, from the segment above: its name; in UBL its path."""

    @property
    def repeats(self) -> bool:
        return self.maximum > 1


@dataclass(frozen=True, slots=True)
class Root:
    """The structure of one kind of input: FACTURA, NOTA or DOCUMENTO_SOPORTE (UBL documents: knowledge.ubl)."""

    name: str
    title: Text
    order: tuple[str, ...]
    segments: Mapping[str, Segment]
    children: tuple[str, ...]
    by_id: Mapping[str, Field]
    kind: str
    """The kind of document, as the guide's codes name it, where `kind_by` says nothing else."""
    kind_by: str
    kinds: Mapping[str, str]
    """Value of the field `kind_by` -> kind of document."""

    @property
    def possible(self) -> frozenset[str]:
        """The kinds of document that it may be."""
        return frozenset({self.kind, *self.kinds.values()})

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Root:
        within: dict[str | None, list[str]] = {}
        for name, s in d["segments"].items():
            within.setdefault(s.get("within"), []).append(name)
        segments = {}
        by_id = {}
        for name, s in d["segments"].items():
            low, high = s["occurs"].split("..")
            required = s.get("required") or {}
            fields = {n: Field.from_dict(n, name, f) for n, f in s["fields"].items()}
            by_id.update({f.id: f for f in fields.values()})
            segments[name] = Segment(
                name=name,
                title=s["title"],
                within=s.get("within"),
                minimum=int(low),
                maximum=MANY if high == "n" else int(high),
                when=required.get("when"),
                absence=s.get("absence", "error"),
                service=s.get("service"),
                fields=fields,
                children=tuple(within.get(name, ())),
                node=name,
            )
        return cls(
            name=d["document"],
            title=d["title"],
            order=tuple(d["order"]),
            segments=segments,
            children=tuple(within.get(None, ())),
            by_id=by_id,
            kind=d["kind"],
            kind_by="doc.class",
            kinds=d.get("kinds", {}),
        )


def merge_roots(files: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Spell out in full each root that `extends` another: its segments changed, added or left out.

    Roots that stand by themselves come first. In a changed segment or field a null takes a key away;
    `replaces: true` takes the whole segment anew.
    """
    plain = {f["document"]: f for f in files}
    files = sorted(files, key=lambda f: "extends" in f)
    return [_merge(f, plain[f["extends"]]) if "extends" in f else f for f in files]


def _merge(own: dict[str, Any], base: dict[str, Any]) -> dict[str, Any]:
    segments = {n: s for n, s in base["segments"].items() if n not in own.get("without", ())}
    for name, change in own["segments"].items():
        segments[name] = _changed(segments.get(name), change)
    return {
        "document": own["document"],
        "title": own["title"],
        "kind": own["kind"],
        "kinds": own.get("kinds", {}),
        "order": own.get("order", base["order"]),
        "segments": segments,
    }


def _changed(base: dict[str, Any] | None, change: dict[str, Any]) -> dict[str, Any]:
    if base is None or change.get("replaces"):
        return {k: v for k, v in change.items() if k != "replaces"}
    fields = dict(base["fields"])
    for name, own in change.get("fields", {}).items():
        fields[name] = _without_nulls({**fields.get(name, {}), **own})
    return _without_nulls({**base, **change, "fields": fields})


def _without_nulls(d: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in d.items() if v is not None}
