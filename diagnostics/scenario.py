"""What was recognised, in one line that a person reads: "factura, layout XML, ISO-8859-1"."""

from __future__ import annotations

from typing import Any

from diagnostics.document import Document
from diagnostics.opened import Opened

FORMATS = {"xml": "layout XML", "json": "JSON del portal", "flat": "Layout plano", "ubl": "XML UBL 2.1"}
FOREIGN = {
    "soap": "mensaje SOAP",
    "base64": "base64",
    "answer": "respuesta pegada",
    "pdf": "PDF",
    "image": "imagen",
    "office": "archivo de Office",
}
KINDS = {
    "invoice": "factura",
    "credit_note": "nota crédito",
    "debit_note": "nota débito",
    "support": "documento soporte",
    "event": "evento",
    "container": "contenedor",
}
CONTAINERS = {
    "soap": "dentro de un mensaje SOAP",
    "base64": "dentro de base64",
    "attached": "dentro de un AttachedDocument",
}
SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"


def scenario_of(opened: Opened) -> str:
    """Kind of document, format, signature, encoding, and what it came wrapped in."""
    inmost = opened
    while inmost.inners and inmost.format != "zip":
        inmost = inmost.inners[0]
    if inmost.document is not None:
        parts = [_kind(inmost), FORMATS[inmost.document.source.format], *_signed(inmost.document)]
    elif inmost.format == "zip":
        count = len(inmost.inners)
        parts = ["ZIP", f"{count} documento{'' if count == 1 else 's'}"]
    else:
        parts = [FORMATS.get(inmost.format) or FOREIGN.get(inmost.format, "no reconocido")]
    if inmost.encoding:
        parts.append(inmost.encoding)
    container = inmost.container
    while container and container["kind"] != "zip":
        parts.append(CONTAINERS[container["kind"]])
        container = container.get("within")
    return ", ".join(parts)


def _kind(opened: Opened) -> str:
    assert opened.document is not None
    if opened.said:
        return "respuesta de la DIAN"
    as_told = opened.document.kind != opened.document.kind_by_content
    return f"{KINDS[opened.document.kind]} (como se indicó)" if as_told else KINDS[opened.document.kind]


def _signed(doc: Document) -> list[str]:
    if not doc.is_ubl:
        return []
    source: Any = doc.source
    return ["firmado" if next(source.element.iter(SIGNATURE), None) is not None else "sin firma"]
