"""The references of a signature: each names a part of the document and the digest that it had when it was signed."""

from __future__ import annotations

import hashlib
from binascii import a2b_base64
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from diagnostics.signature.blanks import strip, take_out
from diagnostics.signature.canonical import DS, FORMS, NotChecked, canonical

HASHES = {
    "http://www.w3.org/2001/04/xmlenc#sha256": "sha256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384": "sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
}
ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
IDS = ("Id", "ID", "id")
MOST = 20
"""References that are worked out: each may take in the whole document."""
KNOWN = {f"{DS}KeyInfo": "key", "{http://uri.etsi.org/01903/v1.3.2#}SignedProperties": "properties"}


class Fault(NamedTuple):
    """A reference that does not hold (`certain`), or could not be checked; `detail` is one of the rule's."""

    row: int
    certain: bool
    detail: str
    what: str = ""


def faults(signature: etree._Element) -> Iterator[Fault]:
    """What is wrong with the references of a signature, one each. Takes the signature out of its document."""
    whole = signature.getroottree()
    found = list(enumerate(signature.iterfind(f"{DS}SignedInfo/{DS}Reference")))
    # Those that leave the signature out come last: the others need it where it stands.
    for row, reference in sorted(found[:MOST], key=lambda one: _is_enveloped(one[1])):
        try:
            fault = _fault(whole, signature, row, reference)
        except NotChecked as odd:
            fault = Fault(row, False, odd.reason, odd.what)
        if fault is not None:
            yield fault
    if len(found) > MOST:
        yield Fault(MOST, False, "many", str(MOST))


def _fault(
    whole: etree._ElementTree, signature: etree._Element, row: int, reference: etree._Element
) -> Fault | None:
    declared = reference.findtext(f"{DS}DigestValue", "").strip()
    method = reference.find(f"{DS}DigestMethod")
    if method is None or not declared:
        return None  # DC08, DC09 and their like say so
    hash_of = HASHES.get(method.get("Algorithm", ""))
    if hash_of is None:
        raise NotChecked("algorithm", method.get("Algorithm", ""))
    node = _target(whole, signature, reference.get("URI"))
    if node is None:
        return Fault(row, True, "lost", reference.get("URI", ""))
    home = take_out(signature) if _is_enveloped(reference) else None
    covers = KNOWN.get(node.tag, "part") if isinstance(node, etree._Element) else "document"
    transform = _last(reference)
    if _is(declared, hash_of, canonical(node, transform)):
        return None
    strip(node, home)
    reformatted = _is(declared, hash_of, canonical(node, transform))
    return Fault(row, True, f"{covers}-{'reformatted' if reformatted else 'changed'}")


def _is(declared: str, hash_of: str, octets: bytes) -> bool:
    try:
        return a2b_base64(declared) == hashlib.new(hash_of, octets).digest()
    except ValueError:  # no base64: it is nobody's digest
        return False


def _target(
    whole: etree._ElementTree, signature: etree._Element, uri: str | None
) -> etree._Element | etree._ElementTree | None:
    """What a reference points to in this document; None where it is not there. Nothing else is ever opened."""
    if uri == "":
        return whole
    if uri is None or not uri.startswith("#") or "(" in uri:
        raise NotChecked("target", uri or "")
    root = whole.getroot()
    for part in (signature, root):
        for key in IDS:
            found = part.xpath(f"descendant-or-self::*[@{key}=$name][1]", name=uri[1:])
            if isinstance(found, list) and found and isinstance(found[0], etree._Element):
                return whole if found[0] is root else found[0]
    return None


def _transforms(reference: etree._Element) -> list[etree._Element]:
    return reference.findall(f"{DS}Transforms/{DS}Transform")


def _is_enveloped(reference: etree._Element) -> bool:
    return any(t.get("Algorithm") == ENVELOPED for t in _transforms(reference))


def _last(reference: etree._Element) -> etree._Element | None:
    """The transform that makes octets; None stands for C14N 1.0. Raises NotChecked where there are others."""
    others = [t for t in _transforms(reference) if t.get("Algorithm") != ENVELOPED]
    if len(others) > 1 or (others and others[0].get("Algorithm") not in FORMS):
        raise NotChecked("algorithm", others[-1].get("Algorithm", ""))
    return others[0] if others else None
