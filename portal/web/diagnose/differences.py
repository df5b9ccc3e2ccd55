"""What changed between two versions of a file, line by line, in bounded time whatever the files are. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from markupsafe import Markup, escape

MOST = 200
"""Changes shown."""
COMPARED = 1500
"""Lines that are matched against each other; beyond it the old part is shown whole, then the new."""
LONG = 400
AROUND = 60
_WORD = re.compile(r"[\w.+-]")
_PIECE = re.compile(r"[^;,>]*[;,>]?")


@dataclass(frozen=True, slots=True)
class Change:
    """A line before and after, None where it is new or gone, with the part that changes marked; `number` is its
    line in the later file, or in the earlier one where it is gone."""

    number: int
    before: Markup | None
    after: Markup | None


Unit = tuple[str, int]
"""A line, or (of a line too long to show) a piece of it, and the number of the line."""


def differences(before: str, after: str) -> tuple[list[Change], int]:
    """(the first MOST changes, how many there are)."""
    old, new = _units(before), _units(after)
    start = 0
    while start < min(len(old), len(new)) and old[start][0] == new[start][0]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end][0] == new[-1 - end][0]:
        end += 1
    changes: list[Change] = []
    total = 0
    for gone, come in _blocks(old[start : len(old) - end], new[start : len(new) - end]):
        paired = min(len(gone), len(come))
        total += max(len(gone), len(come))
        room = MOST - len(changes)
        changes += [_pair(a, b) for a, b in zip(gone[:room], come[:room], strict=False)]
        room = MOST - len(changes)
        changes += [Change(n, escape(text[:LONG]), None) for text, n in gone[paired : paired + room]]
        changes += [Change(n, None, escape(text[:LONG])) for text, n in come[paired : paired + room]]
    return changes[:MOST], total


def _units(text: str) -> list[Unit]:
    units: list[Unit] = []
    for number, line in enumerate(text.split("\n"), 1):
        line = line.rstrip("\r")
        if len(line) <= LONG:
            units.append((line, number))
        else:
            units += [(piece, number) for piece in _PIECE.findall(line) if piece]
    return units


def _blocks(old: Sequence[Unit], new: Sequence[Unit]) -> Iterator[tuple[Sequence[Unit], Sequence[Unit]]]:
    """The parts that differ, each with what stands in its place."""
    if len(old) == len(new):
        # What corrections do: the same lines with other values.
        places = [n for n in range(len(old)) if old[n][0] != new[n][0]]
        if len(places) <= len(old) // 2:
            for n in places:
                yield old[n : n + 1], new[n : n + 1]
            return
    if max(len(old), len(new)) > COMPARED:
        yield old, new
        return
    matcher = SequenceMatcher(None, [text for text, _ in old], [text for text, _ in new])
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            yield old[i:j], new[k:m]


def _pair(old: Unit, new: Unit) -> Change:
    a, b = old[0], new[0]
    start = _shared(a, b)
    end = _shared(a[start:][::-1], b[start:][::-1])
    # Whole values, as people read them: 147900.00 and not the two digits that changed places.
    while start and _WORD.match(a[start - 1]):
        start -= 1
    while end and _WORD.match(a[-end]):
        end -= 1
    return Change(new[1], _marked(a, start, end), _marked(b, start, end))


def _shared(a: str, b: str) -> int:
    """How many characters they share at their start."""
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _marked(text: str, start: int, end: int) -> Markup:
    left, stop = max(0, start - AROUND), len(text) - end
    right = min(len(text), stop + AROUND)
    parts = (text[left:start], text[start:stop][:LONG], text[stop:right])
    made = escape(parts[0]) + Markup("<mark>{}</mark>").format(parts[1]) + escape(parts[2])
    return Markup("{}{}{}").format("…" if left else "", made, "…" if right < len(text) else "")
