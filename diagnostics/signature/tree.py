"""The tree that a signature was made over: with every blank, comment and instruction, which the reader's own lacks."""

from __future__ import annotations

from lxml import etree

from diagnostics.signature.canonical import DS

EXT = "{urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2}"
PLACE = f"{EXT}UBLExtensions/{EXT}UBLExtension/{EXT}ExtensionContent/{DS}Signature"


def signature_of(text: str) -> etree._Element | None:
    """The signature of a UBL document that could be read before, in a tree of its own: it may be changed."""
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, collect_ids=False
    )
    return etree.fromstring(text.encode(), parser).find(PLACE)
