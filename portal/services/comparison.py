"""Two diagnoses beside each other: what is gone, what is still there and what is new."""

from __future__ import annotations

from diagnostics import Finding, Report

Key = tuple[str, str, str]


Placed = tuple[int, Finding]
"""A finding with its index in its own report."""


def compare(before: Report, after: Report) -> dict[str, list[Placed]]:
    """What is gone (as it was before), still there and new (as it is after), by rule, code and path; consequences are
    left out.

    What was found in an envelope counts only while there is one: a corrected document comes without.
    """
    enveloped = _wrapped(before) and _wrapped(after)

    def keyed(report: Report) -> dict[Key, Placed]:
        outside = _wrapped(report) and not enveloped
        return {
            (f.rule, f.code, f.path): (n, f)
            for n, f in enumerate(report.findings)
            if f.consequence_of is None and f.severity != "info" and not (outside and f.container is None)
        }

    old, new = keyed(before), keyed(after)
    return {
        "gone": [f for k, f in old.items() if k not in new],
        "still": [f for k, f in new.items() if k in old],
        "new": [f for k, f in new.items() if k not in old],
    }


def _wrapped(report: Report) -> bool:
    return bool(report.documents) and report.documents[-1].get("container") is not None
