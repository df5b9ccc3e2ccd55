"""The first layer: what is this, and can it be read? Size, encoding, wrapping, format, then the fitting reader."""

from __future__ import annotations

import json
import re

from lxml import etree

from diagnostics import base64, envelope
from diagnostics.encoding import Decoded, Undecodable, decode
from diagnostics.limits import Limits, OverLimit
from diagnostics.opened import Opened, Trouble
from diagnostics.positions import lines_and_columns
from diagnostics.readers import flat, ubl, xml
from diagnostics.readers import json as json_reader
from diagnostics.secrets import mask
from diagnostics.syntax import json_detail, xml_trouble
from knowledge import Knowledge


def open_input(data: bytes, knowledge: Knowledge, limits: Limits) -> Opened:
    """Recognise an input by its content and read it."""
    if len(data) > limits.size:
        args = {"size": str(len(data)), "limit": str(limits.size)}
        return Opened(data, "unknown", troubles=[Trouble("too-large", args)])
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        return Opened(data, "unknown", troubles=[Trouble("empty-input")])
    foreign = foreign_kind(data)
    if foreign:
        return _foreign(data, foreign)
    try:
        decoded = decode(data)
    except Undecodable as error:
        found = error.encoding if error.rule == "encoding-unsupported" and error.text else None
        trouble = Trouble(error.rule, error.named, error.offset, found)
        return Opened(data, "unknown", error.text, error.encoding, troubles=[trouble])
    opened = Opened(data, "unknown", decoded.text, decoded.encoding, decoded.codec, decoded.bom)
    try:
        _read(opened, decoded, knowledge, limits)
    except OverLimit as over:
        opened.document = None
        opened.troubles.append(Trouble(over.rule, {"limit": str(over.limit)}))
    opened.troubles += notes(decoded, opened.format)
    return opened


def notes(decoded: Decoded, format_: str) -> list[Trouble]:
    """What is worth saying of an encoding that could be read. Flat text declares none: any of ours is good there."""
    found = []
    if decoded.bom:
        found.append(Trouble("byte-order-mark", {"encoding": decoded.encoding}, 0))
    if decoded.differs and format_ != "flat":
        declared = decoded.declared or "UTF-8"
        args = {"encoding": decoded.encoding, "declared": declared}
        found.append(Trouble("encoding-differs", args, decoded.offset, declared, decoded.encoding))
    return found


_SIGNATURES = (
    (b"%PDF", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"\xd0\xcf\x11\xe0", "office"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "rar"),
    (b"MZ", "program"),
)


def foreign_kind(data: bytes) -> str | None:
    """The kind of a file that is no text, by its first bytes."""
    return next((kind for start, kind in _SIGNATURES if data.startswith(start)), None)


def _foreign(data: bytes, kind: str) -> Opened:
    if kind == "zip":
        office = b"word/" in data[:4096] or b"xl/" in data[:4096]
        if not office:
            return Opened(data, "zip", troubles=[Trouble("pending-format", {"kind": "ZIP"})], complete=False)
        kind = "office"
    return Opened(data, kind, troubles=[Trouble("unrecognised-input", {"detail": kind})])


def _read(opened: Opened, decoded: Decoded, knowledge: Knowledge, limits: Limits) -> None:
    start = decoded.text.lstrip()[:1]
    if start == "<":
        _read_xml(opened, decoded, knowledge, limits)
    elif start == "{" or (
        start == "[" and flat.root_of(decoded.text, knowledge.structure) is None and _is_json(decoded.text)
    ):
        _read_json(opened, decoded, knowledge, limits)
    elif flat.root_of(decoded.text, knowledge.structure) is not None:
        _read_flat(opened, decoded, knowledge, limits)
    elif base64.looks_encoded(decoded.text):
        _read_base64(opened, decoded, knowledge, limits)
    else:
        opened.troubles.append(unrecognised(decoded.text))


def unrecognised(text: str) -> Trouble:
    """What a text looks like that none of the readers takes."""
    start = " ".join(mask(text.strip()[:400])[:60].split())
    return Trouble("unrecognised-input", {"detail": "text", "start": start}, 0, start)


def _is_json(text: str) -> bool:
    return bool(re.match(r'\s*\[\s*[\[{"\d\]]', text))


_DOCTYPE = re.compile(r"<!DOCTYPE", re.IGNORECASE)
_PROLOG = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)


def _doctype(text: str) -> re.Match[str] | None:
    """The DOCTYPE of an XML: it stands before the root or nowhere, the same words in a comment or text are none."""
    position = 0
    while skipped := _PROLOG.match(text, position):
        position = skipped.end()
    return _DOCTYPE.match(text, position)


def _read_xml(opened: Opened, decoded: Decoded, knowledge: Knowledge, limits: Limits) -> None:
    opened.format = "xml"
    text = decoded.text
    doctype = _doctype(text)
    if doctype:
        if re.match(r"<!DOCTYPE\s+html", text[doctype.start() :], re.IGNORECASE):
            opened.troubles.append(Trouble("unrecognised-input", {"detail": "html"}, doctype.start()))
        else:
            opened.troubles.append(Trouble("doctype-forbidden", {}, doctype.start(), doctype[0]))
        return
    try:
        element = xml.parse(opened.data[decoded.bom :], decoded.codec)
    except etree.XMLSyntaxError as error:
        if "depth" in error.msg:
            raise OverLimit("too-deep", limits.depth) from error
        opened.troubles.append(xml_trouble(error, text))
        return
    if element.getroottree().docinfo.internalDTD is not None:
        opened.troubles.append(Trouble("doctype-forbidden", {}, 0))
        return
    name = xml.local_name(element.tag)
    if name in knowledge.structure:
        opened.root = name
        opened.document = xml.read(element, text, knowledge.structure, limits)
        return
    if is_ubl(element.tag, knowledge):
        opened.format, opened.root = "ubl", name
        steps = knowledge.derived.setdefault("ubl_steps", {})
        opened.document = ubl.read(element, text, knowledge.ubl, limits, steps)
        return
    if envelope.is_envelope(element):
        _read_soap(opened, element, knowledge, limits)
        return
    opened.format, trouble, opened.complete = other_xml(element.tag, text)
    opened.troubles.append(trouble)


def _is_error(trouble: Trouble, knowledge: Knowledge) -> bool:
    return (trouble.severity or knowledge.rules[trouble.rule].severity) == "error"


def _read_soap(opened: Opened, element: etree._Element, knowledge: Knowledge, limits: Limits) -> None:
    """Judge the envelope, then open what it carries. A call that carries no document is judged as far as it goes:
    wrong where the envelope is, else incomplete, for there is nothing that could be good."""
    opened.format = "soap"
    found, troubles = envelope.judge(element, opened.text, knowledge.web_service)
    opened.troubles += troubles
    data, troubles, _ = envelope.content_bytes(found)
    opened.troubles += troubles
    if found.method is not None and found.method.content is None:
        opened.troubles.append(envelope.without_document(found))
        opened.complete = any(_is_error(t, knowledge) for t in opened.troubles)
    if data is None or found.content is None:
        return
    inner = open_input(data, knowledge, limits)
    line, column = lines_and_columns(opened.text, [found.content.offset])[found.content.offset]
    container = {"kind": "soap", "path": found.content.path, "line": line, "column": column}
    _hold(opened, inner, {**container, "method": found.sent_method})
    wrong_form = envelope.content_trouble(found, inner.format)
    if wrong_form is not None:
        opened.troubles.append(wrong_form)
    if inner.document is not None:
        opened.troubles += envelope.against_document(found, inner.document)


def _read_base64(opened: Opened, decoded: Decoded, knowledge: Knowledge, limits: Limits) -> None:
    """Undo base64 that stands alone, then open what comes out."""
    opened.format = "base64"
    inner = base64.decoded(decoded.text)
    if inner.fault is not None:
        opened.troubles.append(Trouble(inner.fault, {"detail": inner.detail}, 0, inner.found))
    if inner.data is not None:
        held = open_input(inner.data, knowledge, limits)
        _hold(opened, held, {"kind": "base64", "path": "", "line": 1, "column": 1})


def _hold(opened: Opened, inner: Opened, container: dict[str, object]) -> None:
    inner.container = container
    opened.inner = inner
    opened.root = inner.root
    opened.complete = opened.complete and inner.complete


def is_ubl(tag: str, knowledge: Knowledge) -> bool:
    """Whether a document element is one of UBL's that we read, by its namespace."""
    root = knowledge.ubl.get(xml.local_name(tag))
    return root is not None and tag == f"{{{root.namespace}}}{root.name}"


UBL_ROOTS = frozenset({"Invoice", "CreditNote", "DebitNote", "ApplicationResponse", "AttachedDocument"})


def other_xml(tag: str, text: str) -> tuple[str, Trouble, bool]:
    """(format, what to say, whether the review is complete) of an XML that is not a layout."""
    name = xml.local_name(tag)
    offset = max(text.find(f"<{name}"), 0)
    if name in UBL_ROOTS and "urn:oasis:names:specification:ubl" in tag:
        return "ubl", Trouble("pending-format", {"kind": f"UBL {name}"}, offset, name), False
    kind = "html" if name.lower() == "html" else "nomina" if name.startswith("Nomina") else "xml"
    return (
        "unknown",
        Trouble("unrecognised-input", {"detail": kind, "start": f"<{name}>"}, offset, name),
        True,
    )


def _read_json(opened: Opened, decoded: Decoded, knowledge: Knowledge, limits: Limits) -> None:
    opened.format = "json"
    json_reader.check_depth(decoded.text, limits)
    try:
        tree = json_reader.parse(decoded.text, limits)
    except json.JSONDecodeError as error:
        opened.troubles.append(
            Trouble("json-syntax", {"detail": json_detail(error)}, min(error.pos, len(decoded.text) - 1))
        )
        return
    keys = [k for k, _ in tree] if isinstance(tree, json_reader.Pairs) else []
    if len(keys) != 1 or keys[0] not in knowledge.structure:
        found = ", ".join(keys[:5]) or json_reader.shown(tree)
        opened.troubles.append(Trouble("json-root", {}, 0, found, " o ".join(knowledge.structure)))
        return
    opened.root = keys[0]
    opened.document = json_reader.read(tree, decoded.text, knowledge.structure, limits)


def _read_flat(opened: Opened, decoded: Decoded, knowledge: Knowledge, limits: Limits) -> None:
    opened.format = "flat"
    found = flat.root_of(decoded.text, knowledge.structure)
    opened.root = found[0] if found else None
    try:
        opened.document = flat.read(decoded.text, knowledge.structure, limits)
    except flat.FlatSyntax as error:
        offset = min(error.offset, len(decoded.text) - 1)
        args = {"detail": "unclosed" if "found" not in error.detail else "mismatch", **error.detail}
        opened.troubles.append(
            Trouble("flat-syntax", args, offset, error.detail.get("found"), error.detail["expected"])
        )


def texts_of(data: bytes, knowledge: Knowledge, limits: Limits | None = None) -> dict[str, str]:
    """The text of an upload under "", and of what it wraps under the kind of wrapper: for extracts beside findings."""
    texts: dict[str, str] = {}
    level: Opened | None = open_input(data, knowledge, limits or Limits())
    while level is not None:
        texts[level.container["kind"] if level.container else ""] = level.text
        level = level.inner
    return texts


def innermost(data: bytes, knowledge: Knowledge, limits: Limits) -> Opened:
    """What an upload wraps, at the last; the upload itself where it wraps nothing. Its `data` is what may be kept."""
    level = open_input(data, knowledge, limits)
    while level.inner is not None:
        level = level.inner
    return level
