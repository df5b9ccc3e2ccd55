"""AttachedDocument: the container in which an invoice travels to its buyer, with DIAN's answer; each is opened."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from lxml import etree

from diagnostics import base64
from diagnostics.document import Document
from diagnostics.opened import Opened, Trouble
from diagnostics.places import Place, begins, place_of
from diagnostics.positions import lines_and_columns

if TYPE_CHECKING:
    from diagnostics.intake import Intake

NAME = "AttachedDocument"
TEXT = "{*}Attachment/{*}ExternalReference/{*}Description"
BINARY = "{*}Attachment/{*}EmbeddedDocumentBinaryObject"
LINE = "{*}ParentDocumentLineReference/{*}DocumentReference"


def open_held(opened: Opened, element: etree._Element, intake: Intake) -> None:
    """Open what a container holds, and say where it does not fit together."""
    for node in islice(_holders(element), intake.limits.held):
        _open(opened, node, intake)
    document = next((i for i in opened.inners if _is_document(i)), None)
    answer = next((i for i in opened.inners if i.root == "ApplicationResponse" and i is not document), None)
    if document is None:
        opened.troubles.append(_missing(opened, element, "document", "error"))
    elif document.document is not None:
        if answer is None:
            opened.troubles.append(_missing(opened, element, "answer", "warning"))
        opened.troubles += _differs(opened, element, document.document, answer)


def _holders(element: etree._Element) -> Iterator[etree._Element]:
    """The nodes that hold a file: the document's first, then those of the answers."""
    for path in (TEXT, f"{LINE}/{TEXT}", BINARY, f"{LINE}/{BINARY}"):
        yield from (node for node in element.iterfind(path) if (node.text or "").strip())


def _open(opened: Opened, node: etree._Element, intake: Intake) -> None:
    text, place = node.text or "", place_of(opened.text, node)
    start = place.value + len(text) - len(text.lstrip())
    encoded = base64.decoded(text).data if base64.looks_encoded(text) else None
    inner = intake.open_text(text.strip()) if encoded is None else intake.open(encoded)
    line, column = lines_and_columns(opened.text, [start])[start]
    container: dict[str, Any] = {"kind": "attached", "path": place.path, "line": line, "column": column}
    known = begins(opened.text, start, place.verbatim) if encoded is None else None
    opened.hold(inner, container, known)


def _is_document(inner: Opened) -> bool:
    """Whether this is the document that a container is sent for: an answer alone is none, an event is."""
    return inner.root is not None and not (inner.root == "ApplicationResponse" and inner.said)


def _missing(opened: Opened, element: etree._Element, detail: str, severity: str) -> Trouble:
    place = place_of(opened.text, element)
    args = {"detail": detail, "field": "cac:Attachment" if detail == "document" else LINE_LABEL}
    return Trouble("attached-without", args, place.offset, path=place.path, severity=severity)


LINE_LABEL = "cac:ParentDocumentLineReference"


def _differs(
    opened: Opened, element: etree._Element, doc: Document, answer: Opened | None
) -> Iterator[Trouble]:
    """What the container says of its document and the document does not."""
    cufe = doc.value("doc.cufe")
    pairs = [
        ("number", element.find("{*}ParentDocumentID"), doc.value("doc.number")),
        ("cufe", element.find(f"{LINE}/{{*}}UUID"), cufe),
        ("issuer", element.find("{*}SenderParty/{*}PartyTaxScheme/{*}CompanyID"), doc.value("issuer.nit")),
    ]
    for detail, node, expected in pairs:
        if node is not None and expected and (node.text or "").strip() != expected.strip():
            place = place_of(opened.text, node)
            yield _difference(detail, node.text or "", expected, place)
    about = answer.document.value("event.document_cufe") if answer is not None and answer.document else None
    if answer is not None and answer.container and about and cufe and about.strip() != cufe.strip():
        holder = element.find(f"{LINE}/{TEXT}")
        if holder is not None:
            yield _difference("answer", about, cufe, place_of(opened.text, holder))


def _difference(detail: str, found: str, expected: str, place: Place) -> Trouble:
    args = {"detail": detail}
    return Trouble("attached-differs", args, place.value, found.strip(), expected.strip(), place.path)
