"""What a reporter is given: one file's report, with what the report itself does not hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from diagnostics.fingerprint import fingerprints
from diagnostics.report import Finding, Report


@dataclass(frozen=True, slots=True)
class Result:
    """`name` as the person wrote it; `sources` the text of the upload under "" and of what it wraps under its kind;
    `left_out` how many findings the selection and the baseline took out."""

    name: str
    report: Report
    sources: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def marked(self) -> list[tuple[Finding, str]]:
        """Each finding with its fingerprint."""
        return list(zip(self.report.findings, fingerprints(self.name, self.report), strict=True))


class Region(NamedTuple):
    """A place in the file that was given; lines and columns count from 1, the end is excluded."""

    line: int
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None


def region_of(finding: Finding) -> Region | None:
    """Where to point in the file itself; of what it holds encoded, at the beginning of that."""
    container = finding.container
    if container is not None and finding.upload is not None:
        return Region(finding.upload["line"] or 1, finding.upload["column"])
    if container is not None:
        while container.get("within") is not None:
            container = container["within"]
        return Region(container["line"], container["column"])
    if finding.line is None:
        return None
    return Region(finding.line, finding.column, finding.end_line, finding.end_column)


def causes(report: Report) -> list[tuple[Finding, list[Finding]]]:
    """The findings that follow from no other, each with what follows from it."""
    followers: dict[int, list[Finding]] = {}
    for finding in report.findings:
        if finding.consequence_of is not None:
            followers.setdefault(finding.consequence_of, []).append(finding)
    return [(f, followers.get(n, [])) for n, f in enumerate(report.findings) if f.consequence_of is None]
