"""The flat Layout text: `[NIT][…][FACTURA](ENC)ENC_1:INVOIC;ENC_2:…;(/ENC)…[/FACTURA]`.

`;` ends a field and the first `:` parts name from value; a `;` that no field, segment or end follows belongs to
the value (`TAC_1:O-13;O-15;`). `flat_tokens` tells the ones from the others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from diagnostics.document import TEXT, At, Document, Group, Oddity, Span
from diagnostics.limits import Limits, OverLimit
from diagnostics.readers.flat_tokens import Token, Tokens
from diagnostics.readers.tree import finish, new_groups, xml_path
from knowledge.layout import Root

_HEADER = re.compile(r"\s*(?:\[[^\]]*\]\s*)+")
_BRACKET = re.compile(r"\[([^\]]*)\]")


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
    return _Scan(roots[name], text, offset, limits).document()


class _Frame:
    """An open segment: the group and row it fills, and how often each name came in it."""

    __slots__ = ("group", "name", "ordinals", "row")

    def __init__(self, name: str, group: Group | None, row: int) -> None:
        self.name, self.group, self.row = name, group, row
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
        self.source = FlatSource(text, root, root_offset)
        self.stack = [_Frame(root.name, None, 0)]
        self.unknown = 0

    def document(self) -> Document:
        closed = False
        for count, token in enumerate(self.source.tokens.walk(header_end(self.text), None), 1):
            if count > self.limits.elements:
                raise OverLimit("too-many-elements", self.limits.elements)
            kind = token[0]
            if kind == "field":
                self._field(token)
            elif kind == "open":
                self._open(token)
            elif kind == "close":
                self._close(token)
            elif kind == "root":
                closed = True
                self._close_root(token)
            else:
                self._stray(token)
        if not closed:
            raise FlatSyntax({"expected": f"[/{self.root.name}]"}, len(self.text))
        finish(self.groups)
        return Document(self.root, self.groups, self.source, self.oddities, self.sequence)

    @property
    def top(self) -> _Frame:
        return self.stack[-1]

    def _open(self, token: Token) -> None:
        name, top = token.name, self.top
        known = self.root.children if top.group is None else top.group.segment.children
        if len(self.stack) > self.limits.depth:
            raise OverLimit("too-deep", self.limits.depth)
        ordinal = top.next(name)
        if self.unknown or name not in known:
            if not self.unknown:
                self.oddities.append(Oddity("unknown", At(top.group, top.row, name, ordinal), name, ""))
            self.unknown += 1
            self.stack.append(_Frame(name, top.group, top.row))
            return
        group = self.groups[name]
        row = group.add(top.row if top.group is not None else 0, token.start, ordinal)
        if top.group is None:
            self.sequence.append((name, row))
        self.stack.append(_Frame(name, group, row))

    def _close(self, token: Token) -> None:
        frame = self.top
        if len(self.stack) == 1 or frame.name != token.name:
            expected = f"(/{frame.name})" if len(self.stack) > 1 else f"[/{self.root.name}]"
            raise FlatSyntax({"found": f"(/{token.name})", "expected": expected}, token.start)
        self.stack.pop()
        if self.unknown:
            self.unknown -= 1

    def _close_root(self, token: Token) -> None:
        frame, found = self.top, f"[/{token.name}]"
        if len(self.stack) > 1:
            raise FlatSyntax({"found": found, "expected": f"(/{frame.name})"}, token.start)
        if token.name != self.root.name:
            raise FlatSyntax({"found": found, "expected": f"[/{self.root.name}]"}, token.start)

    def _field(self, token: Token) -> None:
        frame, name = self.stack[-1], token.name
        value = value_of(self.text, token)
        column = frame.group.columns.get(name) if frame.group is not None else None
        if column is not None and len(column) <= frame.row:
            if len(column) < frame.row:
                column.extend([None] * (frame.row - len(column)))
            column.append(value)
            return
        if column is not None:
            frame.ordinals.setdefault(name, 1)  # the one that filled the column
        nth = frame.next(name)
        at = At(frame.group, frame.row, name, nth)
        self.oddities.append(Oddity("unknown" if column is None else "repeated-field", at, name, value))

    def _stray(self, token: Token) -> None:
        if not self.unknown:
            at = At(self.top.group, self.top.row, TEXT, self.top.next(TEXT))
            self.oddities.append(Oddity("text", at, TEXT, self.text[token.start : token.end]))


class FlatSource:
    """Names and finds places in a flat text; a row's handle is the offset of its opening tag."""

    format = "flat"

    def __init__(self, text: str, root: Root, root_offset: int) -> None:
        self.text, self.root, self.root_offset = text, root, root_offset
        self.tokens = Tokens(text, root)

    def path(self, at: At) -> str:
        """As in XML: both come from the same tree."""
        return xml_path(self.root.name, at)

    def parent_path(self, at: At) -> str:
        """The segment in which a missing place belongs."""
        return self.path(At(at.group, at.row))

    def locate(self, places: Sequence[At]) -> dict[At, Span]:
        """The value of a field, the opening tag of a segment, the text that belongs to nothing."""
        return {p: self._span(p) for p in places}

    def locate_parent(self, places: Sequence[At]) -> dict[At, Span]:
        """The opening tag of the segment (or the root's bracket) in which a place should stand."""
        return {p: self._tag(p) for p in places}

    def escape(self, value: str, span: Span) -> str:
        """Flat text has no escape."""
        return value

    def _tag(self, at: At) -> Span:
        offset = self.root_offset if at.group is None else at.group.nodes[at.row]
        return Span(offset, self.text.index("]" if at.group is None else ")", offset) + 1)

    def _span(self, at: At) -> Span:
        tag = self._tag(at)
        if at.field is None:
            return tag
        segment = at.group.segment if at.group is not None else None
        depth = seen = 0
        for token in self.tokens.walk(tag.end if segment else header_end(self.text), segment):
            depth -= token.kind == "close"
            if depth == 0 and token.kind != "close" and at.field == (token.name or TEXT):
                seen += 1
                if seen == at.nth:
                    return self._of(token)
            depth += token.kind == "open"
        return tag

    def _of(self, token: Token) -> Span:
        """What a finding points at: a field's value, a tag, a text."""
        if token.kind != "field":
            return Span(token.start, token.end)
        return Span(token.end, token.end + len(value_of(self.text, token)))


def header_end(text: str) -> int:
    """Where the header's last bracket ends."""
    header = _HEADER.match(text)
    return len(header[0].rstrip()) if header else 0


def value_of(text: str, token: Token) -> str:
    """A field's value: up to the last `;`, without the line break and indentation behind it. Blanks alone behind that
    `;` are told as the value's, for nobody knows that the web service passes over them."""
    raw = text[token.end : token.stop]
    if raw[-1:] == ";":
        return raw[:-1]
    bare = raw.rstrip()
    return (bare if raw[len(bare) :].strip(" \t") else raw).removesuffix(";")
