"""One document, whatever format it came in: values by canonical id, in columns, each with its place.

A segment of the estructura base is a `Group`: one row per occurrence, one column per field. Rules read columns
and yield places (`At`); only the reader knows what a place is called in its format and where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

from knowledge.layout import Root, Segment
from knowledge.ubl import UblRoot

Column = list[str | None]
"""One value a row: None where the field is missing, "" where it is there and empty."""

TEXT = "#text"
"""Stands for a field's name in the place of text that belongs to no field."""

_NUMBER = re.compile(r"-?\d{1,18}(?:\.\d{1,6})?", re.ASCII)


class Group:
    """All occurrences of one segment, in the order of the document."""

    __slots__ = ("columns", "in_array", "nodes", "ordinals", "parent", "parents", "segment")

    def __init__(self, segment: Segment, parent: Group | None) -> None:
        self.segment = segment
        self.parent = parent
        self.parents: list[int] = []
        """Row of the parent group in which each row stands (0 below the root)."""
        self.ordinals: list[int] = []
        """1-based place among the segments of the same name in the same parent."""
        self.nodes: list[Any] = []
        """The reader's handle of each row."""
        self.in_array: list[bool] = []
        self.columns: dict[str, Column] = {name: [] for name in segment.fields}

    def __len__(self) -> int:
        return len(self.ordinals)

    def add(self, parent_row: int, node: Any, ordinal: int, in_array: bool = True) -> int:
        """Open a row and give its number; the reader then fills the columns and closes it with `close`."""
        self.parents.append(parent_row)
        self.ordinals.append(ordinal)
        self.nodes.append(node)
        self.in_array.append(in_array)
        return len(self.ordinals) - 1

    def close(self, row: int) -> None:
        """Mark as missing what the row did not fill."""
        for column in self.columns.values():
            if len(column) == row:
                column.append(None)

    def fill(self, name: str, row: int, value: str) -> None:
        """Put a value where none stands yet; rows in between that have none are marked as missing."""
        column = self.columns[name]
        filled = len(column)
        if filled == row:
            column.append(value)
        elif filled < row:
            column.extend([None] * (row - filled))
            column.append(value)

    def finish(self) -> None:
        """Mark as missing what no row filled; for readers that use `fill` and close no rows."""
        rows = len(self.ordinals)
        for column in self.columns.values():
            column.extend([None] * (rows - len(column)))


class At(NamedTuple):
    """A place: a field of a row, the segment itself (no field), or the root (no group)."""

    group: Group | None
    row: int = 0
    field: str | None = None
    nth: int = 1

    @property
    def label(self) -> str:
        """The field's name as a formula shows it."""
        known = self.group.segment.fields.get(self.field or "") if self.group is not None else None
        return known.label if known else self.field or ""


class Span(NamedTuple):
    """Where a place stands in the text: offsets in characters, end excluded."""

    start: int
    end: int


@dataclass(slots=True)
class Oddity:
    """Something that the structure has no room for, as the reader met it."""

    kind: str
    at: At
    name: str
    found: str | None = None


class Source(Protocol):
    """What a reader leaves behind so that places can be named and found, only when a finding needs it."""

    format: str

    def path(self, at: At) -> str: ...

    def parent_path(self, at: At) -> str: ...

    def locate(self, places: Sequence[At]) -> dict[At, Span]: ...

    def locate_parent(self, places: Sequence[At]) -> dict[At, Span]: ...

    def escape(self, value: str, span: Span) -> str: ...


@dataclass(slots=True)
class Document:
    """What a reader makes of an input."""

    root: Root
    groups: dict[str, Group]
    source: Source
    oddities: list[Oddity] = field(default_factory=list)
    sequence: list[tuple[str, int]] | None = None
    """Segments below the root as they came, (name, row); None where the format has no order."""
    rows_above: dict[tuple[str, str], list[int] | None] = field(default_factory=dict)
    """Which row of a group stands above each row of another, by segment names; filled as it is asked for."""
    told: str | None = None
    """The kind that its sender says it is of."""
    _numbers: dict[str, list[Decimal | None]] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The kind of document as the guide's codes name it: invoice, credit_note, debit_note, support, event. It is
        as told where the root may be of that kind."""
        return self.told if self.told in self.root.possible else self.kind_by_content

    @property
    def kind_by_content(self) -> str:
        """The kind that the document itself says it is of."""
        said = (self.value(self.root.kind_by) or "").strip()
        return self.root.kinds.get(said, self.root.kind)

    @property
    def is_ubl(self) -> bool:
        """Whether this is a UBL document and no input in the estructura base."""
        return isinstance(self.root, UblRoot)

    def is_value(self, id_: str) -> bool:
        """Whether a field holds a value, and is no node of which only the presence counts."""
        return not isinstance(self.root, UblRoot) or id_ in self.root.leaves

    def has(self, id_: str) -> bool:
        """Whether this kind of document knows the field at all."""
        return id_ in self.root.by_id

    def group(self, id_: str) -> Group | None:
        """The group of a field, or None where this kind of document does not know the field."""
        known = self.root.by_id.get(id_)
        return self.groups[known.segment] if known else None

    def column(self, id_: str) -> Column:
        """All values of a field; [] where this kind of document does not know it or its segment never came."""
        known = self.root.by_id.get(id_)
        return self.groups[known.segment].columns[known.name] if known else []

    def value(self, id_: str, row: int = 0) -> str | None:
        """The value of a field in a row; None where it is missing."""
        column = self.column(id_)
        return column[row] if row < len(column) else None

    def at(self, id_: str, row: int = 0) -> At:
        """The place of a field that this kind of document knows."""
        known = self.root.by_id[id_]
        return At(self.groups[known.segment], row, known.name)

    def numbers(self, id_: str) -> list[Decimal | None]:
        """A column as numbers; None where the value is missing or not a plain number (the structure says so)."""
        if id_ not in self._numbers:
            column = self.column(id_)
            made = {v: number(v) for v in set(column)}
            self._numbers[id_] = [made[v] for v in column]
        return self._numbers[id_]

    def number(self, id_: str, row: int = 0) -> Decimal | None:
        """One value as a number, or None."""
        column = self.numbers(id_)
        return column[row] if row < len(column) else None

    def put(self, at: At, value: str | None) -> str | None:
        """Put another value at the place of a field and give the one that stood there; for what-if trials."""
        if at.group is None or at.field is None:
            raise ValueError("only a field has a value")
        column = at.group.columns[at.field]
        before, column[at.row] = column[at.row], value
        self._numbers.pop(at.group.segment.fields[at.field].id, None)
        return before

    def flags(self, id_: str) -> Column:
        """A column of true|false as written, with None for what is neither."""
        return [v if v in ("true", "false") else None for v in self.column(id_)]


def number(value: str | None) -> Decimal | None:
    """A plain number of at most 18 + 6 digits with a point, or None. The text is checked before Decimal sees it:
    Decimal accepts underscores, Arabic digits and exponents that take seconds."""
    if value is None:
        return None
    value = value.strip()
    return Decimal(value) if _NUMBER.fullmatch(value) else None


def children_of(group: Group | None, parent: Group | None) -> list[list[int]]:
    """For each row of `parent`, the rows of `group` that stand in it."""
    rows: list[list[int]] = [[] for _ in range(len(parent) if parent is not None else 1)]
    if group is not None:
        for row, above in enumerate(group.parents):
            rows[above].append(row)
    return rows


def ancestor_rows(group: Group, ancestor: Group) -> list[int] | None:
    """For each row of `group`, the row of `ancestor` in which it stands; None where it stands in none."""
    rows: Iterable[int] = range(len(group))
    current: Group | None = group
    while current is not None and current is not ancestor:
        above = current.parents
        rows = [above[r] for r in rows]
        current = current.parent
    return list(rows) if current is ancestor else None
