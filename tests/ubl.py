"""UBL inputs of the tests: a clean base, and edits by canonical id.

`{id, row, value}` sets a text or an attribute, `{id, row, remove}` takes it away, `{id, row, empty}` leaves it without
text, `{id, row, double}` puts a copy of its node behind it, `{id, add}` puts XML behind its node. `row` counts the
nodes of that path in the document from 0. With `signed` (what tests/signing.py takes) the base is signed first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from lxml import etree

from knowledge import load
from knowledge.ubl import UblRoot
from tests import signing

BASES = Path(__file__).parent / "bases" / "ubl"


def edited(base: str, edits: Sequence[Mapping[str, Any]], signed: Mapping[str, Any] | None = None) -> bytes:
    """The bytes of a base with edits made; raises KeyError where an edit finds nothing."""
    data = (BASES / f"{base}.xml").read_bytes()
    if signed is not None:
        data = signing.signed(data, **signed)
        if not edits:
            return data
    tree = etree.fromstring(data).getroottree()
    element = tree.getroot()
    root = load().ubl[etree.QName(element).localname]
    for edit in edits:
        _edit(element, root, edit)
    return etree.tostring(tree, encoding="UTF-8", xml_declaration=True)


def _edit(element: etree._Element, root: UblRoot, edit: Mapping[str, Any]) -> None:
    path, _, attribute = root.path_of(edit["id"]).partition("/@")
    found = nodes(element, root, path)
    if edit.get("every"):
        for node in found:
            node.getparent().remove(node)
        return
    try:
        node = found[edit.get("row", 0)]
    except IndexError:
        raise KeyError(f"{edit['id']} is not in the base") from None
    if "value" in edit and attribute:
        node.set(attribute, edit["value"])
    elif "value" in edit:
        node.text = edit["value"]
    elif "remove" in edit and attribute:
        del node.attrib[attribute]
    elif "remove" in edit:
        node.getparent().remove(node)
    elif "empty" in edit:
        node.text = ""
    elif "double" in edit:
        node.addnext(deepcopy(node))
    else:
        spaces = " ".join(f'xmlns:{p}="{uri}"' for p, uri in root.namespaces.items())
        node.addnext(etree.fromstring(f"<x {spaces}>{edit['add']}</x>")[0])


def nodes(element: etree._Element, root: UblRoot, path: str) -> list[etree._Element]:
    """The elements at a path of knowledge/ubl.yaml, in document order; a tax path takes withholdings too."""
    steps = [f"*[local-name()='{name.rpartition(':')[2]}']" for name in path.split("/")]
    taxes = "*[local-name()='TaxTotal' or local-name()='WithholdingTaxTotal']"
    return element.xpath("/".join(taxes if s == "*[local-name()='TaxTotal']" else s for s in steps))
