"""What is wrong with this input: a library and a command line. `diagnose` is the only door.

The names are imported when they are first asked for: `python -m diagnostics --version` needs none of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from diagnostics.context import BadContext, Context
    from diagnostics.engine import diagnose
    from diagnostics.limits import Limits
    from diagnostics.report import Edit, Finding, Report

__all__ = ["BadContext", "Context", "Edit", "Finding", "Limits", "Report", "diagnose"]

_HOMES = {
    "BadContext": "context",
    "Context": "context",
    "Edit": "report",
    "Finding": "report",
    "Limits": "limits",
    "Report": "report",
    "diagnose": "engine",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return found
