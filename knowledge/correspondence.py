"""Which fields of the layout feed a place in UBL, and where UBL keeps a field of the layout. The id joins the two."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping

from knowledge.layout import Root
from knowledge.ubl import SAID, UblRoot

_INDEX = re.compile(r"\[\d+\]")


def layout_names(layout: Mapping[str, Root], ubl: UblRoot, id_: str) -> tuple[str, ...]:
    """The layout's names of a field: its own, or of a node those of the fields in it. () where the layout has none."""
    own = _names(layout, [id_])
    if own or id_ not in ubl.by_id or id_ in ubl.leaves:
        return own
    inside = f"{ubl.path_of(id_)}/"
    return _names(layout, (other for other in ubl.by_id if ubl.path_of(other).startswith(inside)))


def _names(layout: Mapping[str, Root], ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(r.by_id[id_].name for id_ in ids for r in layout.values() if id_ in r.by_id))


def roots_for(ubl: Mapping[str, UblRoot], kinds: Iterable[str]) -> list[UblRoot]:
    """The UBL documents that carry these kinds (invoice, credit_note, ...), each once."""
    wanted = set(kinds)
    return [r for r in ubl.values() if r.kind in wanted or wanted & set(r.kinds.values())]


def ubl_path(root: UblRoot, id_: str) -> str:
    """Where a document keeps a field, from its root; of a value that the name of a node says, that node."""
    path = root.path_of(id_)
    steps = [step for step in path.split("/") if step and not step.startswith(SAID)]
    return "/".join(["", root.name, *steps])


def label_of(root: UblRoot, id_: str, shared: Container[str] = ()) -> str:
    """The last step of the path, an attribute with its element; with the node around it where it is a `shared` one."""
    path = ubl_path(root, id_)
    last = _last(path)
    around = path.removesuffix(f"/{last}").rpartition("/")[2]
    return f"{around}/{last}" if last in shared and path.count("/") > 2 else last


def shared_labels(root: UblRoot) -> frozenset[str]:
    """The labels in which the paths of several fields end."""
    count = Counter(_last(ubl_path(root, id_)) for id_ in root.by_id)
    return frozenset(label for label, times in count.items() if times > 1)


def _last(path: str) -> str:
    steps = path.split("/")
    return "/".join(steps[-2:] if steps[-1].startswith("@") else steps[-1:])


def id_at(root: UblRoot, path: str) -> str | None:
    """The field at a path of a finding, whichever of its nodes of the same name it is."""
    wanted = _INDEX.sub("", path)
    return next((id_ for known, id_ in paths(root) if known == wanted), None)


def paths(root: UblRoot) -> Iterator[tuple[str, str]]:
    """(path, id) of every field, under each of the nodes that open its segment."""
    for field in root.by_id.values():
        if not field.name.startswith(SAID):
            own = "" if field.name == "." else f"/{field.name}"
            for base in _bases(root, field.segment):
                yield f"/{root.name}{base}{own}", field.id


def _bases(root: UblRoot, segment: str | None) -> list[str]:
    if segment is None:
        return [""]
    above = _bases(root, root.segments[segment].within)
    nodes = root.nodes[segment]
    return [f"{a}/{node.path}" for a in above for node in nodes] if nodes else above
