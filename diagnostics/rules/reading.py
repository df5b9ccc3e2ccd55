"""Reading values for a check: rows that belong together, a text without the blanks around it, a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from diagnostics.document import Document, rows_above


def pairs(doc: Document, first: str, second: str) -> Iterator[tuple[int, int]]:
    """Rows of two fields that belong together: of one group, of a group and one above it, or every row with the
    only row of the other."""
    a, b = doc.group(first), doc.group(second)
    if a is None or b is None or not len(a) or not len(b):
        return
    above = rows_above(doc, a, b)
    if above is not None:
        yield from enumerate(above)
        return
    below = rows_above(doc, b, a)
    if below is not None:
        yield from ((up, row) for row, up in enumerate(below))
        return
    yield from ((row, 0) for row in range(len(a))) if len(b) == 1 else ((0, row) for row in range(len(b)))


def text(doc: Document, id_: str, row: int = 0) -> str | None:
    """A value without the blanks around it (which the structure reports); None where it is missing or empty."""
    value = doc.value(id_, row)
    return value.strip() or None if value is not None else None


def day(value: str | None) -> date | None:
    """The day of a date (or date and time) in the one form that counts, or None."""
    if value is None or len(value) not in (10, 19):
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None
