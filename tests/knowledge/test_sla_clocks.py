"""First answer, next update, amber, objective, silence, reopening and breach."""

from datetime import timedelta

import pytest

from knowledge.clocks import (
    amber_at,
    breached,
    first_response_due,
    next_update_due,
    reopen_until,
    seconds_left,
    silence,
)
from knowledge.policy import Target
from knowledge.sla import due
from tests.knowledge.terms import CALENDAR, POLICY, at

MONDAY = at("2026-11-23 09:00")
SECOND = timedelta(seconds=1)


def target(level: int) -> Target:
    promised = POLICY.levels[level].promise
    assert promised is not None
    return promised


@pytest.mark.parametrize(
    ("level", "start", "end"),
    [
        (1, "2026-11-23 09:00", "2026-11-23 14:00"),
        (2, "2026-11-23 09:00", "2026-11-24 09:00"),
        (3, "2026-11-28 13:00", "2026-11-30 17:00"),  # 1 h on Saturday, 9 h on Monday
        (4, "2026-11-29 10:00", "2026-11-30 18:00"),
    ],
)
def test_first_response(level: int, start: str, end: str):
    assert first_response_due(at(start), level, POLICY, CALENDAR) == at(end)


def test_next_update_pauses():
    assert next_update_due(MONDAY, POLICY, CALENDAR) == at("2026-11-25 13:00")
    pause = [(at("2026-11-23 10:00"), at("2026-11-23 12:00"))]
    assert next_update_due(MONDAY, POLICY, CALENDAR, pause) == at("2026-11-25 15:00")
    assert next_update_due(MONDAY, POLICY, CALENDAR, [(MONDAY, None)]) is None


def test_amber_is_three_quarters_of_the_promise():
    assert amber_at(MONDAY, 2, POLICY, CALENDAR) == at("2026-11-26 15:00")  # 36 h
    incident = [(at("2026-11-24 09:00"), at("2026-11-24 11:00"))]
    assert amber_at(MONDAY, 2, POLICY, CALENDAR, extensions=incident) == at("2026-11-26 17:00")
    assert amber_at(MONDAY, 4, POLICY, CALENDAR) is None


@pytest.mark.parametrize(
    "start",
    ["2026-11-23 09:00", "2026-11-27 20:00", "2026-11-28 13:00", "2026-11-14 20:00", "2026-12-31 12:00"],
)
@pytest.mark.parametrize("incident", [[], ["2026-11-28 15:00/2026-11-28 18:00"]])
def test_the_objective_of_level_1_is_due_when_the_badge_turns_amber(start: str, incident: list[str]):
    windows = [(at(a), at(b)) for a, b in (span.split("/") for span in incident)]
    objective = POLICY.levels[1].objective
    assert objective is not None
    amber = amber_at(at(start), 1, POLICY, CALENDAR, extensions=windows)
    assert due(at(start), objective, CALENDAR, extensions=windows) == amber


def test_over_a_weekend_the_objective_comes_before_the_promise():
    saturday = at("2026-11-28 13:00")
    objective = POLICY.levels[1].objective
    assert objective is not None
    assert due(saturday, objective, CALENDAR) == at("2026-11-29 07:00")
    assert due(saturday, target(1), CALENDAR) == at("2026-11-30 18:00")
    monday = at("2026-11-30 09:00")
    assert not breached(monday, saturday, target(1), CALENDAR)
    assert breached(monday, saturday, objective, CALENDAR)


def test_silence_in_working_days():
    dates = silence(at("2026-12-04 15:30"), POLICY, CALENDAR)  # Friday; Tuesday 8 is a holiday
    assert dates.reminders == (at("2026-12-07 15:30"), at("2026-12-10 15:30"))
    assert dates.close == at("2026-12-12 15:30")


def test_reopening_within_five_working_days():
    assert reopen_until(at("2026-11-27 16:00"), POLICY, CALENDAR) == at("2026-12-03 16:00")


@pytest.mark.parametrize(
    ("moment", "late"),
    [("2026-11-27 17:00", False), ("2026-11-27 17:00:01", True), ("2026-11-27 19:00", True)],
)
def test_breach(moment: str, late: bool):
    assert breached(at(moment), MONDAY, target(2), CALENDAR) is late


def test_a_budget_that_ends_at_closing_is_not_breached_before_the_next_opening():
    nine = Target(9, "attention_hours")
    assert not breached(at("2026-11-23 22:00"), MONDAY, nine, CALENDAR)
    assert not breached(at("2026-11-24 08:00"), MONDAY, nine, CALENDAR)
    assert breached(at("2026-11-24 08:00") + SECOND, MONDAY, nine, CALENDAR)


def test_a_promise_that_moved_is_breached_after_its_new_end():
    saturday = at("2026-11-28 13:00")
    assert not breached(at("2026-11-30 18:00"), saturday, target(1), CALENDAR)
    assert breached(at("2026-11-30 18:00") + SECOND, saturday, target(1), CALENDAR)


def test_waiting_does_not_hide_what_was_breached_before():
    late, early = at("2026-11-28 09:00"), at("2026-11-27 16:00")
    week_after = at("2026-12-07 12:00")
    assert breached(week_after, MONDAY, target(2), CALENDAR, [(late, None)])
    assert not breached(week_after, MONDAY, target(2), CALENDAR, [(early, None)])


def test_seconds_left_go_below_zero():
    assert seconds_left(at("2026-11-27 12:00"), MONDAY, target(2), CALENDAR) == 5 * 3600
    assert seconds_left(at("2026-11-28 09:30"), MONDAY, target(2), CALENDAR) == -2 * 3600
    assert seconds_left(at("2026-12-24 12:00"), MONDAY, target(2), CALENDAR, [(MONDAY, None)]) == 48 * 3600
