"""The flat Layout text: `[NIT][…][FACTURA](ENC)ENC_1:INVOIC;ENC_2:…;(/ENC)…[/FACTURA]`.

`;` ends a field and the first `:` parts name from value; a `;` that no field, segment or end follows belongs to
the value (`TAC_1:O-13;O-15;`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import zip_longest

from diagnostics.document import TEXT, At, Document, Group, Oddity, Span
from diagnostics.limits import Limits, OverLimit
from diagnostics.readers.tree import new_groups, xml_path
from knowledge.layout import Root

_HEADER = re.compile(r"\s*(?:\[[^\]]*\]\s*)+")
_BRACKET = re.compile(r"\[([^\]]*)\]")
_BOUNDARY = re.compile(
    r"(?:(?<=[;)\]])|(?<=[;)\]]\s)|(?<=[;)\]]\r\n))"
    r"(?:\((?P<end>/?)(?P<segment>[A-Z][A-Z0-9_]{1,11})\)|(?P<field>[A-Za-z][A-Za-z0-9_]{0,30}):(?!//)"
    r"|\[/(?P<root>[A-Z_]+)\])"
)


class FlatSyntax(Exception):
    """The text is not well formed. `offset` in characters; `detail` names what was met and expected."""

    def __init__(self, detail: dict[str, str], offset: int) -> None:
        self.detail = detail
        self.offset = offset
        super().__init__(str(detail))


def root_of(text: str, roots: Mapping[str, Root]) -> tuple[str, int] | None:
    """The root that the header names and the offset of its bracket, or None where this is no flat Layout."""
    header = _HEADER.match(text)
    if not header:
        return None
    for bracket in _BRACKET.finditer(text, 0, header.end()):
        if bracket[1] in roots:
            return bracket[1], bracket.start()
    return None


def read(text: str, roots: Mapping[str, Root], limits: Limits) -> Document:
    """The document of a flat Layout. Raises FlatSyntax and OverLimit."""
    found = root_of(text, roots)
    if found is None:
        raise FlatSyntax({"expected": "[FACTURA]"}, 0)
    name, offset = found
    header = _HEADER.match(text)
    assert header is not None
    return _Scan(roots[name], text, offset, limits).document(header.end())


class _Frame:
    """An open segment: the group and row it fills, and how often each name came in it."""

    __slots__ = ("group", "name", "ordinals", "row", "start")

    def __init__(self, name: str, group: Group | None, row: int, start: int) -> None:
        self.name, self.group, self.row, self.start = name, group, row, start
        self.ordinals: dict[str, int] = {}

    def next(self, name: str) -> int:
        self.ordinals[name] = self.ordinals.get(name, 0) + 1
        return self.ordinals[name]


class _Scan:
    def __init__(self, root: Root, text: str, root_offset: int, limits: Limits) -> None:
        self.root, self.text, self.limits = root, text, limits
        self.groups = new_groups(root)
        self.oddities: list[Oddity] = []
        self.sequence: list[tuple[str, int]] = []
        self.source = FlatSource(text, root.name, root_offset)
        self.stack = [_Frame(root.name, None, 0, root_offset)]
        self.unknown = 0
        self.count = 0

    def document(self, position: int) -> Document:
        text = self.text
        matches = list(_BOUNDARY.finditer(text, max(position - 1, 0)))
        matches = [m for m in matches if m.start() >= position]
        self._between(text[position : matches[0].start()] if matches else text[position:])
        closed = False
        for match, following in zip_longest(matches, matches[1:]):
            self.count += 1
            if self.count > self.limits.elements:
                raise OverLimit("too-many-elements", self.limits.elements)
            end = following.start() if following else len(text)
            if match["root"]:
                closed = True
                self._close_root(match)
                self._between(text[match.end() : end])
                break
            if match["field"]:
                self._field(match, end)
            elif match["end"]:
                self._close(match)
                self._between(text[match.end() : end])
            else:
                self._open(match)
                self._between(text[match.end() : end])
        if not closed:
            raise FlatSyntax({"expected": f"[/{self.root.name}]"}, len(text))
        return Document(self.root, self.groups, self.source, self.oddities, self.sequence)

    @property
    def top(self) -> _Frame:
        return self.stack[-1]

    def _open(self, match: re.Match[str]) -> None:
        name, top = match["segment"], self.top
        known = self.root.children if top.group is None else top.group.segment.children
        if len(self.stack) > self.limits.depth:
            raise OverLimit("too-deep", self.limits.depth)
        ordinal = top.next(name)
        if self.unknown or name not in known:
            if not self.unknown:
                self.oddities.append(Oddity("unknown", At(top.group, top.row, name, ordinal), name, ""))
            self.unknown += 1
            self.stack.append(_Frame(name, top.group, top.row, match.start()))
            return
        group = self.groups[name]
        row = group.add(top.row if top.group is not None else 0, match.start(), ordinal)
        if top.group is None:
            self.sequence.append((name, row))
        self.stack.append(_Frame(name, group, row, match.start()))

    def _close(self, match: re.Match[str]) -> None:
        frame = self.top
        if len(self.stack) == 1 or frame.name != match["segment"]:
            expected = f"(/{frame.name})" if len(self.stack) > 1 else f"[/{self.root.name}]"
            raise FlatSyntax({"found": match[0], "expected": expected}, match.start())
        self.stack.pop()
        if self.unknown:
            self.unknown -= 1
        elif frame.group is not None:
            frame.group.close(frame.row)

    def _close_root(self, match: re.Match[str]) -> None:
        frame = self.top
        if len(self.stack) > 1:
            raise FlatSyntax({"found": match[0], "expected": f"(/{frame.name})"}, match.start())
        if match["root"] != self.root.name:
            raise FlatSyntax({"found": match[0], "expected": f"[/{self.root.name}]"}, match.start())

    def _field(self, match: re.Match[str], end: int) -> None:
        if self.unknown:
            return
        frame, name = self.top, match["field"]
        value = self.text[match.end() : end].rstrip("\r\n")
        value = value.removesuffix(";")
        column = frame.group.columns.get(name) if frame.group is not None else None
        at = At(frame.group, frame.row, name, frame.next(name))
        if column is None:
            self.oddities.append(Oddity("unknown", at, name, value))
        elif len(column) == frame.row:
            column.append(value)
        else:
            self.oddities.append(Oddity("repeated-field", at, name, value))

    def _between(self, text: str) -> None:
        if text.strip(" \t\r\n;") and not self.unknown:
            at = At(self.top.group, self.top.row, TEXT)
            self.oddities.append(Oddity("text", at, TEXT, text.strip()))


class FlatSource:
    """Names and finds places in a flat text; a row's handle is the offset of its opening tag."""

    format = "flat"

    def __init__(self, text: str, root: str, root_offset: int) -> None:
        self.text, self.root, self.root_offset = text, root, root_offset

    def path(self, at: At) -> str:
        """As in XML: both come from the same tree."""
        return xml_path(self.root, at)

    def locate(self, places: Sequence[At]) -> dict[At, Span]:
        """The value of a field, the opening tag of a segment, the text that belongs to nothing."""
        return {p: self._span(p) for p in places}

    def locate_parent(self, places: Sequence[At]) -> dict[At, Span]:
        """The opening tag of the segment (or the root's bracket) in which a place should stand."""
        return {p: self._tag(self._offset(p)) for p in places}

    def escape(self, value: str, span: Span) -> str:
        """Flat text has no escape."""
        return value

    def _offset(self, at: At) -> int:
        return self.root_offset if at.group is None else at.group.nodes[at.row]

    def _tag(self, offset: int) -> Span:
        closing = ")" if self.text[offset] == "(" else "]"
        return Span(offset, self.text.index(closing, offset) + 1)

    def _span(self, at: At) -> Span:  # noqa: C901 - one scan, and each kind of place ends it elsewhere
        start = self._tag(self._offset(at))
        if at.field is None:
            return start
        if at.group is None:
            header = _HEADER.match(self.text)
            start = Span(start.start, header.end() if header else start.end)
        depth, seen, position = 0, 0, start.end
        matches = self._within(start.end)
        for index, match in enumerate(matches):
            if depth == 0 and at.field == TEXT and self.text[position : match.start()].strip(" \t\r\n;"):
                return self._trim(position, match.start())
            if match["root"] or (match["end"] and depth == 0):
                break
            if match["end"]:
                depth -= 1
            elif match["segment"]:
                if depth == 0 and match["segment"] == at.field:
                    seen += 1
                    if seen == at.nth:
                        return Span(match.start(), match.end())
                depth += 1
            elif depth == 0 and match["field"] == at.field:
                seen += 1
                if seen == at.nth:
                    end = matches[index + 1].start() if index + 1 < len(matches) else len(self.text)
                    value = self.text[match.end() : end].rstrip("\r\n").removesuffix(";")
                    return Span(match.end(), match.end() + len(value))
            position = self._after(match, matches, index)
        return start

    def _within(self, position: int) -> list[re.Match[str]]:
        """The boundaries from `position` to the end of the segment open there, its closing one included."""
        found: list[re.Match[str]] = []
        depth = 0
        for match in _BOUNDARY.finditer(self.text, max(position - 1, 0)):
            if match.start() < position:
                continue
            found.append(match)
            if match["segment"]:
                depth += -1 if match["end"] else 1
            if depth < 0 or match["root"]:
                break
        return found

    def _after(self, match: re.Match[str], matches: list[re.Match[str]], index: int) -> int:
        if match["field"]:
            return matches[index + 1].start() if index + 1 < len(matches) else len(self.text)
        return match.end()

    def _trim(self, start: int, end: int) -> Span:
        text = self.text[start:end]
        first = start + len(text) - len(text.lstrip(" \t\r\n;"))
        return Span(first, first + len(text.strip(" \t\r\n;")))
