"""The signature of a UBL document. One that is not signed yet is judged by none of this; one with two signatures only
by the rule that says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone

from diagnostics.issue import Issue, Scope, rule
from diagnostics.rules.reading import day, text

COLOMBIA = timezone(timedelta(hours=-5))
IN_FORCE = date(2024, 5, 1)
"""Since when every document follows annex 1.9, which was the first to ask for the day of the signature."""


@rule("signature-intact")
def signature_intact(scope: Scope) -> Iterator[Issue]:
    """Each digest and the value of the signature are those of what stands in the document now."""
    doc = scope.doc
    if len(doc.column("signature")) != 1:
        return
    from diagnostics.signature.canonical import NotChecked
    from diagnostics.signature.references import faults
    from diagnostics.signature.tree import signature_of
    from diagnostics.signature.value import value_fault

    signature = signature_of(doc.source.text)  # type: ignore[attr-defined]  # the source of UBL documents has one
    if signature is None:
        return
    try:
        detail = value_fault(signature)
        if detail:
            yield Issue(doc.at("signature.value"), None, None, {"detail": detail})
    except NotChecked as odd:
        args = {"detail": odd.reason, "what": odd.what}
        yield Issue(doc.at("signature.value"), None, None, args, severity="info")
    for fault in faults(signature):
        found = doc.value("signature.reference.digest", fault.row)
        yield Issue(
            doc.at("signature.reference.digest", fault.row),
            found.strip() if found else None,
            args={"detail": fault.detail, "what": fault.what, "number": str(fault.row + 1)},
            severity=None if fault.certain else "info",
        )


@rule("issue-date-is-day-of-signature")
def issue_date_is_day_of_signature(scope: Scope) -> Iterator[Issue]:
    """cbc:IssueDate is the day that xades:SigningTime writes. What only another time zone, or an annex before 1.9,
    explains is a warning."""
    doc = scope.doc
    issued, signed = day(text(doc, "doc.issue_date")), text(doc, "signature.time")
    if issued is None or signed is None:
        return
    at, moment = doc.at("signature.time"), moment_of(signed)
    args = {"other": at.label, "other_value": signed}
    if moment is None:
        args["detail"] = "unreadable"
        yield Issue(doc.at("doc.issue_date"), issued.isoformat(), None, args, severity="warning")
    elif signed[:10] != issued.isoformat():
        args["detail"] = "zone" if moment.date() == issued else "day" if issued >= IN_FORCE else "before"
        told = None if args["detail"] == "day" else "warning"
        yield Issue(
            doc.at("doc.issue_date"), issued.isoformat(), signed[:10], args, because=(at,), severity=told
        )


def moment_of(value: str | None) -> datetime | None:
    """A date and time in Colombia's hours (its own where it names no zone); None for what is none."""
    try:
        moment = datetime.fromisoformat(value) if value and len(value) > 10 else None
        if moment is not None and moment.tzinfo is None:
            return moment.replace(tzinfo=COLOMBIA)
        return moment.astimezone(COLOMBIA) if moment is not None else None
    except (ValueError, OverflowError):
        return None
