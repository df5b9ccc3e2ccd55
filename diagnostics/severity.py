"""How findings weigh against each other, and from which one on a run fails."""

from __future__ import annotations

SEVERITIES = ("error", "warning", "info")
FAIL_ON = (*SEVERITIES, "never")


def reaches(severity: str, line: str) -> bool:
    """Whether a severity is at the line (one of FAIL_ON) or above it."""
    return line != "never" and SEVERITIES.index(severity) <= SEVERITIES.index(line)
