"""Corrections of what was uploaded: one, or all that change nothing of what the document declares."""

from __future__ import annotations

from dataclasses import replace

from diagnostics import Report, diagnose
from diagnostics.fixes import apply_edits, fix_all, fixable
from portal.models import Diagnosis, Organisation, User
from portal.services.causes import by_severity, causes_by_severity
from portal.services.diagnoses import LIMITS, content_of, kept, start

EVERY_ONE = replace(LIMITS, shown=LIMITS.elements)
"""A page shows twenty equal findings; a correction mends all of them."""


def corrected(diagnosis: Diagnosis) -> tuple[bytes, int]:
    """(the bytes with all safe corrections, how many were made)."""
    data, held = content_of(diagnosis), kept(diagnosis)
    told = held.told if held is not None else {}
    fixed, _, made = fix_all(data, lambda d: diagnose(d, name=diagnosis.name, context=told, limits=EVERY_ONE))
    return fixed, made


def correct(
    diagnosis: Diagnosis, which: int | None, user: User | None, organisation: Organisation | None
) -> Diagnosis | None:
    """A new diagnosis of the file with one correction (the index of its finding) or all safe ones (None).

    None where there is nothing to correct.
    """
    held = kept(diagnosis)
    if held is None:
        return None
    data = content_of(diagnosis)
    if which is None:
        fixed, _ = corrected(diagnosis)
    else:
        findings = held.report.findings
        chosen = [findings[which]] if 0 <= which < len(findings) else []
        fixed = apply_edits(data, [e for f in chosen for e in f.edits])
    if fixed == data:
        return None
    return start(
        fixed,
        diagnosis.name,
        user=user,
        organisation=organisation,
        context=held.told,
        previous=diagnosis,
        rejection=held.rejection,
    )


def left_by_hand(report: Report) -> dict[str, int]:
    """{severity: causes} that stay once all safe corrections are made."""
    return causes_by_severity(f for f in report.findings if not (f.edits and f.safe))


def safe_count(report: Report) -> int:
    """How many corrections change nothing of what the document declares, those beyond the shown ones included."""
    return sum(by_severity(fixable(report)).values())
