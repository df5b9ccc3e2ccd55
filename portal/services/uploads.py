"""What of an upload may be kept: the document inside a request or base64, and never a password."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from diagnostics.encoding import Undecodable, decode
from diagnostics.foreign import foreign_kind
from diagnostics.intake import unwrapped
from diagnostics.limits import Limits
from diagnostics.opened import Opened
from diagnostics.readers.flat import root_of
from diagnostics.secrets import blank, mask
from knowledge import load

_FIRST_ELEMENT = re.compile(r"<(?:[\w.-]{1,60}:)?([A-Za-z_][\w.-]{0,60})")
_COMMENT = re.compile(r"<!--(?:(?!-->).)*(?:-->)?", re.DOTALL)
_FIRST_KEY = re.compile(r'\s*\{\s*"(\w{1,60})"')
LONGEST_PROLOG = 5000
_ENVELOPE = re.compile(rb"<(?:[\w.-]{1,60}:)?Envelope\b")


@dataclass(frozen=True, slots=True)
class Upload:
    """`data` as it came in; `content` to keep and to correct; `envelope` to show, its password starred out.

    `container`: where in data the content stood, if it is what a message or base64 held. `secret`: data may hold a
    password, so it must not wait anywhere.
    """

    data: bytes
    content: bytes
    envelope: str | None
    container: dict[str, Any] | None

    @property
    def secret(self) -> bool:
        return self.content != self.data


def take(data: bytes, limits: Limits) -> Upload:
    """Open an upload as far as it goes."""
    inside = unwrapped(data, load(), limits)
    content = data if inside.container is None else inside.data
    if inside.format == "zip":
        content = _zip_without_passwords(inside, content)
    elif inside.document is None:
        content = _without_password(content)
    return Upload(data, content, _envelope(data) if inside.container else None, inside.container)


def _zip_without_passwords(archive: Opened, content: bytes) -> bytes:
    """A ZIP that is kept as a whole: where a file of it holds a password, the same files packed again without it."""
    kept = {unit.container["path"]: _of_entry(unit) for unit in archive.inners if unit.container}
    if all(kept[unit.container["path"]] == unit.data for unit in archive.inners if unit.container):
        return content
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as made:
        for name, data in kept.items():
            made.writestr(ZipInfo(name), data, ZIP_DEFLATED)
    return packed.getvalue()


def _of_entry(unit: Opened) -> bytes:
    """A file of a ZIP as it may be kept; of an encoded message nothing."""
    if unit.document is not None:
        return unit.data
    if unit.format == "base64" and any(level.format == "soap" for level in unit.levels()):
        return b""
    return _without_password(unit.data)


def _without_password(content: bytes) -> bytes:
    """Something that is no document that we know: a request whose document could not be reached, an answer, a log."""
    if foreign_kind(content):
        return content
    try:
        decoded = decode(content)
    except Undecodable:
        # No text that we read, but perhaps one that somebody else can.
        if b"\0" in content and _ENVELOPE.search(content.replace(b"\0", b"")):
            return b""
        return blank(content.decode("latin-1")).encode("latin-1")
    if _starts_as_document(decoded.text):
        return content
    return content[: decoded.bom] + blank(decoded.text).encode(decoded.codec)


def _starts_as_document(text: str) -> bool:
    """A document that broke on the way is still one: what looks like a hash in it is one of its codes."""
    known = load().structure
    start = _COMMENT.sub("", text.lstrip()[:LONGEST_PROLOG]).lstrip()
    if start.startswith("<"):
        element = _FIRST_ELEMENT.search(start)
        return element is not None and (element[1] in known or element[1] in load().ubl)
    key = _FIRST_KEY.match(start)
    return (key is not None and key[1] in known) or root_of(text, known) is not None


def _envelope(data: bytes) -> str | None:
    if not _ENVELOPE.search(data.replace(b"\0", b"")):
        return None
    try:
        return mask(decode(data).text)
    except Undecodable:
        return None
