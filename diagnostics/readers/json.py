"""The portal's JSON mirror of the layout: one root key, segments as objects or arrays, values as strings.

Numbers and booleans are taken as they are written (never as float); keys that come twice are kept and reported.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from diagnostics.document import At, Document, Group, Oddity, Span
from diagnostics.limits import Limits, OverLimit
from diagnostics.readers.tree import finish, new_groups
from knowledge.layout import Root

_SPACE = re.compile(r"[ \t\r\n]*")
_QUOTED = r'"[^"\\]*(?:\\.[^"\\]*)*"'
_STRING = re.compile(_QUOTED, re.DOTALL)
_SCALAR = re.compile(r"[^\s,\]}]+")
_NESTING = re.compile(_QUOTED + r"|([\[{])|([\]}])", re.DOTALL)


class Pairs(list[tuple[str, Any]]):
    """An object as its keys came, so that none is lost when one comes twice."""


class Literal(str):
    """A number, true or false, as written."""

    __slots__ = ()


class Constant(Literal):
    """NaN or Infinity, which JSON does not have."""

    __slots__ = ()


def parse(text: str, limits: Limits) -> Any:
    """The tree with objects as Pairs and bare values as Literal. Raises json.JSONDecodeError and OverLimit."""
    try:
        return json.loads(
            text, object_pairs_hook=Pairs, parse_float=Literal, parse_int=Literal, parse_constant=Constant
        )
    except RecursionError as error:
        raise OverLimit("too-deep", limits.json_depth) from error


def read(tree: Pairs, text: str, roots: Mapping[str, Root], limits: Limits) -> Document:
    """The document of a parsed mirror whose only key is one of `roots`. Raises OverLimit."""
    name, body = tree[0]
    return _Walk(roots[name], text, limits).document(body)


def check_depth(text: str, limits: Limits) -> None:
    """Raise OverLimit where arrays and objects nest deeper than allowed."""
    if text.count("{") + text.count("[") <= limits.json_depth:
        return
    depth = 0
    for match in _NESTING.finditer(text):
        if match[1]:
            depth += 1
            if depth > limits.json_depth:
                raise OverLimit("too-deep", limits.json_depth)
        elif match[2]:
            depth -= 1


class _Walk:
    def __init__(self, root: Root, text: str, limits: Limits) -> None:
        self.root, self.limits = root, limits
        self.groups = new_groups(root)
        self.oddities: list[Oddity] = []
        self.source = JsonSource(text, root.name)
        self.count = 0

    def document(self, body: Any) -> Document:
        if isinstance(body, Pairs):
            self._object(body, None, 0, self.root.children)
        else:
            self.oddities.append(Oddity("type", At(None), self.root.name, shown(body)))
        finish(self.groups)
        return Document(self.root, self.groups, self.source, self.oddities, None)

    def _object(self, pairs: Pairs, group: Group | None, row: int, children: Sequence[str]) -> None:
        columns = group.columns if group is not None else {}
        seen: dict[str, int] = {}
        self.count += len(pairs)
        if self.count > self.limits.elements:
            raise OverLimit("too-many-elements", self.limits.elements)
        for key, value in pairs:
            column = columns.get(key)
            if column is not None and len(column) < row:
                column.extend([None] * (row - len(column)))
            if column is not None and value.__class__ is str and len(column) == row:
                column.append(value)  # the usual case, without more ado: this runs for every value
                continue
            seen[key] = seen.get(key, 1 if column is not None and len(column) > row else 0) + 1
            at = At(group, row, key, seen[key])
            if seen[key] > 1:
                self.oddities.append(Oddity("duplicate-key", at, key, shown(value)))
            elif column is not None:
                self._value(column, value, at)
            elif key in children:
                self._segment(self.groups[key], value, row, at)
            else:
                self.oddities.append(Oddity("unknown", at, key, shown(value)))

    def _value(self, column: list[str | None], value: Any, at: At) -> None:
        if value.__class__ is str or isinstance(value, str):
            column.append(value)
        elif value is True or value is False:
            column.append("true" if value else "false")
        elif value is None:
            column.append("null")
        else:
            column.append(None)
            self.oddities.append(Oddity("type", at, at.field or "", shown(value)))
        if isinstance(value, Constant):
            self.oddities.append(Oddity("constant", at, at.field or "", str(value)))

    def _segment(self, group: Group, value: Any, parent_row: int, at: At) -> None:
        many = isinstance(value, list) and not isinstance(value, Pairs)
        for ordinal, one in enumerate(value if many else [value], 1):
            if not isinstance(one, Pairs):
                self.oddities.append(Oddity("type", at, group.segment.name, shown(one)))
                continue
            row = group.add(parent_row, 0, ordinal, many)
            self._object(one, group, row, group.segment.children)


def shown(value: Any) -> str:
    """A short text for a value of any type."""
    if isinstance(value, Pairs):
        return "{…}"
    if isinstance(value, list):
        return "[…]"
    return (
        {True: "true", False: "false", None: "null"}.get(value, str(value))
        if not isinstance(value, str)
        else value
    )


class JsonSource:
    """Names places as JSON pointers and finds them by a scan that skips what no pointer asks for."""

    format = "json"

    def __init__(self, text: str, root: str) -> None:
        self.text, self.root = text, root

    def path(self, at: At) -> str:
        """`/FACTURA/ITE/1/TII/0/IIM/0/IIM_6`, as the file has it: no index where one object stands alone."""
        return "".join(f"/{key}" for key in self.keys(at))

    def keys(self, at: At) -> list[str]:
        """The steps of the pointer of a place."""
        keys = [at.field] if at.field is not None else []
        group, row = at.group, at.row
        while group is not None:
            if group.in_array[row]:
                keys.append(str(group.ordinals[row] - 1))
            keys.append(group.segment.name)
            row, group = group.parents[row], group.parent
        return [self.root, *reversed(keys)]

    def parent_path(self, at: At) -> str:
        """The segment in which a missing place belongs."""
        return self.path(At(at.group, at.row))

    def locate(self, places: Sequence[At]) -> dict[At, Span]:
        """The value of a field (inside its quotes), the key of a segment."""
        found = self._scan({(*self.keys(p), p.nth) for p in places})
        return {p: self._value_span(found.get((*self.keys(p), p.nth)), p) for p in places}

    def locate_parent(self, places: Sequence[At]) -> dict[At, Span]:
        """The key of the segment (or root) in which a place should stand."""
        parents = {p: (*self.keys(At(p.group, p.row)), 1) for p in places}
        found = self._scan(set(parents.values()))
        return {p: _key_span(found.get(key)) for p, key in parents.items()}

    def escape(self, value: str, span: Span) -> str:
        """A value as it is written in this file: quoted only where the quotes are not there already."""
        quoted = self.text[span.start - 1 : span.start] == '"'
        plain = json.dumps(value, ensure_ascii=False)
        return plain[1:-1] if quoted else plain

    def _value_span(self, found: tuple[Span, Span] | None, at: At) -> Span:
        if found is None:
            return Span(0, 0)
        key, value = found
        if at.field is None:
            return key
        if self.text[value.start] == '"':
            return Span(value.start + 1, value.end - 1)
        return key if self.text[value.start] in "{[" else value

    def _scan(self, wanted: set[tuple[Any, ...]]) -> dict[tuple[Any, ...], tuple[Span, Span]]:
        """(key span, value span) of each wanted pointer; the last step of a pointer is which of equal keys."""
        scan = _Scan(self.text, wanted)
        scan.value(scan.blank(0), ())
        return scan.found


def _key_span(found: tuple[Span, Span] | None) -> Span:
    return found[0] if found else Span(0, 0)


class _Scan:
    """Reads a text that is known to be JSON; goes into what leads to a wanted pointer and steps over the rest."""

    def __init__(self, text: str, wanted: set[tuple[Any, ...]]) -> None:
        self.text = text
        self.wanted = wanted
        self.prefixes = {w[:n] for w in wanted for n in range(len(w) - 1)}
        self.found: dict[tuple[Any, ...], tuple[Span, Span]] = {}

    def value(self, start: int, path: tuple[Any, ...]) -> int:
        """Read the value at `start`; gives the offset behind it."""
        first = self.text[start]
        if first in "{[":
            if path not in self.prefixes:
                return self._skip(start)
            return self._items(start, path, keyed=first == "{")
        pattern = _STRING if first == '"' else _SCALAR
        match = pattern.match(self.text, start)
        return match.end() if match else start + 1

    def _items(self, start: int, path: tuple[Any, ...], keyed: bool) -> int:
        seen: dict[str, int] = {}
        for index, (key, key_span, position) in enumerate(self._heads(start, keyed)):
            step = key if keyed else str(index)
            seen[step] = seen.get(step, 0) + 1
            end = self.value(position, (*path, step) if seen[step] == 1 else (None,))
            pointer = (*path, step, seen[step])
            if pointer in self.wanted:
                span = Span(position, end)
                self.found[pointer] = (key_span if keyed else span, span)
            self.position = end
        return self.position

    def _heads(self, start: int, keyed: bool) -> Iterator[tuple[str, Span, int]]:
        """(key, its span, offset of the value) of each member; the caller sets `position` behind the value."""
        self.position = start + 1
        while True:
            here = self.blank(self.position)
            if self.text[here] == ",":
                here = self.blank(here + 1)
            if self.text[here] in "}]":
                self.position = here + 1
                return
            if not keyed:
                yield "", Span(here, here + 1), here
                continue
            key = _STRING.match(self.text, here)
            assert key is not None
            colon = self.blank(key.end())
            yield json.loads(key[0]), Span(key.start(), key.end()), self.blank(colon + 1)

    def blank(self, position: int) -> int:
        match = _SPACE.match(self.text, position)
        return match.end() if match else position

    def _skip(self, start: int) -> int:
        depth = 0
        for match in _NESTING.finditer(self.text, start):
            if match[1]:
                depth += 1
            elif match[2]:
                depth -= 1
                if depth == 0:
                    return match.end()
        return len(self.text)
