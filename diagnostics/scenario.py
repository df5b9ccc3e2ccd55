"""What was recognised, in one line that a person reads: "factura, layout XML, ISO-8859-1"."""

from __future__ import annotations

from diagnostics.opened import Opened

FORMATS = {"xml": "layout XML", "json": "JSON del portal", "flat": "Layout plano", "ubl": "XML UBL 2.1"}
FOREIGN = {"zip": "ZIP", "soap": "petición SOAP", "base64": "base64"}
KINDS = {
    "invoice": "factura",
    "credit_note": "nota crédito",
    "debit_note": "nota débito",
    "support": "documento soporte",
    "event": "evento",
}
CONTAINERS = {"soap": "dentro de una petición SOAP", "base64": "dentro de base64"}


def scenario_of(opened: Opened) -> str:
    """Kind of document, format, encoding, and what it came wrapped in."""
    inmost = opened
    while inmost.inner is not None:
        inmost = inmost.inner
    if inmost.document is not None:
        parts = [KINDS[inmost.document.kind], FORMATS[inmost.document.source.format]]
    else:
        parts = [FORMATS.get(inmost.format) or FOREIGN.get(inmost.format, "no reconocido")]
    if inmost.encoding:
        parts.append(inmost.encoding)
    if inmost.container:
        parts.append(CONTAINERS[inmost.container["kind"]])
    return ", ".join(parts)
