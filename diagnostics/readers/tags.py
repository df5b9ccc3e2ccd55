"""Finding tags in the text of an XML: where elements start, what stands between their tags, attributes.

Elements are counted in document order, as the parser does: comments, processing instructions and CDATA are no tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from diagnostics.document import Span

_PLAIN_START = re.compile(r"<(?=[^/!?])")
_ANY_START = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|(<)(?=[^/!?])", re.DOTALL)
_TAG = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
    r"|<(?P<end>/?)(?P<name>[^\s/>]+)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?(?P<empty>/?)>",
    re.DOTALL,
)


def starts(text: str, wanted: Iterable[int]) -> dict[int, int]:
    """Offsets of the start tags with these numbers in document order."""
    plain = "<!" not in text and text.find("<?", 5) < 0
    found = _PLAIN_START.finditer(text) if plain else (m for m in _ANY_START.finditer(text) if m[1])
    offsets: dict[int, int] = {}
    passed = 0
    for index in sorted(wanted):
        match = next(islice(found, index - passed, None))
        passed = index + 1
        offsets[index] = match.start()
    return offsets


def tag_span(text: str, start: int) -> Span:
    """The whole start tag that begins at `start`."""
    match = _TAG.match(text, start)
    return Span(start, match.end() if match else start + 1)


def children(text: str, start: int) -> Iterator[re.Match[str]]:
    """The start tags directly below the one at `start`; groups `name` and `empty`."""
    depth = 0
    for match in _TAG.finditer(text, start):
        if match["name"] is None:
            continue
        if match["end"]:
            depth -= 1
            if depth == 0:
                return
            continue
        if depth == 1:
            yield match
        if not match["empty"]:
            depth += 1
        elif depth == 0:
            return


def content_at(text: str, start: int) -> Span:
    """What stands in the element whose start tag begins at `start`, up to the next tag."""
    match = _TAG.match(text, start)
    return content(text, match) if match else Span(start, start + 1)


def content(text: str, tag: re.Match[str]) -> Span:
    """What stands between a start tag and the next tag; the tag itself where it is closed at once."""
    if tag["empty"]:
        return Span(tag.start(), tag.end())
    start = tag.end()
    if text.startswith("<![CDATA[", start):
        start += 9
        return Span(start, text.index("]]>", start))
    end = text.find("<", start)
    return Span(start, end if end >= 0 else len(text))


def attribute(text: str, start: int, name: str) -> Span:
    """The value of an attribute of the tag that begins at `start`, without its quotes; the tag where it has none."""
    tag = tag_span(text, start)
    found = re.compile(rf"""\s(?:[\w.-]+:)?{re.escape(name)}\s*=\s*(?:"([^"]*)"|'([^']*)')""").search(
        text, start, tag.end
    )
    if found is None:
        return tag
    return Span(*found.span(1 if found[1] is not None else 2))


def stray(text: str, start: int) -> Span:
    """The first text directly below the tag at `start` that is not blank."""
    depth = 0
    for match in _TAG.finditer(text, start):
        if match["name"] is None:
            continue
        if match["end"]:
            depth -= 1
        elif not match["empty"]:
            depth += 1
        if depth == 0:
            break
        end = text.find("<", match.end())
        between = text[match.end() : end]
        if depth == 1 and between.strip():
            first = match.end() + len(between) - len(between.lstrip())
            return Span(first, first + len(between.strip()))
    return tag_span(text, start)
