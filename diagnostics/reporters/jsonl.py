"""One report a line, as soon as its file is judged: for a program that reads along."""

from __future__ import annotations

import orjson

from diagnostics.reporters.json import plain
from diagnostics.reporters.result import Result
from diagnostics.reporters.style import Style


def each(result: Result, style: Style) -> str:
    """The report of `json`, in one line."""
    return orjson.dumps(plain(result, style.lang)).decode() + "\n"
