"""The page of the run as PDF, set by typst from report.typ: no system package, no font of the machine, no network."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import orjson

from diagnostics.reporters.page import page_of
from diagnostics.reporters.result import Result
from diagnostics.reporters.style import Style

TEMPLATE = Path(__file__).parent / "report.typ"


def end(results: Sequence[Result], style: Style) -> bytes:
    """The document of all files."""
    import typst

    data = orjson.dumps(page_of(results, style)).decode()
    made: bytes = typst.compile(
        TEMPLATE.read_bytes(),
        ignore_system_fonts=True,
        sys_inputs={"page": data},
        timestamp=datetime.now(UTC).replace(microsecond=0),
    )
    return made
