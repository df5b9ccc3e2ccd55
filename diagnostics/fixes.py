"""Apply corrections to the bytes of an upload: what they do not name stays as it is, to the byte."""

from __future__ import annotations

from collections.abc import Iterable

from diagnostics.report import Edit, Finding, Report


def apply_edits(data: bytes, edits: Iterable[Edit], codec: str = "utf-8") -> bytes:
    """The bytes with the edits made. Of edits that overlap the first (by start) is made: the next diagnosis offers
    the other again if it is still due."""
    pieces = []
    done = 0
    for edit in sorted(set(edits), key=lambda e: (e.start, e.end)):
        if edit.start < done or (edit.start == done and pieces and edit.start == edit.end):
            continue
        pieces += [data[done : edit.start], edit.text.encode(codec)]
        done = edit.end
    return b"".join([*pieces, data[done:]])


def fixable(report: Report, unsafe: bool = False) -> list[Finding]:
    """The findings with a correction: safe ones, with `unsafe` all."""
    return [f for f in report.findings if f.edits and (f.safe or unsafe)]
