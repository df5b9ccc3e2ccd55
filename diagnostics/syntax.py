"""What the XML and JSON parsers complain of, as the keys under which the guide explains it."""

from __future__ import annotations

import json
import re

from lxml import etree

from diagnostics.opened import Trouble
from diagnostics.unclosed import unclosed


def xml_trouble(error: etree.XMLSyntaxError, text: str) -> Trouble:
    """The parser's complaint in the guide's words, at its offset; where something was left open, at what opened it."""
    line, column = error.position
    offset = min(_offset(text, line or 1, column or 1), max(len(text) - 1, 0))
    detail = xml_detail(error)
    left = unclosed(text) if detail in ("tag", "comment", "cdata") else None
    if left is None:
        return Trouble("xml-syntax", {"detail": detail}, offset)
    opened = str(text.count("\n", 0, left.opened) + 1)
    args = {"detail": left.detail, "name": left.name, "opened": opened}
    place = offset if left.place is None else left.place
    return Trouble("xml-syntax", args, place, left.found or None, left.expected)


def xml_detail(error: etree.XMLSyntaxError) -> str:
    """The key of the reason in the entry's `details`, with what the parser names."""
    for pattern, key in XML_REASONS:
        if re.search(pattern, error.msg):
            return key
    return "other"


XML_REASONS = (
    (r"Comment not terminated|XML_ERR_COMMENT", "comment"),
    (r"CData section not finished", "cdata"),
    (r"Opening and ending tag mismatch|Premature end of data|EndTag", "tag"),
    (r"xmlParseEntityRef|EntityRef|Entity '|xmlParseCharRef", "ampersand"),
    (r"Extra content|Start tag expected|Document is empty", "extra"),
    (r"invalid Char|PCDATA invalid Char|not proper UTF-8|xmlParseChar", "character"),
    (r"AttValue|attributes|Attribute", "attribute"),
    (r"StartTag|invalid element name", "less-than"),
)


def _offset(text: str, line: int, column: int) -> int:
    start = 0
    for _ in range(line - 1):
        following = text.find("\n", start)
        if following < 0:
            break
        start = following + 1
    return start + max(column - 1, 0)


def json_detail(error: json.JSONDecodeError) -> str:
    """The key of the reason in the entry's `details`."""
    for start, key in JSON_REASONS:
        if error.msg.startswith(start):
            return key
    return "other"


JSON_REASONS = (
    ("Expecting ',' delimiter", "comma"),
    ("Expecting property name", "name"),
    ("Expecting ':' delimiter", "colon"),
    ("Expecting value", "value"),
    ("Unterminated string", "string"),
    ("Invalid control character", "control"),
    ("Invalid \\escape", "escape"),
    ("Invalid \\uXXXX", "escape"),
    ("Extra data", "extra"),
    ("Illegal trailing comma", "trailing"),
)
