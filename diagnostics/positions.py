"""Offsets in characters -> lines and columns for people, bytes for edits. Asked in any order, found in one pass."""

from __future__ import annotations

from collections.abc import Iterable


def lines_and_columns(text: str, offsets: Iterable[int]) -> dict[int, tuple[int, int]]:
    """(line, column) of each offset; both count from 1, columns in characters."""
    places: dict[int, tuple[int, int]] = {}
    line, start, done = 1, 0, 0
    for offset in sorted(set(offsets)):
        line += text.count("\n", done, offset)
        last = text.rfind("\n", done, offset)
        start = last + 1 if last >= 0 else start
        done = offset
        places[offset] = (line, offset - start + 1)
    return places


def byte_offsets(text: str, codec: str, bom: int, offsets: Iterable[int]) -> dict[int, int]:
    """The byte of the upload at which each character starts."""
    wanted = sorted(set(offsets))
    if codec in ("iso8859-1", "cp1252", "ascii") or (codec == "utf-8" and text.isascii()):
        return {o: o + bom for o in wanted}
    places: dict[int, int] = {}
    done, size = 0, bom
    for offset in wanted:
        size += len(text[done:offset].encode(codec, "surrogatepass"))
        done = offset
        places[offset] = size
    return places
