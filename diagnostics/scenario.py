"""What was recognised, in one line that a person reads: "factura, layout XML, ISO-8859-1"."""

from __future__ import annotations

from diagnostics.intake import Opened
from knowledge import Knowledge

FORMATS = {"xml": "layout XML", "json": "JSON del portal", "flat": "Layout plano", "ubl": "XML UBL 2.1", "zip": "ZIP"}
KINDS = {"invoice": "factura", "credit_note": "nota crédito", "debit_note": "nota débito", "support": "documento soporte"}
CONTAINERS = {"soap": "en una petición SOAP", "base64": "en base64"}


def scenario_of(opened: Opened, knowledge: Knowledge) -> str:
    """Kind of document, format, encoding, and what it came wrapped in."""
    parts = []
    if opened.document is not None:
        parts.append(KINDS[opened.document.kind])
        parts.append(FORMATS[opened.document.source.format])
    elif opened.format in FORMATS:
        parts.append(FORMATS[opened.format])
    else:
        parts.append("no reconocido")
    if opened.encoding:
        parts.append(opened.encoding)
    if opened.container:
        parts.append(CONTAINERS[opened.container["kind"]])
    return ", ".join(parts)
