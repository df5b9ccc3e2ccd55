"""The line of a finding as it is shown beside it: of a long line a window, and nothing that a terminal acts on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from diagnostics.opened import key_of
from diagnostics.report import Finding

WIDEST = 120


class Extract(NamedTuple):
    """`text` is what is shown; the value starts at `start` and is `width` characters wide."""

    line: int
    text: str
    start: int
    width: int


def extract_of(finding: Finding, source: str | None) -> Extract | None:
    """The extract of a finding; None where it has no place or the source is not at hand."""
    if source is None or not finding.line or not finding.column:
        return None
    lines = source.split("\n", finding.line)
    if finding.line > len(lines):
        return None
    line = lines[finding.line - 1].rstrip("\r").expandtabs(1)
    start = finding.column - 1
    end = (finding.end_column or finding.column) - 1 if finding.end_line == finding.line else len(line)
    left = max(0, start - WIDEST // 3) if len(line) > WIDEST else 0
    window = "".join(c if c.isprintable() else "�" for c in line[left : left + WIDEST])
    before, after = ("…" if left else ""), ("…" if left + WIDEST < len(line) else "")
    width = max(1, min(end - start, WIDEST - (start - left)))
    return Extract(finding.line, f"{before}{window}{after}", start - left + len(before), width)


def source_of(finding: Finding, sources: Mapping[str, str]) -> str | None:
    """The text in which a finding's line counts."""
    return sources.get(key_of(finding.container))
