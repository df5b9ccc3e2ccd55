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
    """`codec` is Python's (and libxml2's) name, `encoding` the one people know, `bom` the mark's length in bytes.
    Where it `differs` from what is declared, `offset` is the first character that shows it."""

    text: str
    codec: str
    encoding: str
    bom: int = 0
    declared: str | None = None
    differs: bool = False
    offset: int = 0


class Undecodable(Exception):
    """Bytes that cannot be read as text: `rule` is the guide's entry, `named` fills its message. `text` is as much as
    tells the lines, and the reading stops at its `offset`."""

    def __init__(self, rule: str, encoding: str, position: int = 0, text: str = "", offset: int = 0) -> None:
        self.rule, self.encoding = rule, encoding
        self.named = {"encoding": encoding, "position": str(position)}
        self.text, self.offset = text, offset
        super().__init__(rule)


def decode(data: bytes) -> Decoded:
    """Decode an upload. Raises Undecodable.

    A byte order mark decides; then what an XML declares; then UTF-8. Bytes that are not UTF-8 and declare nothing
    are read as Windows-1252, which is what old ERP write.
    """
    codec, bom = _mark(data)
    body = data[bom:]
    match = _DECLARED.match(body[:400]) if codec is None or codec == "utf-8" else None
    declared, place = (match[1].decode("ascii"), match.start(1)) if match else (None, 0)
    if declared is not None:
        named = _allowed(declared, body, place)
        if codec is None and named.startswith("utf-16"):
            raise Undecodable("encoding-unreadable", "UTF-16", 0, body.decode("latin-1"), place)
        codec = codec or named
    if codec is None and ((b"\x00" in body[:200] and body[1:2] == b"\x00") or body[:1] == b"\x00"):
        raise Undecodable("encoding-unsupported", "UTF-16 sin marca de orden")
    try:
        text = body.decode(codec or "utf-8")
    except UnicodeDecodeError as error:
        return _second_try(body, bom, codec, declared, error)
    name = ALLOWED[codec or "utf-8"]
    differs = declared is not None and ALLOWED[named] != name
    return Decoded(text, codec or "utf-8", name, bom, declared, differs, place)


def _mark(data: bytes) -> tuple[str | None, int]:
    for bom, codec in _BOMS:
        if data.startswith(bom):
            if codec is None:
                raise Undecodable("encoding-unsupported", "UTF-32")
            return codec, len(bom)
    return None, 0


def _allowed(declared: str, body: bytes, place: int) -> str:
    try:
        codec = codecs.lookup(declared).name
    except LookupError:
        codec = ""
    if codec not in ALLOWED:
        raise Undecodable("encoding-unsupported", declared, place, body.decode("latin-1"), place)
    return codec


def _second_try(
    body: bytes, bom: int, codec: str | None, declared: str | None, error: UnicodeDecodeError
) -> Decoded:
    if codec in (None, "utf-8", "ascii") and not bom:
        for other in ("utf-8", "cp1252") if codec == "ascii" else ("cp1252",):
            text = _readable(body, other)
            if text:
                return Decoded(text, other, ALLOWED[other], 0, declared, True, error.start)
    before = body[: error.start].decode(codec or "utf-8")
    text = before + body[error.start :].decode(codec or "utf-8", "replace")
    raise Undecodable("encoding-unreadable", ALLOWED[codec or "utf-8"], error.start + bom, text, len(before))


def _readable(body: bytes, codec: str) -> str:
    """The text of bytes that make sense in an encoding, or ""."""
    try:
        text = body.decode(codec)
    except UnicodeDecodeError:
        return ""
    return "" if re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", text) else text
