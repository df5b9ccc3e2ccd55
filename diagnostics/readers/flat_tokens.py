"""What is a tag or a field of a flat Layout, and what only looks like one within a value.

`;` ends a field, and a value may hold `;`, `:` and parentheses itself. What follows a `;` is a tag or a field where it
is one of the structure's, or so near to one that the value would swallow what was meant for the web service; in a value
that is no prose (a date, a number, a code) whatever is shaped like a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple

from knowledge.layout import Field, Root, Segment

_SHAPE = re.compile(
    r"[;)\]][ \t\r\n]*(?:"
    r"\((/)?([A-Za-z][A-Za-z0-9_.-]{0,30})(?=\))"
    r"|([A-Za-z_][^\s;:()\[\]=]{0,30}(?:[ \t]\d{1,3})?[ \t]?):(?:(?!//)|(?<=\d:))"
    r"|\[/([A-Za-z_]{1,40})(?=\]))"
)
"""A tag, a field or the root's end, behind what may stand before it: often the bracket that ends the last tag.
`https://` is no field, `ITE_11://` is one."""

_TAG = re.compile(r"[A-Z][A-Z0-9_]{1,11}")
_FIELD = re.compile(r"([A-Z][A-Z0-9]{1,4})_\d{1,3}")
_NUMBER = re.compile(r"[ _.-]{0,2}\d{1,3}[A-Za-z]?|_[^;:]*")
_BEGINS = re.compile(r"\)\s*(?:\((/?[A-Z][A-Z0-9]{1,4})\)|[A-Za-z]\w{0,5}[_.-]{0,2}\d{1,3}\w?[ \t]?:)")
_CLOSING = re.compile(r"\(/([^()\s]{1,31})\)")
_LOST = re.compile(r"(\d{1,3})([ \t]?[:=])?")
_BLANK = " \t\r\n;"
_SHORT = 35
"""A text of at most so many characters is somebody's code and no prose."""


class Token(NamedTuple):
    """An `open`, `close`, `field` or `root` is written from `start` to `end`, and the next token starts at `stop`: a
    field's value lies between. A `text` belongs to nothing."""

    kind: str
    name: str
    start: int
    end: int
    stop: int


class _Level(NamedTuple):
    """What is open: of a segment that the structure does not have here, nothing is known."""

    name: str
    known: bool
    fields: Mapping[str, Field]
    children: tuple[str, ...]


class Tokens:
    """The tags and fields of a text."""

    def __init__(self, text: str, root: Root) -> None:
        self.text, self.root = text, root

    def walk(self, position: int, segment: Segment | None) -> Iterator[Token]:
        """The tokens from `position`, just behind the bracket that opens `segment` (None: the header), up to the one
        that closes it. A tag that closes something else is given as it stands: the reader says what is wrong."""
        text, make = self.text, Token._make
        level = self._level(segment)
        levels = [level]
        own, fields = f"{level.name}_", level.fields
        shape, name, start, end = "text", "", position, position
        for match in _SHAPE.finditer(text, max(position - 1, 0)):
            group = match.lastindex or 0
            found = match[group]
            if group == _FIELD_GROUP:
                new, known = "field", found in fields
            else:
                new = _shape(match)
                known = found == level.name if new == "close" else new == "open" and found in level.children
            if not known or (shape == "field" and text[match.start()] != ";"):
                value = (fields.get(name),) if shape == "field" else ()
                if not self._takes(match, new, found, value, levels):
                    continue
            here = match.start(group) - _BEFORE[new]
            if end == here or (shape == "field" and text.find(own, end, here) < 0):
                if shape != "text":
                    yield make((shape, name, start, end, here))
            else:
                yield from self._between(make((shape, name, start, end, here)), level)
            shape, name, start, end = new, found, here, match.end()
            if new != "field":
                end += 1
                if new == "open":
                    inner = self.root.segments[found] if level.known and found in level.children else None
                    levels.append(self._level(inner) if inner else _Level(found, False, {}, ()))
                elif new == "root" or len(levels) == 1:
                    break
                else:
                    levels.pop()
                level = levels[-1]
                own, fields = f"{level.name}_", level.fields
        yield from self._between(
            make((shape, name, start, end, end if shape == "close" else len(text))), level
        )

    def _level(self, segment: Segment | None) -> _Level:
        if segment is None:
            return _Level(self.root.name, True, {}, self.root.children)
        return _Level(segment.name, True, segment.fields, segment.children)

    def _between(self, token: Token, level: _Level) -> Iterator[Token]:
        """A token, and what stands behind it before the next and is no value of it."""
        end, stop = token.end, token.stop
        if token.kind == "field":
            end = self._lost(level, end, stop)
            yield token._replace(stop=end)
        elif token.kind != "text":
            yield token
        between = self.text[end:stop].rstrip()
        first = end + len(between) - len(between.lstrip(_BLANK))
        last = end + len(between)
        if first < last:
            yield Token("text", "", first, last, last)

    def _lost(self, level: _Level, start: int, stop: int) -> int:
        """Where a value goes over into a field of its own segment: `EMI_6:Uno SASEMI_7:…`, `…;EMI_7=Uno SAS`."""
        prefix = f"{level.name}_"
        here = self.text.find(prefix, start, stop)
        while here >= 0:
            match = _LOST.match(self.text, here + len(prefix), stop)
            behind = self.text[max(here - 2, start) : here].rstrip()
            if match and prefix + match[1] in level.fields and (match[2] or behind.endswith(";")):
                return here
            here = self.text.find(prefix, here + 1, stop)
        return stop

    def _takes(
        self,
        match: re.Match[str],
        shape: str,
        name: str,
        value: tuple[Field | None, ...],
        levels: list[_Level],
    ) -> bool:
        """Whether what has a token's shape is one where `levels` are open: in the `value` of a field (None: an unknown
        one), or between fields and tags, where a token must begin."""
        level = levels[-1]
        behind = not value or self.text[match.start()] == ";"
        if shape == "field":
            if name in level.fields or not behind:
                return behind
            return level.known and (not value or self._is_field(name, value[0], level.name))
        if shape == "open":
            if name in level.children:
                return behind or self._begins(name, match)
            return behind and self._is_open(name, match, bool(value), level)
        if shape == "close":
            return name == level.name or (behind and self._is_close(name, bool(value), levels))
        return not value or name.upper() == self.root.name

    def _is_field(self, name: str, field: Field | None, segment: str) -> bool:
        """Whether an unknown name in a value is one that the sender took for a field's."""
        if name in self.fields or (field is not None and not _is_prose(field)):
            return True
        if name.upper().startswith(segment) and _NUMBER.fullmatch(name.rstrip(), len(segment)):
            return True
        shaped = _FIELD.fullmatch(name)
        return shaped is not None and (shaped[1] in self.root.segments or near(shaped[1], segment))

    def _is_close(self, name: str, in_value: bool, levels: list[_Level]) -> bool:
        """Whether a tag closes something else than what is open last."""
        if near(name, levels[-1].name) or any(level.name == name for level in levels):
            return True
        return name in self.root.segments if in_value else bool(_TAG.fullmatch(name))

    def _is_open(self, name: str, match: re.Match[str], in_value: bool, level: _Level) -> bool:
        """Whether a tag opens a segment that does not belong here: one that is closed later, or a misspelled one."""
        known, usual = name in self.root.segments, _TAG.fullmatch(name) is not None
        if not in_value and (usual or name.upper() in self.root.segments):
            return True
        closed = not known and self.closings.get(name, -1) > match.start()
        if closed and (usual or not in_value):
            return True
        return self._begins(name, match) and (known or closed or _near_any(name, level.children))

    def _begins(self, name: str, match: re.Match[str]) -> bool:
        """Whether behind a tag stands what can stand in it: a field, a child, or its end."""
        begins = _BEGINS.match(self.text, match.end())
        if begins is None or begins[1] is None:
            return begins is not None
        segment = self.root.segments.get(name)
        return begins[1] == f"/{name}" or (segment is not None and begins[1] in segment.children)

    @cached_property
    def closings(self) -> dict[str, int]:
        """Where each name is closed for the last time."""
        return {m[1]: m.start() for m in _CLOSING.finditer(self.text)}

    @cached_property
    def fields(self) -> frozenset[str]:
        """Every field of this kind of document."""
        return frozenset(name for s in self.root.segments.values() for name in s.fields)


_FIELD_GROUP = 3
_BEFORE = {"open": 1, "close": 2, "field": 0, "root": 2}
"""Characters between where a token is written and its name."""


def _shape(match: re.Match[str]) -> str:
    """What a match of _SHAPE is, if it is anything."""
    return "close" if match[1] else ("", "", "open", "field", "root")[match.lastindex or 0]


def _is_prose(field: Field) -> bool:
    """Whether people write what they like in a field."""
    if field.type != "text" or field.list or field.values:
        return False
    return field.max_length is None or field.max_length > _SHORT


def near(one: str, other: str) -> bool:
    """Whether two names differ in their case, by one letter, or by two that changed places."""
    if abs(len(one) - len(other)) > 1:
        return False
    a, b = sorted((one.upper(), other.upper()), key=len)
    if a == b:
        return True
    if len(a) < 3:
        return False
    n = next((i for i, pair in enumerate(zip(a, b, strict=False)) if pair[0] != pair[1]), len(a))
    if len(a) < len(b):
        return a[n:] == b[n + 1 :]
    return a[n + 1 :] == b[n + 1 :] or (a[n + 1 : n + 2] + a[n] + a[n + 2 :]) == b[n:]


@lru_cache(maxsize=1024)
def _near_any(name: str, others: tuple[str, ...]) -> bool:
    return any(near(name, other) for other in others)
