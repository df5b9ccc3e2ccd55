"""The gate of a request kind: what the pre-diagnosis of the very file means for it, and which errors are
contested.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from diagnostics import Finding
from knowledge.catalogue import RequestKind
from knowledge.completeness import Diagnosis as Verdict
from knowledge.conditions import answered
from portal.models import Diagnosis
from portal.services import diagnoses

REJECTION_FIELD = "response_message"
"""The question that holds a pasted rejection, where a kind accepts one instead of the input."""
LONGEST_REASON = 1000
OUR_FAULT = "internal"
"""The rule that says that a review of ours did not finish."""


@dataclass(frozen=True, slots=True)
class Contested:
    """An error of the pre-diagnosis, its place among the findings, and the reason given against it, or ""."""

    index: int
    finding: Finding
    reason: str


def asks(kind: RequestKind) -> bool:
    """Whether the flow has a page for the input."""
    return kind.gate in ("diagnosis", "optional")


def accepts_rejection(kind: RequestKind) -> bool:
    """Whether a pasted rejection meets the gate too."""
    return Verdict.REJECTION in kind.gate_accepts


def verdict(
    kind: RequestKind,
    diagnosis: Diagnosis | None,
    answers: Mapping[str, Any],
    disputes: Sequence[Mapping[str, Any]] = (),
) -> Verdict:
    """What the gate knows. A review that did not finish, for whatever reason of ours, is `incomplete`."""
    if diagnosis is None:
        pasted = accepts_rejection(kind) and answered(answers.get(REJECTION_FIELD))
        return Verdict.REJECTION if pasted else Verdict.NONE
    if diagnosis.verdict in ("valid", "valid_with_warnings"):
        return Verdict.VALID
    if diagnosis.verdict != "invalid":
        ours = diagnosis.verdict is None or OUR_FAULT in (diagnosis.summary or {}).get("codes", [])
        return Verdict.INCOMPLETE if ours else Verdict.UNSUPPORTED
    errors = contested(diagnosis, disputes)
    return Verdict.DISPUTED if errors and all(e.reason for e in errors) else Verdict.INVALID


def contested(
    diagnosis: Diagnosis | None, disputes: Sequence[Mapping[str, Any]] = (), lang: str = "es"
) -> list[Contested]:
    """The errors that each need a correction or a reason: what only follows from another needs none."""
    held = diagnoses.kept(diagnosis) if diagnosis is not None else None
    if held is None:
        return []
    reasons = {d.get("index"): str(d.get("reason", "")) for d in disputes}
    return [
        Contested(index, finding, reasons.get(index, ""))
        for index, finding in enumerate(held.findings(lang))
        if finding.severity == "error" and finding.consequence_of is None
    ]


def disputes_from(diagnosis: Diagnosis, reasons: Mapping[int, str]) -> list[dict[str, Any]]:
    """The reasons given, by index of the finding, as they are kept: {index, code, reason}."""
    kept = []
    for error in contested(diagnosis):
        reason = " ".join(reasons.get(error.index, "").split())[:LONGEST_REASON]
        if reason:
            kept.append({"index": error.index, "code": error.finding.code, "reason": reason})
    return kept
