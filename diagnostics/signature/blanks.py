"""Taking out of a tree what a digest leaves out: the signature itself, and the blanks of a later layout."""

from __future__ import annotations

from lxml import etree


def take_out(signature: etree._Element) -> etree._Element | None:
    """Take a signature out of its document, whose is the text behind it; gives the node in which it stood."""
    parent = signature.getparent()
    if parent is None:
        return None
    tail, before = signature.tail or "", signature.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(signature)
    return parent


def strip(node: etree._Element | etree._ElementTree, home: etree._Element | None = None) -> None:
    """Take the blanks between tags away, as they stand where a document was laid out after it was signed. Those that
    are all a node holds are its value, except in the `home` that a signature left."""
    for element in node.iter():
        if (len(element) or element is home) and element.text and not element.text.strip():
            element.text = None
        if element is not node and element.tail and not element.tail.strip():
            element.tail = None
