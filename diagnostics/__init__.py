"""What is wrong with this input: a library and a command line. `diagnose` is the only door."""

from diagnostics.context import BadContext, Context
from diagnostics.engine import diagnose
from diagnostics.limits import Limits
from diagnostics.report import Edit, Finding, Report

__all__ = ["BadContext", "Context", "Edit", "Finding", "Limits", "Report", "diagnose"]
