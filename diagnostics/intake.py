"""The first layer: what is this, and can it be read? Size, encoding, wrapping, format, then the fitting opener."""

from __future__ import annotations

import re

from diagnostics import base64, pasted
from diagnostics.encoding import Decoded, Undecodable, decode
from diagnostics.foreign import (
    foreign_kind,
    is_html,
    unrecognised_bytes,
    unrecognised_html,
    unrecognised_text,
)
from diagnostics.limits import Limits, OverLimit
from diagnostics.opened import WRAPPERS, Opened, Trouble, key_of
from diagnostics.openers import encoded, flat, json, xml, zips
from knowledge import Knowledge

_BLANK = re.compile(rb"[ \t\r\n\x00\xef\xbb\xbf\xff\xfe]*")


def open_input(data: bytes, knowledge: Knowledge, limits: Limits) -> Opened:
    """Recognise an input by its content and read it, with all that it wraps."""
    opened = Intake(knowledge, limits).open(data)
    opened.settle()
    return opened


class Intake:
    """Opens one upload. What it wraps is opened by the same, so that limits count for the whole."""

    def __init__(self, knowledge: Knowledge, limits: Limits) -> None:
        self.knowledge = knowledge
        self.limits = limits
        self.level = 0
        self.in_archive = False
        self.spent = 0
        """Roughly the nodes that were read: what many small documents cost together."""

    def open(self, data: bytes) -> Opened:
        """What some bytes are."""
        if len(data) > self.limits.size:
            args = {"size": str(len(data)), "limit": str(self.limits.size)}
            return Opened(data, "unknown", troubles=[Trouble("too-large", args)])
        if _BLANK.fullmatch(data):
            return Opened(data, "unknown", troubles=[Trouble("empty-input")])
        foreign = foreign_kind(data)
        if foreign == "zip":
            return self._within(Opened(data, "zip"), None)
        if foreign is not None:
            return Opened(data, foreign, troubles=[unrecognised_bytes(foreign)])
        try:
            decoded = decode(data)
        except Undecodable as error:
            found = error.encoding if error.rule == "encoding-unsupported" and error.text else None
            trouble = Trouble(error.rule, error.named, error.offset, found)
            return Opened(data, "unknown", error.text, error.encoding, troubles=[trouble])
        opened = Opened(data, "unknown", decoded.text, decoded.encoding, decoded.codec, decoded.bom)
        opened = self._within(opened, decoded)
        opened.troubles += notes(decoded, opened.format)
        return opened

    def open_text(self, text: str) -> Opened:
        """What a text is that stood in another one: it is read already, whatever encoding it declares."""
        if not text.strip():
            return Opened(b"", "unknown", troubles=[Trouble("empty-input")])
        decoded = Decoded(text, "utf-8", "UTF-8")
        opened = Opened(text.encode("utf-8", "surrogatepass"), "unknown", text, decoded.encoding)
        return self._within(opened, decoded)

    def _within(self, opened: Opened, decoded: Decoded | None) -> Opened:
        self.level += 1
        try:
            if self.level > self.limits.levels:
                raise OverLimit("too-deep", self.limits.levels)
            if self.spent > self.limits.elements:
                raise OverLimit("too-many-elements", self.limits.elements)
            if decoded is None:
                zips.read(opened, self)
            else:
                self._read(opened, decoded)
                if self.level > 1 or opened.inners:  # a lone document is held to the limit by its reader
                    self.spent += max(decoded.text.count(mark) for mark in ("</", ";", '":'))
        except OverLimit as over:
            opened.document = None
            opened.troubles.append(Trouble(over.rule, {"limit": str(over.limit)}))
        finally:
            self.level -= 1
        return opened

    def _read(self, opened: Opened, decoded: Decoded) -> None:
        text, roots = decoded.text, self.knowledge.structure
        start = text.lstrip()[:1]
        if is_html(text):
            opened.troubles.append(unrecognised_html(len(text) - len(text.lstrip())))
        elif start == "<":
            xml.read(opened, decoded, self)
        elif start == "{" or (start == "[" and flat.root_of(text, roots) is None and json.is_json(text)):
            json.read(opened, decoded, self)
        elif flat.root_of(text, roots) is not None:
            flat.read(opened, decoded, self)
        elif base64.looks_encoded(text):
            encoded.read(opened, decoded, self)
        elif not pasted.read(opened, self.knowledge):
            opened.troubles.append(unrecognised_text(text))


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


def texts_of(data: bytes, knowledge: Knowledge, limits: Limits | None = None) -> dict[str, str]:
    """The text of an upload under "", and of what it wraps under `key_of` its container: for extracts by a finding."""
    opened = open_input(data, knowledge, limits or Limits())
    return {key_of(level.container): level.text for level in opened.levels()}


def unwrapped(data: bytes, knowledge: Knowledge, limits: Limits) -> Opened:
    """What a request, an answer or base64 holds; the upload itself where it is none. Its `data` is what may be kept."""
    level = open_input(data, knowledge, limits)
    while level.format in WRAPPERS and level.inners:
        level = level.inners[0]
    return level


def innermost(data: bytes, knowledge: Knowledge, limits: Limits) -> Opened:
    """The document that an upload is about: the first at the end of every wrapping."""
    level = open_input(data, knowledge, limits)
    while level.inners:
        level = level.inners[0]
    return level


def files_of(data: bytes, knowledge: Knowledge, limits: Limits) -> tuple[list[tuple[str, bytes]], bool]:
    """The documents in a ZIP by name, and whether something in it was refused; none where it is no ZIP."""
    if foreign_kind(data) != "zip":
        return [], False
    opened = open_input(data, knowledge, limits)
    refused = any(t.rule == zips.REFUSED for t in opened.troubles)
    return [(unit.container["path"], unit.data) for unit in opened.inners if unit.container], refused
