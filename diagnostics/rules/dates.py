"""Dates that depend on each other in a way that an order of two cannot say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from diagnostics.issue import Issue, Remedy, Scope, rule
from diagnostics.rules.reading import day, text

OLDEST = timedelta(days=5)
LATEST = timedelta(days=10)
WEEK = timedelta(days=6)


@rule("issue-date-in-numbering")
def issue_date_in_numbering(scope: Scope) -> Iterator[Issue]:
    """ENC_7 within DRF_2..DRF_3."""
    doc = scope.doc
    issued = day(text(doc, "doc.issue_date"))
    start, end = day(text(doc, "numbering.start_date")), day(text(doc, "numbering.end_date"))
    if issued is None or (start and end and start > end):
        return
    codes = {"invoice": ("FAD09a", "FAD09b")}.get(doc.kind, (None, None))
    for limit, id_, early, code in (
        (start, "numbering.start_date", True, codes[0]),
        (end, "numbering.end_date", False, codes[1]),
    ):
        if limit is not None and (issued < limit if early else issued > limit):
            expected = f"{'desde' if early else 'hasta'} {limit.isoformat()}"
            at = doc.at(id_)
            args = {"other": at.label, "other_value": limit.isoformat()}
            yield Issue(
                doc.at("doc.issue_date"), issued.isoformat(), expected, args, because=(at,), code=code
            )


@rule("issue-date-window")
def issue_date_window(scope: Scope) -> Iterator[Issue]:
    """Not more than 5 days old nor more than 10 days ahead of the day of receipt. Only where that day was told:
    a sample from last month is not wrong for being old."""
    doc = scope.doc
    issued = day(text(doc, "doc.issue_date"))
    if issued is None or not scope.context.received_told:
        return
    today = scope.context.today
    letter = {"invoice": "F", "credit_note": "C", "debit_note": "D", "event": "A"}.get(doc.kind)
    if issued < today - OLDEST:
        expected, side = f"desde {(today - OLDEST).isoformat()}", "c"
    elif issued > today + LATEST:
        expected, side = f"hasta {(today + LATEST).isoformat()}", "d"
    else:
        return
    code = f"{letter}AD09{side}" if letter else None
    yield Issue(
        doc.at("doc.issue_date"), issued.isoformat(), expected, {"today": today.isoformat()}, code=code
    )


@rule("time-zone")
def time_zone(scope: Scope) -> Iterator[Issue]:
    """The hour of issue is Colombia's, and says so."""
    doc = scope.doc
    value = text(doc, "doc.issue_time")
    if (
        value is None
        or len(value) < 8
        or value.endswith("-05:00")
        or not value[:8].replace(":", "").isdigit()
    ):
        return
    bare = len(value) == 8
    expected = f"{value[:8]}-05:00"
    yield Issue(doc.at("doc.issue_time"), value, expected, remedy=Remedy(expected, safe=bare))


@rule("purchase-date")
def purchase_date(scope: Scope) -> Iterator[Issue]:
    """IBS_1 is the day of issue (one operation), or at most six days before it (weekly)."""
    doc = scope.doc
    issued = day(text(doc, "doc.issue_date"))
    if issued is None or not doc.has("line.purchase_date"):
        return
    for row in range(len(doc.column("line.purchase_date"))):
        bought, form = day(text(doc, "line.purchase_date", row)), text(doc, "line.generation_form", row)
        if bought is None or form not in ("1", "2"):
            continue
        first = issued if form == "1" else issued - WEEK
        if first <= bought <= issued:
            continue
        expected = issued.isoformat() if form == "1" else f"{first.isoformat()} a {issued.isoformat()}"
        because = (doc.at("doc.issue_date"), doc.at("line.generation_form", row))
        args = {"other": "ENC_7", "other_value": issued.isoformat()}
        yield Issue(doc.at("line.purchase_date", row), bought.isoformat(), expected, args, because=because)
