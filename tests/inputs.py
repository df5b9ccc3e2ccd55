"""Inputs of the tests: a tree that is written out as layout XML, JSON or flat text, and edits by path."""

from __future__ import annotations

import json
from collections.abc import Iterator
from xml.sax.saxutils import escape

from lxml import etree

Tree = list[tuple[str, "str | Tree"]]
"""(name, value) for a field, (name, children) for a segment, in order."""

MANY = frozenset(
    [
        "TIM",
        "IMP",
        "MEP",
        "ITE",
        "IDE",
        "TII",
        "IIM",
        "DSC",
        "NOT",
        "REF",
        "CDE",
        "CDA",
        "ANT",
        "RFD",
        "USS",
        "IDR",
        "RAD",
        "ADL",
    ]
)
"""Segments that the layout lets repeat: arrays in JSON."""


def from_xml(data: bytes) -> tuple[str, Tree]:
    """(root, tree) of a clean layout XML."""
    element = etree.fromstring(data)
    return element.tag, _children(element)


def _children(element: etree._Element) -> Tree:
    return [(c.tag, _children(c) if len(c) or "_" not in c.tag else c.text or "") for c in element]


def to_xml(root: str, tree: Tree) -> bytes:
    """Indented layout XML in UTF-8."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<{root}>"]

    def write(nodes: Tree, depth: int) -> None:
        pad = "  " * depth
        for name, value in nodes:
            if isinstance(value, str):
                lines.append(f"{pad}<{name}>{escape(value)}</{name}>")
            else:
                lines.append(f"{pad}<{name}>")
                write(value, depth + 1)
                lines.append(f"{pad}</{name}>")

    write(tree, 1)
    return "\n".join([*lines, f"</{root}>", ""]).encode()


def to_json(root: str, tree: Tree) -> bytes:
    """The JSON mirror; segments that may repeat are arrays."""

    def plain(nodes: Tree) -> dict[str, object]:
        out: dict[str, object] = {}
        for name, value in nodes:
            made = value if isinstance(value, str) else plain(value)
            if name in MANY and not isinstance(value, str):
                out.setdefault(name, []).append(made)  # type: ignore[attr-defined]  # a list, by MANY
            else:
                out[name] = made
        return out

    return json.dumps({root: plain(tree)}, ensure_ascii=False, indent=1).encode()


def to_flat(root: str, tree: Tree) -> bytes:
    """Flat Layout text in one line."""

    def write(nodes: Tree) -> Iterator[str]:
        for name, value in nodes:
            if isinstance(value, str):
                yield f"{name}:{value};"
            else:
                yield f"({name})"
                yield from write(value)
                yield f"(/{name})"

    header = f"[901143311][901143311-01][NO][{root}][correo@example.com][Plantilla]"
    return (header + "".join(write(tree)) + f"[/{root}]").encode()


WRITERS = {"xml": to_xml, "json": to_json, "flat": to_flat}


def locations(tree: Tree, prefix: str = "") -> Iterator[tuple[str, list[int]]]:
    """(path in XML's words below the root, indexes into the tree) of every node."""
    seen: dict[str, int] = {}
    for index, (name, value) in enumerate(tree):
        seen[name] = seen.get(name, 0) + 1
        step = f"{name}[{seen[name]}]" if name in MANY and not isinstance(value, str) else name
        path = f"{prefix}/{step}"
        yield path, [index]
        if not isinstance(value, str):
            for below, indexes in locations(value, path):
                yield below, [index, *indexes]


def find(tree: Tree, path: str) -> list[int]:
    """The indexes of a path; raises KeyError."""
    for known, indexes in locations(tree):
        if known == path:
            return indexes
    raise KeyError(path)


def put(tree: Tree, path: str, value: str | None) -> Tree:
    """A copy with another value at a path; None takes the node away."""
    return _put(tree, find(tree, path), value)


def _put(tree: Tree, indexes: list[int], value: str | None) -> Tree:
    first, *rest = indexes
    copy = list(tree)
    name, old = copy[first]
    if rest:
        assert not isinstance(old, str)
        copy[first] = (name, _put(old, rest, value))
    elif value is None:
        del copy[first]
    else:
        copy[first] = (name, value)
    return copy


def get(tree: Tree, path: str) -> str:
    """The value at a path."""
    node: str | Tree = tree
    for index in find(tree, path):
        assert not isinstance(node, str)
        node = node[index][1]
    assert isinstance(node, str)
    return node


def json_path(path: str) -> str:
    """A path in XML's words as the pointer of the JSON that `to_json` writes."""
    steps = []
    for step in path.split("/"):
        name, _, ordinal = step.partition("[")
        steps.append(name)
        if ordinal:
            steps.append(str(int(ordinal[:-1]) - 1))
    return "/".join(steps)
