"""Namespaces of a UBL document that are missing or wrong: said where they are written, and mended for the readers, so
that the document is still judged. A layout has none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice

from lxml import etree

from diagnostics.opened import Trouble
from diagnostics.readers.xml import local_name
from diagnostics.xsd import names_of
from knowledge.ubl import UblRoot

OURS = ("cac", "cbc", "ext")
"""Prefixes whose namespaces are UBL's; DIAN's own is read by local name, and signatures are left alone."""
UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
FIT = 3
"""Children of a root without UBL's namespace that must bear UBL's names, for it to be a UBL document at all."""
LOOKED_AT = 60


def uri_of(tag: str) -> str | None:
    """The namespace of a tag as lxml writes it."""
    return tag[1:].partition("}")[0] if tag.startswith("{") else None


def is_ubl(tag: str, roots: Mapping[str, UblRoot]) -> bool:
    """Whether a document element is one of UBL's that we read, by its namespace."""
    root = roots.get(local_name(tag))
    return root is not None and tag == f"{{{root.namespace}}}{root.name}"


def of_layout(element: etree._Element, text: str) -> list[Trouble]:
    """A layout is written without a namespace."""
    uri = uri_of(element.tag)
    if uri is None:
        return []
    offset = _declared(text, element.prefix)
    return [
        Trouble(
            "layout-namespace",
            {"field": local_name(element.tag)},
            offset,
            uri,
            path=f"/{local_name(element.tag)}",
        )
    ]


def mend(element: etree._Element, text: str, roots: Mapping[str, UblRoot]) -> list[Trouble]:
    """Say which namespaces of a UBL document are wrong, and put the right ones in their place."""
    root = roots.get(local_name(element.tag))
    if root is None or _is_right(element, root) or not _fits(element, root):
        return []
    own = uri_of(element.tag)
    wrong: dict[tuple[str | None, str | None], str] = {}
    if own != root.namespace:
        wrong[element.prefix, own] = root.namespace
        element.tag = f"{{{root.namespace}}}{root.name}"
    known = {root.namespaces[p] for p in OURS}
    for node in _below(element):
        uri = uri_of(node.tag)
        if uri in known:
            continue
        right = _right(node, uri, root)
        if right is not None:
            wrong.setdefault((node.prefix, uri), right)
            node.tag = f"{{{right}}}{local_name(node.tag)}"
    return [_trouble(text, root, prefix, uri, right) for (prefix, uri), right in wrong.items()]


def _is_right(element: etree._Element, root: UblRoot) -> bool:
    """Whether the document element declares what UBL wants: then nothing below is worth a walk."""
    declared = element.nsmap
    right = {p: root.namespaces[p] for p in OURS}
    return (
        uri_of(element.tag) == root.namespace
        and all(declared.get(p, uri) == uri for p, uri in right.items())
        and {right["cac"], right["cbc"]} <= set(declared.values())
    )


def _fits(element: etree._Element, root: UblRoot) -> bool:
    """Whether a root without UBL's namespace is a UBL document by the names of its parts."""
    if uri_of(element.tag) == root.namespace:
        return True
    parts = {local_name(child.tag) for child in islice(element, LOOKED_AT)}
    return len(parts & names_of(root.name)) >= FIT


def _below(element: etree._Element) -> list[etree._Element]:
    """The elements whose namespaces are UBL's to say: not what stands in an extension."""
    found, level = [], list(element)
    while level:
        found += level
        level = [c for node in level if local_name(node.tag) != "ExtensionContent" for c in node]
    return found


def _right(node: etree._Element, uri: str | None, root: UblRoot) -> str | None:
    """The namespace that an element should have: what its prefix stands for, else where UBL has its name."""
    if node.prefix in OURS:
        return root.namespaces[node.prefix]
    if uri is not None and uri != root.namespace and not uri.startswith(UBL):
        return None
    return next((root.namespaces[p] for p in OURS if local_name(node.tag) in names_of(p)), None)


def _trouble(text: str, root: UblRoot, prefix: str | None, uri: str | None, right: str) -> Trouble:
    detail = "missing" if uri is None else "wrong"
    args = {"field": f"xmlns:{prefix}" if prefix else "xmlns", "detail": detail}
    offset = _declared(text, prefix) if uri is not None else max(text.find(f"<{root.name}"), 0)
    return Trouble("ubl-namespace", args, offset, uri, right, f"/{root.name}")


def _declared(text: str, prefix: str | None) -> int:
    """Where the namespace of a prefix is written."""
    name = f"xmlns:{prefix}" if prefix else "xmlns"
    found = re.search(rf"""\s{re.escape(name)}\s*=\s*["']""", text)
    return found.end() if found else 0
