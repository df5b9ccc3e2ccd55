"""Texts that stand side by side under one name: each with its language, and none twice in the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from diagnostics.issue import Issue, Scope, rule
from diagnostics.xsd import texts

if TYPE_CHECKING:
    from lxml import etree

    from diagnostics.readers.ubl import UblSource

MOST = 20
"""Findings that are told: more of the same say no more."""
LANGUAGE = "languageID"
_BESIDE = re.compile(r"</([^<>\s]+)>\s*<\1[\s>/]")
"""An end tag and the start tag of the same name: looked for in the text, for few documents have any."""


@rule("language-of-siblings")
def language_of_siblings(scope: Scope) -> Iterator[Issue]:
    """Where a text repeats, each says its language."""
    yield from _told(scope, [e for row in _rows(scope) for e in row if not e.get(LANGUAGE)], None)


@rule("language-repeated")
def language_repeated(scope: Scope) -> Iterator[Issue]:
    """Where a text repeats, no two are in one language."""
    twice = []
    for row in _rows(scope):
        said: set[str] = set()
        for element in row:
            language = (element.get(LANGUAGE) or "").strip()
            if language and language in said:
                twice.append(element)
            said.add(language)
    yield from _told(scope, twice, LANGUAGE)


def _rows(scope: Scope) -> list[list[etree._Element]]:
    """The texts of each name that repeats under one parent; the schema keeps them together."""
    source: UblSource = scope.doc.source  # type: ignore[assignment]  # the one that UBL documents have
    uri = source.root.namespaces["cbc"]
    prefixes = {prefix or "" for prefix, bound in source.element.nsmap.items() if bound == uri}
    beside = [match[1].rpartition(":") for match in _BESIDE.finditer(source.text)]
    names = {name for prefix, _, name in beside if prefix in prefixes}
    if not names or not (names := names & texts()):
        return []
    rows: dict[tuple[etree._Element | None, str], list[etree._Element]] = {}
    for element in source.element.iter(*(f"{{{uri}}}{name}" for name in names)):
        rows.setdefault((element.getparent(), element.tag), []).append(element)
    return [row for row in rows.values() if len(row) > 1]


def _told(scope: Scope, elements: list[etree._Element], attribute: str | None) -> Iterator[Issue]:
    source: UblSource = scope.doc.source  # type: ignore[assignment]  # as above
    for element in elements[:MOST]:
        parent = element.getparent()
        assert parent is not None  # the document element repeats no text
        args = {"field": source.label_of(element), "parent": source.label_of(parent)}
        found = element.get(attribute) if attribute else None
        yield Issue(source.at(element, attribute), found, None, args)
