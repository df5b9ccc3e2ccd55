"""How many causes a report has: what only follows from another finding does not count."""

from __future__ import annotations

from collections.abc import Iterable

from diagnostics import Finding, Limits
from diagnostics.opened import key_of

SHOWN = Limits().shown


def causes_by_severity(findings: Iterable[Finding]) -> dict[str, int]:
    """{severity: causes}, those beyond the cap on equal ones included."""
    return by_severity(f for f in findings if f.consequence_of is None)


def by_severity(findings: Iterable[Finding]) -> dict[str, int]:
    """{severity: findings}, those beyond the cap on equal ones included; each text has a cap of its own."""
    counts = {"error": 0, "warning": 0, "info": 0}
    capped: set[tuple[str, ...]] = set()
    for f in findings:
        key = (f.rule, f.code, f.severity, key_of(f.container))
        if f.total <= SHOWN:
            counts[f.severity] += 1
        elif key not in capped:
            counts[f.severity] += f.total
            capped.add(key)
    return counts
