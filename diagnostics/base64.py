"""Base64 as people paste it: once, twice, with a data URI in front, cut short."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

_DATA_URI = re.compile(r"\s*data:[\w/+.;=-]{0,100};base64,", re.IGNORECASE)
_STRAY = re.compile(r"[^A-Za-z0-9+/=\s]")
_ALL = re.compile(r"[A-Za-z0-9+/]+={0,2}", re.ASCII)
SHORTEST = 24
FILES = (b"PK\x03\x04", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
"""How the files begin that services hand over in base64 besides documents."""


@dataclass(frozen=True, slots=True)
class Inner:
    """`data` is what came out, as far as it could; `fault` the guide's rule for what was wrong on the way."""

    data: bytes | None
    fault: str | None = None
    detail: str = ""
    found: str | None = None


def decoded(text: str) -> Inner:
    """Undo base64. Line breaks and surrounding blanks are fine; what else is not base64 is said and, where what was
    meant is plain, passed over so that the document inside is still diagnosed."""
    fault, detail, found = None, "", None
    uri = _DATA_URI.match(text)
    if uri:
        fault, detail, found = "base64-invalid", "data-uri", uri[0].strip()
        text = text[uri.end() :]
    stray = _STRAY.search(text)
    if stray:
        fault, detail, found = "base64-invalid", "stray", stray[0]
    bare = re.sub(r"[^A-Za-z0-9+/]", "", text)
    data = _plain(bare)
    if data is None:
        return Inner(None, "base64-invalid", (fault and detail) or "length", found)
    if fault is None and (len("".join(text.split())) % 4 or not _ALL.fullmatch("".join(text.split()))):
        fault, detail = "base64-invalid", "length"
    again = looks_encoded(data.decode("ascii", "ignore")) if data[:1].isalnum() else False
    if again:
        inner = _plain(re.sub(r"[^A-Za-z0-9+/]", "", data.decode("ascii", "ignore")))
        return Inner(inner, fault or "base64-twice", detail, found)
    return Inner(data, fault, detail, found)


def looks_encoded(text: str) -> bool:
    """Whether a text as a whole is base64 of one of the inputs we read."""
    bare = "".join(text.split())
    uri = _DATA_URI.match(text)
    if uri:
        return True
    if len(bare) < SHORTEST or not re.fullmatch(r"[A-Za-z0-9+/]+={0,2}", bare):
        return False
    start = _plain(bare[:64])
    if start is not None and start.startswith(FILES):
        return True
    return (
        start is not None and start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] in (b"<", b"{", b"[")
    ) or _nested(start)


def _nested(start: bytes | None) -> bool:
    """Base64 within base64: the first characters decode once more to the start of an input."""
    if start is None or not re.fullmatch(rb"[A-Za-z0-9+/=\s]+", start):
        return False
    inner = _plain(start.decode("ascii")[:44])
    return inner is not None and inner.lstrip(b"\xef\xbb\xbf")[:1] in (b"<", b"{", b"[")


def _plain(bare: str) -> bytes | None:
    bare = bare.rstrip("=")
    if len(bare) % 4 == 1:
        return None
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
