"""Where a parsed element stands in the text it was parsed from: for wrappers, which no reader makes a document of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from diagnostics.opened import Begins
from diagnostics.positions import lines_and_columns
from diagnostics.readers import tags
from diagnostics.readers.xml import local_name

_LEAD = re.compile(r"\s*")


@dataclass(frozen=True, slots=True)
class Place:
    """`offset` of the start tag, `value` of what stands behind it (behind `<![CDATA[` too). `verbatim`: it stands
    there letter by letter."""

    path: str
    offset: int
    value: int
    verbatim: bool


def place_of(text: str, element: etree._Element) -> Place:
    """The place of an element, counted in document order as the parser did."""
    root = element.getroottree().getroot()
    number = next(n for n, e in enumerate(root.iter()) if e is element)
    start = tags.starts(text, [number])[number]
    value = tags.content_at(text, start).start
    value = start if value == start else value
    lead = _LEAD.match(text, value)
    if lead is not None and text.startswith("<![CDATA[", lead.end()):
        value = lead.end() + 9
    verbatim = text.startswith("<![CDATA[", value - 9)
    return Place(path_of(element), start, value, verbatim)


def path_of(element: etree._Element) -> str:
    """`/e:Envelope/e:Body/ns:call/xmlBase64`, with the prefixes of the file; an ordinal where there are several."""
    steps = []
    node: etree._Element | None = element
    while node is not None:
        name = local_name(node.tag)
        label = f"{node.prefix}:{name}" if node.prefix else name
        nth = 1 + sum(1 for _ in node.itersiblings(node.tag, preceding=True))
        steps.append(f"{label}[{nth}]" if nth > 1 else label)
        node = node.getparent()
    return "/" + "/".join(reversed(steps))


def begins(text: str, offset: int, verbatim: bool) -> Begins:
    """The place at which an inner text begins."""
    line, column = lines_and_columns(text, [offset])[offset]
    return Begins(line, column, verbatim)
