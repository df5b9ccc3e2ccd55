"""An insumo in each of the three formats."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from html import escape

from knowledge.generate.insumo import Tree
from knowledge.layout import Root


def as_xml(root: Root, tree: Tree) -> str:
    """Indented layout XML."""

    def written(nodes: Tree, depth: int) -> Iterator[str]:
        pad = "  " * depth
        for name, value in nodes:
            if isinstance(value, str):
                yield f"{pad}<{name}>{escape(value, quote=False)}</{name}>"
            else:
                yield f"{pad}<{name}>"
                yield from written(value, depth + 1)
                yield f"{pad}</{name}>"

    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<{root.name}>", *written(tree, 1), f"</{root.name}>"]
    return "\n".join([*lines, ""])


def as_json(root: Root, tree: Tree) -> str:
    """The JSON mirror: a segment that may repeat is an array."""

    def plain(nodes: Tree) -> dict[str, object]:
        made: dict[str, object] = {}
        many: dict[str, list[object]] = {}
        for name, value in nodes:
            if isinstance(value, str):
                made[name] = value
            elif root.segments[name].repeats:
                made[name] = many.setdefault(name, [])
                many[name].append(plain(value))
            else:
                made[name] = plain(value)
        return made

    return json.dumps({root.name: plain(tree)}, ensure_ascii=False, indent=2) + "\n"


def as_flat(root: Root, tree: Tree) -> str:
    """The flat Layout in one line, behind the header that names account and document."""

    def written(nodes: Tree) -> Iterator[str]:
        for name, value in nodes:
            if isinstance(value, str):
                yield f"{name}:{value};"
            else:
                yield f"({name})"
                yield from written(value)
                yield f"(/{name})"

    issuer = _first(tree, root.by_id["doc.issuer_nit"].name)
    header = f"[{issuer}][{issuer}-01][NO][{root.name}][correo@ejemplo.co][Plantilla]"
    return f"{header}{''.join(written(tree))}[/{root.name}]"


def _first(nodes: Tree, wanted: str) -> str:
    for name, value in nodes:
        found = value if isinstance(value, str) else _first(value, wanted)
        if found and (name == wanted or not isinstance(value, str)):
            return found
    return ""


FORMATS: Mapping[str, tuple[str, str, Callable[[Root, Tree], str]]] = {
    "xml": ("XML", "application/xml", as_xml),
    "json": ("JSON", "application/json", as_json),
    "txt": ("Layout", "text/plain", as_flat),
}
"""End of the file's name -> what people call the format, its media type, its writer."""
