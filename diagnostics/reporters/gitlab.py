"""GitLab's Code Quality report."""

from __future__ import annotations

from collections.abc import Sequence

import orjson

from diagnostics.fingerprint import tidy
from diagnostics.report import Finding
from diagnostics.reporters.result import Result, region_of
from diagnostics.reporters.style import Style

SEVERITIES = {"error": "critical", "warning": "minor", "info": "info"}


def end(results: Sequence[Result], style: Style) -> str:
    """All findings of all files, as one array."""
    found = [_issue(r.name, f, mark, style) for r in results for f, mark in r.marked]
    return orjson.dumps(found, option=orjson.OPT_INDENT_2).decode() + "\n"


def _issue(name: str, finding: Finding, mark: str, style: Style) -> dict[str, object]:
    region = region_of(finding)
    return {
        "description": f"{finding.code}: {style.text(finding, 'message')}",
        "check_name": finding.code,
        "fingerprint": mark,
        "severity": SEVERITIES[finding.severity],
        "location": {"path": tidy(name), "lines": {"begin": region.line if region else 1}},
    }
