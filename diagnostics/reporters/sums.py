"""The account of a finding as the rows of a small table, for reports that show one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from diagnostics.report import Finding
from diagnostics.reporters.style import Style


class Row(NamedTuple):
    """A part of the account, or what it comes to: sign, name, value and where it stands."""

    sign: str
    label: str
    value: str
    place: str = ""


def rows_of(finding: Finding, style: Style) -> list[Row]:
    """The parts, what they give, what was declared and the difference; [] for a finding without figures."""
    return list(_rows(finding, style)) if finding.sum else []


def _rows(finding: Finding, style: Style) -> Iterator[Row]:
    told = finding.sum or {}
    for n, term in enumerate(told["terms"]):
        place = style.word("line", n=term["line"]) if term["line"] else ""
        sign = "" if n == 0 and term["sign"] == "+" else term["sign"].replace("-", "−")
        yield Row(sign, term["label"], term["value"], place)
    more = told["count"] - len(told["terms"])
    if more:
        yield Row("", style.word("more_terms", n=more), "…")
    yield Row("=", style.word("gives"), told["expected"])
    yield Row("", told["label"], told["found"])
    yield Row("", style.word("difference"), told["difference"])


def aligned(rows: list[Row]) -> Iterator[str]:
    """The rows as lines of text, values one below the other."""
    names, values = (max((len(r[i]) for r in rows), default=0) for i in (1, 2))
    for row in rows:
        yield f"{row.sign:1} {row.label:{names}}  {row.value:>{values}}  {row.place}".rstrip()
