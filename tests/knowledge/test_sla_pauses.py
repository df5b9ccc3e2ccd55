"""Waiting for the requester takes exactly its own counted time out of a clock."""

import pytest

from knowledge.calendar import Reading
from knowledge.sla import deadline
from tests.knowledge.terms import CALENDAR, at

START = at("2026-11-23 09:00")


def pauses(*spans: str) -> list:
    """Spans such as "2026-11-23 10:00/2026-11-23 12:00"; nothing after the stroke is an open one."""
    halves = (span.split("/") for span in spans)
    return [(at(start), at(end) if end else None) for start, end in halves]


@pytest.mark.parametrize(
    ("spans", "due"),
    [
        ((), "2026-11-27 17:00"),
        (("2026-11-23 10:00/2026-11-23 12:00",), "2026-11-28 09:30"),
        (("2026-11-23 19:00/2026-11-24 07:00",), "2026-11-27 17:00"),
        (("2026-11-23 10:00/2026-11-23 11:00", "2026-11-23 10:30/2026-11-23 12:00"), "2026-11-28 09:30"),
        (("2026-11-23 12:00/2026-11-24 12:00",), "2026-11-30 11:30"),
        # Out of order, one inside the other, touching, empty, before the start, and one twice.
        (("2026-11-23 10:30/2026-11-23 12:00", "2026-11-23 10:00/2026-11-23 11:00"), "2026-11-28 09:30"),
        (("2026-11-23 10:00/2026-11-23 12:00", "2026-11-23 10:30/2026-11-23 11:00"), "2026-11-28 09:30"),
        (("2026-11-23 10:00/2026-11-23 11:00", "2026-11-23 11:00/2026-11-23 12:00"), "2026-11-28 09:30"),
        (("2026-11-23 10:00/2026-11-23 10:00",), "2026-11-27 17:00"),
        (("2026-11-23 07:00/2026-11-23 10:00",), "2026-11-27 18:00"),
        (("2026-11-23 10:00/2026-11-23 12:00",) * 2, "2026-11-28 09:30"),
        # A pause moves the deadline into time that another pause takes.
        (("2026-11-23 10:00/2026-11-23 12:00", "2026-11-28 08:30/2026-11-30 09:00"), "2026-11-30 10:00"),
        # A pause at the deadline comes too late, one second before it does not.
        (("2026-11-27 17:00/2026-11-30 12:00",), "2026-11-27 17:00"),
        (("2026-11-27 16:59:59/2026-11-30 12:00",), "2026-11-30 12:00:01"),
    ],
)
def test_48_attention_hours_from_monday_at_nine(spans: tuple[str, ...], due: str):
    assert deadline(START, 48, "attention_hours", CALENDAR, pauses(*spans)) == at(due)


@pytest.mark.parametrize(
    ("reading", "span", "due"),
    [
        ("elapsed", "2026-11-23 19:00/2026-11-24 07:00", "2026-11-24 21:00"),
        ("business_days", "2026-11-23 19:00/2026-11-24 07:00", "2026-11-24 21:00"),
        ("business_days", "2026-11-22 00:00/2026-11-23 09:00", "2026-11-24 09:00"),
    ],
)
def test_a_pause_takes_what_the_reading_would_count(reading: Reading, span: str, due: str):
    assert deadline(START, 24, reading, CALENDAR, pauses(span)) == at(due)


def test_a_pause_on_a_closed_day_takes_no_business_time():
    start, sunday = at("2026-11-28 12:00"), pauses("2026-11-29 00:00/2026-11-30 00:00")
    assert deadline(start, 24, "business_days", CALENDAR, sunday) == at("2026-11-30 12:00")


@pytest.mark.parametrize(
    "spans",
    [
        ("2026-11-23 10:00/",),
        ("2026-11-23 10:00/2026-11-23 12:00", "2026-11-24 10:00/"),
        ("2026-11-20 10:00/",),
        ("2026-12-24 10:00/",),
    ],
)
@pytest.mark.parametrize("reading", ["attention_hours", "business_days", "elapsed"])
def test_while_waiting_there_is_no_deadline(reading: Reading, spans: tuple[str, ...]):
    assert deadline(START, 48, reading, CALENDAR, pauses(*spans)) is None
