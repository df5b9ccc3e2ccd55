"""Inputs that hold others: ZIP, AttachedDocument, answers of the web service and of DIAN.

`made` reads the spec of a case: `{zip: {name: base or text}}`, `{attached: {document, answer, form, ...}}`,
`{answer: {method, fields}}` or `{request: {method, fields}}`; a base is named by `ubl:` or `layout:` in front.
"""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

BASES = Path(__file__).parent / "bases"
DEMO = "urn:https://ws.facturatech.co/v2/demo/"
UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
INVOICE = (BASES / "ubl" / "factura.xml").read_text("utf-8")
NUMBER = re.findall(r"<cbc:ID>([^<]+)", INVOICE)[0]
CUFE = re.findall(r"<cbc:UUID[^>]*>([^<]+)", INVOICE)[0]
ISSUER = "900373115"


def made(spec: Mapping[str, Any]) -> bytes:
    """The bytes of a case."""
    ((kind, args),) = spec.items()
    if kind == "zip":
        return zipped({name: content(told) for name, told in args.items()})
    if kind == "attached":
        return attached(**args).encode()
    if kind == "event":
        return (BASES / "ubl" / "evento.xml").read_bytes()
    fields = {name: content(told).decode() for name, told in args.get("fields", {}).items()}
    return message(args["method"] + ("Response" if kind == "answer" else ""), fields)


def content(told: str) -> bytes:
    """`ubl:factura`, `layout:factura`, `base64:` before either, or the text itself."""
    kind, _, rest = told.partition(":")
    if kind == "base64":
        return base64.b64encode(content(rest))
    if kind in ("ubl", "layout"):
        return (BASES / ("ubl" if kind == "ubl" else "") / f"{rest}.xml").read_bytes()
    return told.encode()


def zipped(files: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, compression)
    return out.getvalue()


def answer_of_dian(cufe: str = CUFE, code: str = "02", lines: tuple[str, ...] = ()) -> str:
    """DIAN's ApplicationResponse to an invoice: validated (02) or rejected (04), with its lines."""
    text = (BASES / "ubl" / "evento.xml").read_text("utf-8")
    text = text.replace(">030<", f">{code}<").replace(
        "Acuse de recibo de Factura Electrónica de Venta", "Documento validado por la DIAN"
    )
    text = re.sub(r'(<cbc:UUID schemeName="CUFE-SHA384">)[^<]+', rf"\g<1>{cufe}", text)
    told = "".join(
        f"<cac:LineResponse><cac:LineReference><cbc:LineID>{n}</cbc:LineID></cac:LineReference><cac:Response>"
        f"<cbc:ResponseCode>0000</cbc:ResponseCode><cbc:Description>{line}</cbc:Description></cac:Response>"
        "</cac:LineResponse>"
        for n, line in enumerate(lines, 1)
    )
    return text.replace("</cac:DocumentResponse>", f"{told}</cac:DocumentResponse>")


FORMS = {
    "cdata": lambda text: f"<![CDATA[{text}]]>",
    "escaped": escape,
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
}


def attached(
    document: str | None = INVOICE, answer: str | None = answer_of_dian(), form: str = "cdata",
    number: str = NUMBER, cufe: str = CUFE, issuer: str = ISSUER, order: bool = True,
) -> str:  # fmt: skip
    """The container of an invoice; `order` false puts a node where the schema does not want it."""
    head = (
        "<cbc:UBLVersionID>UBL 2.1</cbc:UBLVersionID>\n<cbc:CustomizationID>Adjuntos</cbc:CustomizationID>\n"
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<AttachedDocument xmlns="{UBL}AttachedDocument-2" xmlns:cac="{UBL}CommonAggregateComponents-2" \
xmlns:cbc="{UBL}CommonBasicComponents-2">
{head if order else "".join(reversed(head.splitlines(keepends=True)))}<cbc:ProfileID>Factura</cbc:ProfileID>
<cbc:ID>7</cbc:ID>
<cbc:IssueDate>2026-11-21</cbc:IssueDate>
<cbc:DocumentType>Contenedor de Factura Electrónica</cbc:DocumentType>
<cbc:ParentDocumentID>{number}</cbc:ParentDocumentID>
<cac:SenderParty><cac:PartyTaxScheme><cbc:CompanyID>{issuer}</cbc:CompanyID><cac:TaxScheme/></cac:PartyTaxScheme>\
</cac:SenderParty>
<cac:ReceiverParty><cac:PartyTaxScheme><cac:TaxScheme/></cac:PartyTaxScheme></cac:ReceiverParty>
<cac:Attachment>{_external(document, form)}</cac:Attachment>
<cac:ParentDocumentLineReference>
<cbc:LineID>1</cbc:LineID>
<cac:DocumentReference>
<cbc:ID>{number}</cbc:ID>
<cbc:UUID schemeName="CUFE-SHA384">{cufe}</cbc:UUID>
<cbc:DocumentType>ApplicationResponse</cbc:DocumentType>
<cac:Attachment>{_external(answer, form)}</cac:Attachment>
</cac:DocumentReference>
</cac:ParentDocumentLineReference>
</AttachedDocument>
"""


def _external(text: str | None, form: str) -> str:
    if text is None:
        return ""
    held = f"<cbc:Description>{FORMS[form](text)}</cbc:Description>"
    return f"<cac:ExternalReference><cbc:MimeCode>text/xml</cbc:MimeCode>{held}</cac:ExternalReference>"


def message(method: str, fields: Mapping[str, str], namespace: str = DEMO) -> bytes:
    """A SOAP message: a call, or its answer with what it returns."""
    inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields.items())
    inner = f"<return>{inner}</return>" if method.endswith("Response") else inner
    body = f'<ns:{method} xmlns:ns="{namespace}">{inner}</ns:{method}>'
    envelope = "http://schemas.xmlsoap.org/soap/envelope/"
    return f'<?xml version="1.0"?>\n<e:Envelope xmlns:e="{envelope}"><e:Body>{body}</e:Body></e:Envelope>'.encode()
