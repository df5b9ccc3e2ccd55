"""Files that are none of ours, named by what they hold: by their first bytes, by an XML's root, by a JSON's keys."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from diagnostics.opened import Trouble
from diagnostics.readers.xml import local_name
from diagnostics.secrets import mask
from knowledge.layout import Root

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
_ROOTS = (
    (re.compile(r"html", re.IGNORECASE), "html"),
    (re.compile(r"Nomina"), "nomina"),
    (re.compile(r"definitions|schema|description"), "wsdl"),
    (re.compile(r"document|package|wordDocument|Workbook|worksheet"), "office-xml"),
    (re.compile(r"svg"), "image"),
)
_HTML = re.compile(r"\s*(?:<!DOCTYPE\s+html|<html[\s>])", re.IGNORECASE)
_OFFICE_NAMESPACE = re.compile(r"schemas[.-](?:microsoft|openxmlformats)|opendocument")


def foreign_kind(data: bytes) -> str | None:
    """The kind of a file that is no text, by its first bytes."""
    return next((kind for start, kind in _SIGNATURES if data.startswith(start)), None)


def is_html(text: str) -> bool:
    """Whether this is a web page; most are no XML that could be parsed."""
    return _HTML.match(text) is not None


def unrecognised_bytes(kind: str) -> Trouble:
    """What a file is that is no text."""
    return Trouble("unrecognised-input", {"detail": kind})


def unrecognised_text(text: str) -> Trouble:
    """What a text looks like that none of the readers takes."""
    start = " ".join(mask(text.strip()[:400])[:60].split())
    return Trouble("unrecognised-input", {"detail": "text", "start": start}, 0, start)


def unrecognised_html(offset: int) -> Trouble:
    """A web page: mostly the error of a server that stands before the service."""
    return Trouble("unrecognised-input", {"detail": "html"}, offset)


def unrecognised_xml(tag: str, text: str) -> Trouble:
    """What an XML is whose root none of the readers takes."""
    name = local_name(tag)
    kind = next((kind for pattern, kind in _ROOTS if pattern.match(name)), "xml")
    if kind == "office-xml" and not _OFFICE_NAMESPACE.search(tag):
        kind = "xml"
    offset = re.search(rf"<(?:[\w.-]+:)?{re.escape(name)}(?=[\s/>])", text)
    args = {"detail": kind, "start": f"<{name}>"}
    return Trouble("unrecognised-input", args, offset.start() if offset else 0, name)


def unrecognised_json(
    keys: Sequence[str], below: Sequence[str], shown: str, roots: Mapping[str, Root]
) -> Trouble:
    """A JSON that has not the one key that says what it is: an insumo without it, or another system's, by all its
    names."""
    start = ", ".join(keys[:5]) or shown
    ours = {name for root in roots.values() for name in (root.name, *root.segments)}
    if ours.isdisjoint([*keys, *below]) and len(keys) + len(below) > 1:
        return Trouble("unrecognised-input", {"detail": "json", "start": start[:60]}, 0, start[:60])
    return Trouble("json-root", {}, 0, start, " o ".join(roots))
