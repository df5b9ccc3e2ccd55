"""A long document in portions, for a validator that takes longer and longer.

For each error libxml2 counts the siblings before it: a document in which every one of 200,000 lines breaks the schema
would keep it busy for minutes. So a long run of equal siblings is judged some at a time, with all that stands around
it in its place. Who has seen enough stops asking.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from itertools import groupby

from lxml import etree

from diagnostics.readers.tree import children

AT_ONCE = 3_000
"""Equal siblings that are judged together."""
FEW = 20_000
"""Tags of a document in which there cannot be so many that it matters."""
CROWDED = etree.XPath(f"descendant-or-self::*/*[{AT_ONCE + 1}]/..")
FREE = "{urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2}ExtensionContent"
"""What stands in it is mixed as it likes; children of all other elements stand in an order."""


def portions(element: etree._Element, text: str) -> Generator[None, None, None]:
    """Cut an element down to one portion after the other; it is whole again when the iterator is closed."""
    crowded = CROWDED(element) if text.count("<") > FEW else ()
    runs = [run for parent in crowded for run in _long_runs(parent)]  # type: ignore[arg-type,union-attr]  # elements
    if not runs:
        yield
        return
    for nodes in runs:
        _take_out(nodes[AT_ONCE:])
    shown = [nodes[:AT_ONCE] for nodes in runs]
    try:
        yield
        for start in range(AT_ONCE, max(map(len, runs)), AT_ONCE):
            for number, nodes in enumerate(runs):
                following = nodes[start : start + AT_ONCE]
                if following:
                    shown[number] = _replace(shown[number], following)
            yield
    finally:
        for nodes, last in zip(runs, shown, strict=True):
            _replace(last, nodes)


def _long_runs(parent: etree._Element) -> Iterator[list[etree._Element]]:
    """Runs of equal children that are too long; in an extension all children are one run."""
    mixed = any(above.tag == FREE for above in parent.iterancestors())
    for _, run in groupby(children(parent), key=lambda child: mixed or child.tag):
        nodes = list(run)
        if len(nodes) > AT_ONCE:
            yield nodes


def _replace(old: list[etree._Element], new: list[etree._Element]) -> list[etree._Element]:
    """Put other nodes in the place of some that stand side by side."""
    parent = old[0].getparent()
    assert parent is not None
    at = parent.index(old[0])
    _take_out(old)
    parent[at:at] = new
    return new


def _take_out(nodes: list[etree._Element]) -> None:
    parent = nodes[0].getparent()
    assert parent is not None
    at = parent.index(nodes[0])
    del parent[at : at + len(nodes)]
