"""Reports as JSON: one as it is, several with a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import orjson

from diagnostics.report import Report


def bundle(reports: Sequence[Report], lang: str = "es") -> dict[str, Any]:
    """Several reports: `{reports, summary}`."""
    verdicts = Counter(r.verdict for r in reports)
    return {
        "reports": [r.to_dict(lang) for r in reports],
        "summary": {
            "files": len(reports),
            "verdicts": dict(verdicts),
            "errors": sum(r.counts["error"] for r in reports),
            "warnings": sum(r.counts["warning"] for r in reports),
        },
    }


def render(reports: Sequence[Report], lang: str = "es") -> str:
    """The JSON text, indented; a single report stands alone."""
    data = reports[0].to_dict(lang) if len(reports) == 1 else bundle(reports, lang)
    return orjson.dumps(data, option=orjson.OPT_INDENT_2).decode()
