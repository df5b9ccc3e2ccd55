"""The printed deadlines, and what happens at the edges of a budget."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from knowledge.calendar import Reading, counted_seconds
from knowledge.sla import deadline
from tests.effort import at_most
from tests.knowledge.terms import BOGOTA, CALENDAR, at

COLUMNS: tuple[tuple[Reading, int], ...] = (
    ("elapsed", 24),
    ("attention_hours", 24),
    ("attention_hours", 48),
    ("attention_hours", 72),
    ("business_days", 24),
    ("business_days", 48),
    ("business_days", 72),
)

TABLE = """
2026-11-23 09:00|11-24 09:00|11-25 13:00|11-27 17:00|12-01 15:30|11-24 09:00|11-25 09:00|11-26 09:00
2026-11-24 23:30|11-25 23:30|11-27 12:00|12-01 10:30|12-03 14:30|11-25 23:30|11-26 23:30|11-27 23:30
2026-11-28 13:00|11-29 13:00|12-02 11:00|12-04 15:00|12-09 13:30|11-30 13:00|12-01 13:00|12-02 13:00
2026-11-13 16:00|11-14 16:00|11-18 14:30|11-21 09:00|11-24 17:00|11-14 16:00|11-17 16:00|11-18 16:00
2026-12-31 12:00|01-01 12:00|01-05 10:30|01-07 14:30|01-12 13:00|01-02 12:00|01-04 12:00|01-05 12:00
2026-04-01 17:00|04-02 17:00|04-07 15:30|04-10 09:30|04-13 18:00|04-04 17:00|04-06 17:00|04-07 17:00
2026-11-29 10:00|11-30 10:00|12-02 12:00|12-04 16:00|12-09 14:30|12-01 00:00|12-02 00:00|12-03 00:00
"""


def cells() -> list[tuple[str, Reading, int, str]]:
    """(received, reading, hours, due) of every cell of the table."""
    result = []
    for line in TABLE.strip().splitlines():
        received, *ends = (cell.strip() for cell in line.split("|"))
        for (reading, hours), end in zip(COLUMNS, ends, strict=True):
            year = 2027 if received.startswith("2026-12-31") and end.startswith("01") else 2026
            result.append((received, reading, hours, f"{year}-{end}"))
    return result


@pytest.mark.parametrize(("received", "reading", "hours", "due"), cells())
def test_the_worked_table(received: str, reading: Reading, hours: int, due: str):
    assert deadline(at(received), hours, reading, CALENDAR) == at(due)


@pytest.mark.parametrize(
    ("received", "hours", "reading", "due"),
    [
        ("2026-11-29 10:00", 10, "business_days", "2026-11-30 10:00"),
        ("2026-12-08 09:00", 24, "business_days", "2026-12-10 00:00"),
        # A budget that ends at 24:00 is due then, also into a Sunday or a holiday.
        ("2026-11-28 00:00", 24, "business_days", "2026-11-29 00:00"),
        ("2026-12-07 06:00", 18, "business_days", "2026-12-08 00:00"),
        ("2026-11-27 12:00", 36, "business_days", "2026-11-29 00:00"),
        # A budget that ends at closing time is due at closing time.
        ("2026-11-23 09:00", 9, "attention_hours", "2026-11-23 18:00"),
        ("2026-11-27 18:00", 5.5, "attention_hours", "2026-11-28 14:00"),
        ("2026-11-22 03:00", 10, "attention_hours", "2026-11-23 18:00"),
        # One second more goes to the next opening.
        ("2026-11-28 13:59:59", 2 / 3600, "attention_hours", "2026-11-30 08:00:01"),
        ("2026-11-28 08:29:59", 1 / 3600, "attention_hours", "2026-11-28 08:30:01"),
        ("2026-11-28 23:59:59", 1 / 3600, "business_days", "2026-11-29 00:00"),
        ("2026-11-28 23:59:59", 2 / 3600, "business_days", "2026-11-30 00:00:01"),
        # Nothing to count is due at once.
        ("2026-11-29 10:00", 0, "attention_hours", "2026-11-29 10:00"),
        ("2026-11-29 10:00", 0, "elapsed", "2026-11-29 10:00"),
    ],
)
def test_edges(received: str, hours: float, reading: Reading, due: str):
    assert deadline(at(received), hours, reading, CALENDAR) == at(due)


def test_the_zone_of_the_start_does_not_matter_and_the_answer_is_in_bogota():
    starts = (at("2026-11-23 09:00"), datetime(2026, 11, 23, 14, tzinfo=UTC))
    starts += (datetime(2026, 11, 23, 23, tzinfo=timezone(timedelta(hours=9))),)
    ends = {deadline(start, 48, "attention_hours", CALENDAR) for start in starts}
    assert ends == {at("2026-11-27 17:00")}
    assert all(end is not None and end.tzinfo == BOGOTA for end in ends)


def test_years_of_budget_are_walked_by_days():
    start = at("2024-01-02 08:00")
    with at_most(1):  # 36 million seconds one by one would take several
        end = deadline(start, 10_000, "attention_hours", CALENDAR)
    assert end is not None
    assert counted_seconds(start, end, "attention_hours", CALENDAR) == 36_000_000


@pytest.mark.parametrize("reading", ["attention_hours", "business_days", "elapsed"])
def test_naive_moments_are_refused(reading: Reading):
    naive = datetime(2026, 11, 23, 9)  # noqa: DTZ001 - the point of the test
    good = at("2026-11-23 09:00")
    with pytest.raises(ValueError, match="without time zone"):
        deadline(naive, 1, reading, CALENDAR)
    for pause in ((naive, good), (good, naive), (naive, None)):
        with pytest.raises(ValueError, match="without time zone"):
            deadline(good, 1, reading, CALENDAR, [pause])


@pytest.mark.parametrize("hours", [-1, -0.001, float("nan")])
def test_negative_amounts_are_refused(hours: float):
    with pytest.raises(ValueError, match="negative"):
        deadline(at("2026-11-23 09:00"), hours, "elapsed", CALENDAR)


def test_an_unknown_reading_is_refused():
    with pytest.raises(ValueError, match="attention_hours"):
        deadline(at("2026-11-23 09:00"), 1, "horas", CALENDAR)  # type: ignore[arg-type]
