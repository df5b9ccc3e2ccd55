"""Annotations of GitHub Actions: workflow commands, one a finding. GitHub shows few of them: causes come first."""

from __future__ import annotations

from diagnostics.report import Finding
from diagnostics.reporters.result import Result, region_of
from diagnostics.reporters.style import Style
from diagnostics.severity import SEVERITIES

KINDS = {"error": "error", "warning": "warning", "info": "notice"}


def each(result: Result, style: Style) -> str:
    """The commands of one file."""
    findings = sorted(
        result.report.findings, key=lambda f: (f.consequence_of is not None, SEVERITIES.index(f.severity))
    )
    return "".join(_command(result.name, finding, style) for finding in findings)


def _command(name: str, finding: Finding, style: Style) -> str:
    told = {"file": name, "title": f"{finding.code} {style.text(finding, 'title')}"}
    region = region_of(finding)
    if region is not None:
        told["line"] = str(region.line)
        if region.column:
            told["col"] = str(region.column)
        if region.end_line and region.end_line != region.line:
            told["endLine"] = str(region.end_line)
        elif region.end_column:
            told["endColumn"] = str(region.end_column)
    properties = ",".join(f"{key}={_property(value)}" for key, value in told.items())
    return f"::{KINDS[finding.severity]} {properties}::{_data(_message(finding, style))}\n"


def _message(finding: Finding, style: Style) -> str:
    return f"{finding.path}\n{style.text(finding, 'message')}\n{style.word('fix')}: {finding.fix}".strip()


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
