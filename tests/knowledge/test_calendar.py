"""When it is open, when it opens next, and how much of a span counts."""

from datetime import date, datetime

import pytest

from knowledge.calendar import Calendar, Reading, counted_seconds
from tests.knowledge.terms import CALENDAR, RAW_HOLIDAYS, RAW_POLICY, at, changed


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 28), True),  # Saturday
        (date(2026, 11, 29), False),  # Sunday
        (date(2026, 11, 16), False),  # holiday
        (at("2026-11-28 23:59:59"), True),
        (at("2026-11-29 00:00"), False),
    ],
)
def test_working_days(day: date, working: bool):
    assert CALENDAR.is_working_day(day) is working


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-23 07:59:59", False),
        ("2026-11-23 08:00", True),
        ("2026-11-23 17:59:59", True),
        ("2026-11-23 18:00", False),
        ("2026-11-28 08:29:59", False),
        ("2026-11-28 08:30", True),
        ("2026-11-28 14:00", False),
        ("2026-11-29 10:00", False),
        ("2026-12-08 10:00", False),
    ],
)
def test_open_at(moment: str, is_open: bool):
    assert CALENDAR.open_at(at(moment)) is is_open


@pytest.mark.parametrize(
    ("moment", "opening", "closing", "last"),
    [
        ("2026-11-23 07:00", "2026-11-23 08:00", "2026-11-23 18:00", "2026-11-21 14:00"),
        ("2026-11-23 08:00", "2026-11-24 08:00", "2026-11-23 18:00", "2026-11-21 14:00"),
        ("2026-11-23 18:00", "2026-11-24 08:00", "2026-11-24 18:00", "2026-11-23 18:00"),
        ("2026-11-28 14:00", "2026-11-30 08:00", "2026-11-30 18:00", "2026-11-28 14:00"),
        ("2026-12-07 20:00", "2026-12-09 08:00", "2026-12-09 18:00", "2026-12-07 18:00"),
        ("2026-04-01 18:00", "2026-04-04 08:30", "2026-04-04 14:00", "2026-04-01 18:00"),
    ],
)
def test_openings_and_closings(moment: str, opening: str, closing: str, last: str):
    assert CALENDAR.next_opening(at(moment)) == at(opening)
    assert CALENDAR.next_closing(at(moment)) == at(closing)
    assert CALENDAR.last_closing(at(moment)) == at(last)


def test_the_next_holidays_begin_with_today():
    names = [h.name["es"] for h in CALENDAR.upcoming_holidays(at("2026-12-08 23:00"), 3)]
    assert names == ["La Inmaculada Concepción", "Navidad", "Año Nuevo"]
    assert CALENDAR.upcoming_holidays(date(2031, 1, 1)) == ()


@pytest.mark.parametrize(
    ("start", "end", "reading", "hours"),
    [
        ("2026-11-23 00:00", "2026-11-30 00:00", "attention_hours", 55.5),
        ("2026-11-28 13:59:59", "2026-11-30 08:00:01", "attention_hours", 2 / 3600),
        ("2026-11-23 00:00", "2026-11-30 00:00", "business_days", 144),
        ("2026-11-23 00:00", "2026-11-30 00:00", "elapsed", 168),
        ("2026-12-07 12:00", "2026-12-09 12:00", "business_days", 24),
        ("2026-12-08 00:00", "2026-12-09 00:00", "attention_hours", 0),
        ("2026-11-24 10:00", "2026-11-24 10:00", "elapsed", 0),
        ("2026-11-24 10:00", "2026-11-23 10:00", "elapsed", 0),
        ("2026-11-24 10:00", "2026-11-23 10:00", "attention_hours", 0),
    ],
)
def test_counted_seconds(start: str, end: str, reading: Reading, hours: float):
    counted = counted_seconds(at(start), at(end), reading, CALENDAR)
    assert (counted, type(counted)) == (round(hours * 3600), int)


def test_pauses_are_a_union_and_an_open_one_lasts_to_the_end():
    start, end = at("2026-11-23 09:00"), at("2026-11-23 20:00")
    overlapping = [
        (at("2026-11-23 10:00"), at("2026-11-23 11:00")),
        (at("2026-11-23 10:30"), at("2026-11-23 12:00")),
        (at("2026-11-23 17:00"), None),
    ]
    assert counted_seconds(start, end, "attention_hours", CALENDAR, overlapping) == 6 * 3600
    assert counted_seconds(start, end, "elapsed", CALENDAR, overlapping) == 6 * 3600
    assert counted_seconds(start, end, "elapsed", CALENDAR, [(at("2026-11-24 00:00"), None)]) == 11 * 3600


def test_fractions_of_a_second_are_kept():
    assert counted_seconds(at("2026-11-23 09:00"), at("2026-11-23 09:00:00.25"), "elapsed", CALENDAR) == 0.25


def test_naive_moments_are_refused():
    good, naive = at("2026-11-23 09:00"), datetime(2026, 11, 23)  # noqa: DTZ001 - the point of the test
    asks = [
        lambda: counted_seconds(naive, good, "elapsed", CALENDAR),
        lambda: counted_seconds(good, naive, "elapsed", CALENDAR),
        lambda: counted_seconds(good, good, "elapsed", CALENDAR, [(naive, good)]),
        lambda: CALENDAR.open_at(naive),
        lambda: CALENDAR.is_working_day(naive),
        lambda: CALENDAR.next_opening(naive),
    ]
    for ask in asks:
        with pytest.raises(ValueError, match="without time zone"):
            ask()


@pytest.mark.parametrize(
    "attention",
    [
        [{"days": ["monday"], "windows": [["18:00", "08:00"]]}],
        [{"days": ["monday"], "windows": [["08:00", "12:00"], ["11:00", "18:00"]]}],
        [],
    ],
    ids=["reversed", "overlapping", "never open"],
)
def test_a_calendar_that_cannot_be_is_refused(attention: list):
    with pytest.raises(ValueError, match="window"):
        Calendar.from_dict({**changed(RAW_POLICY, "attention", to=attention), **RAW_HOLIDAYS})
