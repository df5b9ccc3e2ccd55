"""Reports in the formats that people and programs read: one module a format, imported when it is asked for.

A module has `each(result, style) -> str`, written as soon as a file is judged, or `end(results, style) -> str | bytes`,
written once all are; or both.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diagnostics.reporters.result import Result
    from diagnostics.reporters.style import Style

FORMATS = {
    "text": "terminal; sin colores cuando no lo es",
    "json": "el informe, o varios con un resumen; esquema en diagnostics/report.schema.json",
    "jsonl": "un informe por línea, apenas está",
    "sarif": "SARIF 2.1.0: GitHub, Azure DevOps, editores",
    "junit": "JUnit XML: Jenkins, GitLab, Azure DevOps",
    "github": "anotaciones de GitHub Actions",
    "gitlab": "Code Quality de GitLab",
    "html": "una página, sin script, lista para imprimir",
    "pdf": "la misma página en PDF",
}
BINARY = ("pdf",)
EXTRACTS = ("text", "html", "pdf")
"""Those that show the line of a finding: they are given the sources."""


def reporter(name: str) -> ModuleType:
    """The module of a format (one of FORMATS)."""
    return import_module(f"{__name__}.{name}")


def rendered(name: str, results: Sequence[Result], style: Style) -> bytes:
    """The whole report of some files in a format, as a file holds it."""
    module = reporter(name)
    parts = [module.each(result, style) for result in results] if hasattr(module, "each") else []
    if hasattr(module, "end"):
        parts.append(module.end(results, style))
    return b"".join(part.encode() if isinstance(part, str) else part for part in parts)
