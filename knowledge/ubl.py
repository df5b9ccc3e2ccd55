"""The documents of UBL 2.1 as roots like those of the estructura base: same canonical ids, other places.

A segment is a node that may repeat (a line, a tax); a field is a path below it. That the shape differs from the
layout's is why UBL has a table of its own (ubl.yaml) and is no column of the layout's: the id joins the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.layout import MANY, Field, Root, Segment, Text

NODE = "."
"""Name of the field that stands for the node of a segment itself."""
SAID = "#"
"""Start of the name of a field whose value the name of its node says; it has no place of its own."""

SIGNATURE_VALUES = frozenset(
    [
        "ds:DigestValue",
        "ds:SignatureValue",
        "ds:X509Certificate",
        "ds:X509IssuerName",
        "ds:X509SerialNumber",
        "xades:ClaimedRole",
        "xades:Identifier",
        "xades:SigningTime",
    ]
)
"""The nodes of a signature that hold a text."""


@dataclass(frozen=True, slots=True)
class Node:
    """A path, from the segment above, that opens a row; `says` are values that its name alone gives, by field name."""

    path: str
    says: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class UblRoot(Root):
    """One kind of UBL document. `nodes` are those of each segment."""

    namespace: str
    namespaces: Mapping[str, str]
    """Prefix, as paths here write it -> namespace."""
    nodes: Mapping[str, tuple[Node, ...]]
    leaves: frozenset[str]
    """The ids of fields that hold a value, and are no node of which only the presence counts."""

    def path_of(self, id_: str) -> str:
        """The path of a field from the root: `cac:InvoiceLine/cac:Item/cbc:Description`."""
        field = self.by_id[id_]
        steps = [] if field.name == NODE else [field.name]
        segment: str | None = field.segment
        while segment is not None and self.nodes[segment]:
            steps.append(self.nodes[segment][0].path)
            segment = self.segments[segment].within
        return "/".join(reversed(steps))


def ubl_roots(d: Mapping[str, Any], titles: Mapping[str, Text]) -> dict[str, UblRoot]:
    """The roots of ubl.yaml by the name of their document element; `titles` are those of the ids that the estructura
    base has too."""
    return {
        name: _root(name, {**document, "namespaces": d["namespaces"]}, d["segments"], titles)
        for name, document in d["documents"].items()
    }


def _root(
    name: str, document: Mapping[str, Any], parts: Mapping[str, Any], titles: Mapping[str, Text]
) -> UblRoot:
    names = document["names"]
    within = {s: d.get("within", None if s == "document" else "document") for s, d in parts.items()}
    nodes = {
        s: tuple(
            Node(path.format_map(names), {f"{SAID}{id_}": value for id_, value in said.items()})
            for path, said in d.get("nodes", {}).items()
        )
        for s, d in parts.items()
    }
    segments = {
        s: Segment(
            name=s,
            title=d["title"],
            within=within[s],
            minimum=0,
            maximum=1 if d.get("single") or not nodes[s] else MANY,
            when=None,
            absence="warning",
            service=None,
            fields={f.name: f for f in _fields(s, d, names, titles)},
            children=tuple(c for c, above in within.items() if above == s),
            node=nodes[s][0].path if nodes[s] else s,
        )
        for s, d in parts.items()
    }
    return UblRoot(
        name=name,
        title=document["title"],
        order=(),
        segments=segments,
        children=("document",),
        by_id={f.id: f for s in segments.values() for f in s.fields.values()},
        kind=document["kind"],
        kind_by="doc.type",
        kinds={str(k): v for k, v in document["kinds"].items()},
        namespace=document["namespace"],
        namespaces=document["namespaces"],
        nodes=nodes,
        leaves=frozenset(f.id for s in segments.values() for f in s.fields.values() if holds_value(f.name)),
    )


def holds_value(path: str) -> bool:
    """Whether a path ends at a text or an attribute."""
    last = path.rpartition("/")[2]
    return last.startswith(("cbc:", "sts:", "@")) or last in SIGNATURE_VALUES


def _fields(
    segment: str, d: Mapping[str, Any], names: Mapping[str, str], titles: Mapping[str, Text]
) -> list[Field]:
    fields = []
    if "node_id" in d:
        id_, es, en = d["node_id"]
        fields.append(_field(segment, id_, NODE, {"es": es, "en": en}))
    for id_ in dict.fromkeys(id_ for said in d.get("nodes", {}).values() for id_ in said):
        fields.append(_field(segment, id_, f"{SAID}{id_}", titles[id_]))
    for base, own in d["fields"].items():
        for id_, place in own.items():
            path, title = (
                (place, titles[id_])
                if isinstance(place, str)
                else (place[0], {"es": place[1], "en": place[2]})
            )
            full = base if path == NODE else path if base == NODE else f"{base}/{path}"
            fields.append(_field(segment, id_, full.format_map(names), title))
    return fields


def _field(segment: str, id_: str, name: str, title: Text) -> Field:
    return Field(
        name=name,
        id=id_,
        segment=segment,
        title=title,
        type="text",
        required="unknown",
        when=None,
        confidence="published",
        source=("dian-1.9",),
    )
