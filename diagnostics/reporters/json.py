"""Reports as JSON: one as it is, several with a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import orjson

from diagnostics.report import Report
from diagnostics.reporters.result import Result
from diagnostics.reporters.style import Style


def end(results: Sequence[Result], style: Style) -> str:
    """All files; what a selection or a baseline left out is said where it is not nothing."""
    data = [plain(r, style.lang) for r in results]
    whole = data[0] if len(data) == 1 else _bundle(data, [r.report for r in results])
    return orjson.dumps(whole, option=orjson.OPT_INDENT_2).decode() + "\n"


def plain(result: Result, lang: str) -> dict[str, Any]:
    """One file's report as plain data."""
    data = result.report.to_dict(lang)
    return {**data, "left_out": dict(result.left_out)} if result.left_out else data


def bundle(reports: Sequence[Report], lang: str = "es") -> dict[str, Any]:
    """Several reports: `{reports, summary}`."""
    return _bundle([r.to_dict(lang) for r in reports], reports)


def _bundle(data: Sequence[dict[str, Any]], reports: Sequence[Report]) -> dict[str, Any]:
    return {
        "reports": list(data),
        "summary": {
            "files": len(reports),
            "verdicts": dict(Counter(r.verdict for r in reports)),
            "errors": sum(r.counts["error"] for r in reports),
            "warnings": sum(r.counts["warning"] for r in reports),
        },
    }
