"""How many causes a report has: what only follows from another finding does not count."""

from __future__ import annotations

from collections.abc import Iterable

from diagnostics import Finding, Limits

SHOWN = Limits().shown


def causes_by_severity(findings: Iterable[Finding]) -> dict[str, int]:
    """{severity: causes}, those beyond the cap on equal ones included."""
    counts = {"error": 0, "warning": 0, "info": 0}
    capped: set[tuple[str, str, str]] = set()
    for f in findings:
        if f.consequence_of is not None:
            continue
        key = (f.rule, f.code, f.severity)
        if f.total <= SHOWN:
            counts[f.severity] += 1
        elif key not in capped:
            counts[f.severity] += f.total
            capped.add(key)
    return counts
