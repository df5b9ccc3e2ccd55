"""Layout XML: one parse, one walk into columns; places are found afterwards by a scan of start tags."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape  # that of xml.sax.saxutils brings the network stack with it

from lxml import etree

from diagnostics.document import TEXT, At, Document, Group, Oddity, Span
from diagnostics.limits import Limits, OverLimit
from diagnostics.readers import tags
from diagnostics.readers.tree import children, finish, new_groups, xml_path
from knowledge.layout import Root

_LOCAL = re.compile(r"^(?:\{[^}]*\}|[^:]*:)")


_LIBXML_NAMES = {"utf-16-le": "UTF-16LE", "utf-16-be": "UTF-16BE", "iso8859-1": "ISO-8859-1"}
"""libxml2's names for the codecs that it does not know by Python's."""


def parse(data: bytes, encoding: str) -> etree._Element:
    """Parse without entities, network or DTD; raises lxml's XMLSyntaxError."""
    parser = etree.XMLParser(
        encoding=_LIBXML_NAMES.get(encoding, encoding),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        remove_blank_text=True,
        huge_tree=False,
        collect_ids=False,
    )
    return etree.fromstring(data, parser)


def local_name(tag: str) -> str:
    """A tag without its namespace."""
    return _LOCAL.sub("", tag)


def read(element: etree._Element, text: str, roots: Mapping[str, Root], limits: Limits) -> Document:
    """The document of a parsed layout. Raises OverLimit; the root's name must be one of `roots`."""
    if element.tag.startswith("{"):
        for node in element.iter():
            node.tag = local_name(node.tag)
    return _Walk(roots[element.tag], text, limits).document(element)


class _Walk:
    """One pass over the tree. Elements are counted in document order: that number is a row's handle."""

    def __init__(self, root: Root, text: str, limits: Limits) -> None:
        self.root = root
        self.limits = limits
        self.groups = new_groups(root)
        self.oddities: list[Oddity] = []
        self.index = 0
        self.source = XmlSource(text, root.name)

    def document(self, element: etree._Element) -> Document:
        sequence: list[tuple[str, int]] = []
        ordinals: dict[str, int] = {}
        self._text(element.text, At(None))
        for child in children(element):
            self.index += 1
            tag = child.tag
            group = self.groups.get(tag) if tag in self.root.children else None
            if group is None:
                self._odd(child, At(None), ordinals)
            else:
                ordinals[tag] = ordinals.get(tag, 0) + 1
                sequence.append((tag, len(group)))
                self._row(child, group, 0, ordinals[tag])
            self._text(child.tail, At(None))
        finish(self.groups)
        return Document(self.root, self.groups, self.source, self.oddities, sequence)

    def _row(self, element: etree._Element, group: Group, parent_row: int, ordinal: int) -> None:
        row = group.add(parent_row, self.index, ordinal)
        columns = group.columns
        ordinals: dict[str, int] = {}
        if element.text is not None:
            self._text(element.text, At(group, row))
        for child in children(element):
            self.index += 1
            tag = child.tag
            column = columns.get(tag)
            if column is not None:
                if len(column) == row:
                    column.append(child.text or "")
                elif len(column) < row:
                    group.fill(tag, row, child.text or "")
                else:
                    ordinals[tag] = ordinals.get(tag, 1) + 1
                    at = At(group, row, tag, ordinals[tag])
                    self.oddities.append(Oddity("repeated-field", at, tag, child.text))
                if len(child):
                    self._nested(child, At(group, row, tag))
            elif tag in group.segment.children:
                ordinals[tag] = ordinals.get(tag, 0) + 1
                self._row(child, self.groups[tag], row, ordinals[tag])
            else:
                self._odd(child, At(group, row), ordinals)
            if child.tail is not None:
                self._text(child.tail, At(group, row))
        if self.index > self.limits.elements:
            raise OverLimit("too-many-elements", self.limits.elements)

    def _odd(self, child: etree._Element, parent: At, ordinals: dict[str, int]) -> None:
        tag = child.tag
        ordinals[tag] = ordinals.get(tag, 0) + 1
        at = At(parent.group, parent.row, tag, ordinals[tag])
        self.oddities.append(Oddity("unknown", at, tag, child.text))
        self._skip(child)

    def _nested(self, child: etree._Element, at: At) -> None:
        self.oddities.append(Oddity("nested", at, child[0].tag, child[0].text))
        self._skip(child)

    def _skip(self, element: etree._Element) -> None:
        """Count what stands below a node that the structure has no room for."""
        level, depth = list(element), 4
        while level:
            self.index += len(level)
            depth += 1
            if depth > self.limits.depth:
                raise OverLimit("too-deep", self.limits.depth)
            level = [child for node in level for child in children(node)]

    def _text(self, text: str | None, parent: At) -> None:
        if text and text.strip():
            at = At(parent.group, parent.row, TEXT)
            self.oddities.append(Oddity("text", at, TEXT, text.strip()))


class XmlSource:
    """Names and finds places in the text of a layout XML."""

    format = "xml"

    def __init__(self, text: str, root: str) -> None:
        self.text = text
        self.root = root

    def path(self, at: At) -> str:
        """`/FACTURA/ITE[2]/TII[1]/IIM[1]/IIM_6`: an ordinal where the segment may repeat or does."""
        return xml_path(self.root, at)

    def parent_path(self, at: At) -> str:
        """The segment in which a missing place belongs."""
        return xml_path(self.root, At(at.group, at.row))

    def locate(self, places: Sequence[At]) -> dict[At, Span]:
        """The value of a field, the start tag of a segment, the text that belongs to nothing."""
        starts = tags.starts(self.text, {_node(p) for p in places})
        return {p: self._span(p, starts[_node(p)]) for p in places}

    def locate_parent(self, places: Sequence[At]) -> dict[At, Span]:
        """The start tag of the segment (or root) in which a place should stand."""
        starts = tags.starts(self.text, {_node(p) for p in places})
        return {p: tags.tag_span(self.text, starts[_node(p)]) for p in places}

    def escape(self, value: str, span: Span) -> str:
        """A value as it is written in this file."""
        return escape(value, quote=False)

    def _span(self, at: At, start: int) -> Span:
        if at.field is None:
            return tags.tag_span(self.text, start)
        if at.field == TEXT:
            return tags.stray(self.text, start)
        seen = 0
        for match in tags.children(self.text, start):
            if local_name(match["name"]) == at.field:
                seen += 1
                if seen == at.nth:
                    return tags.content(self.text, match)
        return tags.tag_span(self.text, start)


def _node(at: At) -> int:
    """The number of the element that holds a place; the root is number 0."""
    return 0 if at.group is None else at.group.nodes[at.row]
