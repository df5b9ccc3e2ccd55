"""Two diagnoses beside each other: what is gone, what is still there and what is new."""

from __future__ import annotations

from diagnostics import Finding, Report

Key = tuple[str, str, str]


def compare(before: Report, after: Report) -> dict[str, list[Finding]]:
    """What is gone, still there and new, by rule, code and path; consequences are left out.

    What was found in an envelope counts only while there is one: a corrected document comes without.
    """
    enveloped = _wrapped(before) and _wrapped(after)

    def keyed(report: Report) -> dict[Key, Finding]:
        outside = _wrapped(report) and not enveloped
        return {
            (f.rule, f.code, f.path): f
            for f in report.findings
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
