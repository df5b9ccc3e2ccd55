"""Bytes to text: only the encodings that inputs really come in, decided by mark, declaration and content."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

ALLOWED = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "iso8859-1": "ISO-8859-1",
    "cp1252": "Windows-1252",
    "ascii": "UTF-8",
}
_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_BOMS = (
    (codecs.BOM_UTF32_LE, None),
    (codecs.BOM_UTF32_BE, None),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """`codec` is Python's (and libxml2's) name, `encoding` the one people know, `bom` the mark's length in bytes."""

    text: str
    codec: str
    encoding: str
    bom: int = 0
    declared: str | None = None
    differs: bool = False


class Undecodable(Exception):
    """Bytes that cannot be read as text: `rule` is the guide's entry, `named` fills its message."""

    def __init__(self, rule: str, encoding: str, position: int | None = None) -> None:
        self.rule, self.encoding = rule, encoding
        self.named = {"encoding": encoding, "position": "" if position is None else str(position)}
        super().__init__(rule)


def decode(data: bytes) -> Decoded:
    """Decode an upload. Raises Undecodable.

    A byte order mark decides; then what an XML declares; then UTF-8. Bytes that are not UTF-8 and declare nothing
    are read as Windows-1252, which is what old ERP write.
    """
    codec, bom = _mark(data)
    body = data[bom:]
    declared = _declared(body) if codec is None or codec == "utf-8" else None
    if codec is None and declared is not None:
        codec = _allowed(declared)
        if codec.startswith("utf-16"):
            raise Undecodable("encoding-unreadable", "UTF-16", 0)
    if codec is None and ((b"\x00" in body[:200] and body[1:2] == b"\x00") or body[:1] == b"\x00"):
        raise Undecodable("encoding-unsupported", "UTF-16 sin marca de orden")
    try:
        text = body.decode(codec or "utf-8")
    except UnicodeDecodeError as error:
        return _second_try(body, bom, codec, declared, error)
    name = ALLOWED[codec or "utf-8"]
    differs = declared is not None and ALLOWED[_allowed(declared)] != name
    return Decoded(text, codec or "utf-8", name, bom, declared, differs)


def _mark(data: bytes) -> tuple[str | None, int]:
    for bom, codec in _BOMS:
        if data.startswith(bom):
            if codec is None:
                raise Undecodable("encoding-unsupported", "UTF-32")
            return codec, len(bom)
    return None, 0


def _declared(body: bytes) -> str | None:
    match = _DECLARED.match(body[:400])
    return match[1].decode("ascii") if match else None


def _allowed(declared: str) -> str:
    try:
        codec = codecs.lookup(declared).name
    except LookupError:
        codec = ""
    if codec not in ALLOWED:
        raise Undecodable("encoding-unsupported", declared)
    return codec


def _second_try(
    body: bytes, bom: int, codec: str | None, declared: str | None, error: UnicodeDecodeError
) -> Decoded:
    if codec in (None, "utf-8", "ascii") and not bom:
        try:
            text = body.decode("cp1252")
        except UnicodeDecodeError:
            text = ""
        if text and not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", text):
            return Decoded(text, "cp1252", "Windows-1252", 0, declared, True)
    name = ALLOWED[codec or "utf-8"]
    raise Undecodable("encoding-unreadable", name, error.start + bom)
