"""What names no time is refused at once, with what it is, what was expected and what was found."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from knowledge.calendar import BehindCalendar, counted_seconds
from knowledge.clocks import amber_at, breached, first_response_due, next_update_due
from knowledge.policy import Target
from knowledge.sla import deadline, explain, promise
from tests.effort import at_most
from tests.knowledge.terms import CALENDAR, POLICY, at

START = at("2026-11-23 09:00")
NAIVE = START.replace(tzinfo=None)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("level", [1, 2, 3, 4])
@pytest.mark.parametrize("ask", [promise, explain])
def test_naive_pauses_and_incidents_are_refused_on_every_level(level: int, ask: Any):
    for pause in ((NAIVE, NAIVE), (START, NAIVE), (NAIVE, None)):
        with pytest.raises(ValueError, match=r"pauses\[0\].* without time zone"):
            ask(START, level, POLICY, CALENDAR, [pause])
    with pytest.raises(ValueError, match=r"extensions\[0\].* without time zone"):
        ask(START, level, POLICY, CALENDAR, extensions=[(START, NAIVE)])


@pytest.mark.parametrize("level", [0, 5, "1", None])
@pytest.mark.parametrize("ask", [promise, explain, amber_at, first_response_due])
def test_a_level_that_is_not_there(level: Any, ask: Any):
    with pytest.raises(ValueError, match=r"level: expected one of 1, 2, 3, 4, found"):
        ask(START, level, POLICY, CALENDAR)


@pytest.mark.parametrize("hours", [float("inf"), float("-inf"), float("nan"), 1e300, "24", None, -1, -1e-12])
def test_an_amount_that_is_none(hours: Any):
    with pytest.raises(ValueError, match="hours: expected a finite amount, not negative, found"):
        deadline(START, hours, "elapsed", CALENDAR)


@pytest.mark.parametrize("moment", [date(2026, 11, 23), None, "2026-11-23T09:00", 0])
def test_what_is_no_moment(moment: Any):
    with pytest.raises(ValueError, match="start: expected a moment with time zone, found"):
        deadline(moment, 1, "elapsed", CALENDAR)
    with pytest.raises(ValueError, match="start: expected"):
        promise(moment, 2, POLICY, CALENDAR)
    with pytest.raises(ValueError, match="end: expected"):
        counted_seconds(START, moment, "elapsed", CALENDAR)
    with pytest.raises(ValueError, match=r"pauses\[1\], its start: expected"):
        next_update_due(START, POLICY, CALENDAR, [(START, START), (moment, START)])
    with pytest.raises(ValueError, match=r"extensions\[0\], its end: expected"):
        promise(START, 2, POLICY, CALENDAR, extensions=[(START, moment)])


@pytest.mark.parametrize("reading", ["attention_hours", "business_days", "elapsed"])
@pytest.mark.parametrize("hours", [100_000, 1e7, 1e9])
def test_an_end_behind_the_last_known_year_is_refused_without_a_walk(reading: Any, hours: float):
    with at_most(1), pytest.raises(ValueError, match=r"ends by 2030, the last year whose holidays are known"):
        deadline(START, hours, reading, CALENDAR)


def test_the_end_of_the_last_known_year():
    assert CALENDAR.end == at("2031-01-01 00:00")
    assert deadline(at("2030-12-31 09:00"), 9, "attention_hours", CALENDAR) == at("2030-12-31 18:00")
    assert deadline(at("2030-12-31 00:00"), 24, "elapsed", CALENDAR) == CALENDAR.end
    for start in (at("2030-12-31 09:00"), at("2040-01-02 09:00"), datetime(9999, 12, 31, tzinfo=UTC)):
        with pytest.raises(BehindCalendar, match=r"2030.*knowledge/holidays\.yaml takes those of 2031"):
            deadline(start, 24, "attention_hours", CALENDAR)


def test_a_pause_of_a_century_ends_behind_it():
    with at_most(1), pytest.raises(ValueError, match="2030"):
        deadline(START, 24, "attention_hours", CALENDAR, [(START, START.replace(year=2100))])


def test_a_pause_that_ends_before_it_begins():
    reversed_ = [(START, START + HOUR), (START + HOUR, START)]
    for ask in (
        lambda: deadline(START, 24, "elapsed", CALENDAR, reversed_),
        lambda: promise(START, 4, POLICY, CALENDAR, reversed_),
        lambda: counted_seconds(START, START + 4 * HOUR, "elapsed", CALENDAR, reversed_),
        lambda: breached(START + 4 * HOUR, START, Target(1, "elapsed"), CALENDAR, reversed_),
    ):
        with pytest.raises(ValueError, match=r"pauses\[1\]: expected an end at or after 2026-11-23T15:00"):
            ask()


def test_an_empty_pause_and_an_open_one_to_come_are_fine():
    assert deadline(START, 1, "elapsed", CALENDAR, [(START, START)]) == START + HOUR
    assert counted_seconds(START, START + HOUR, "elapsed", CALENDAR, [(START + 2 * HOUR, None)]) == 3600


def test_an_incident_that_was_ended_before_it_began_adds_nothing():
    cancelled = [(START + 2 * HOUR, START + HOUR)]
    assert promise(START, 2, POLICY, CALENDAR, extensions=cancelled) == at("2026-11-27 17:00")
    assert amber_at(START, 2, POLICY, CALENDAR, extensions=cancelled) == at("2026-11-26 15:00")
