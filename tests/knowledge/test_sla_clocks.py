"""First answer, next update, amber, warnings, silence, breach, compliance and a change of level."""

from datetime import timedelta

import pytest

from knowledge.clocks import (
    Compliance,
    amber_at,
    breached,
    compliance,
    deliver_at,
    first_response_due,
    level_change,
    next_update_due,
    reopen_until,
    seconds_left,
    silence,
    warning_moments,
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
    kept = compliance(at("2026-11-30 09:00"), saturday, 1, POLICY, CALENDAR)
    assert (kept.promise, kept.objective) == (True, False)


def test_warnings_inside_attention_windows():
    told = warning_moments(MONDAY, target(2), POLICY, CALENDAR)
    assert [(w.percent, w.reached_at, w.deliver_at, w.to) for w in told] == [
        (50, at("2026-11-25 13:00"), at("2026-11-25 13:00"), ("assignee",)),
        (75, at("2026-11-26 15:00"), at("2026-11-26 15:00"), ("assignee",)),
        (90, at("2026-11-27 12:12"), at("2026-11-27 12:12"), ("assignee", "lead")),
    ]


def test_warnings_of_the_night_wait_for_the_opening_unless_that_is_too_late():
    told = warning_moments(at("2026-11-23 23:00"), target(1), POLICY, CALENDAR)
    assert [(w.reached_at, w.deliver_at) for w in told] == [
        (at("2026-11-24 11:00"), at("2026-11-24 11:00")),
        (at("2026-11-24 17:00"), at("2026-11-24 17:00")),
        (at("2026-11-24 20:36"), at("2026-11-24 18:00")),
    ]
    told = warning_moments(at("2026-11-23 19:00"), target(1), POLICY, CALENDAR)
    assert (told[0].reached_at, told[0].deliver_at) == (at("2026-11-24 07:00"), at("2026-11-24 08:00"))


def test_warnings_of_a_promise_that_moved_come_before_its_new_end():
    told = warning_moments(at("2026-11-28 13:00"), target(1), POLICY, CALENDAR)
    assert [w.deliver_at for w in told] == [at("2026-11-30 08:00")] * 3


def test_no_warning_outside_windows_where_none_lies_before_the_end():
    start, end = at("2026-11-23 20:00"), at("2026-11-24 01:00")
    assert deliver_at(at("2026-11-23 23:00"), start, end, CALENDAR) == at("2026-11-24 08:00")


def test_the_opening_at_the_very_deadline_is_not_after_it():
    end = at("2026-11-24 08:00")
    assert deliver_at(at("2026-11-24 07:00"), MONDAY, end, CALENDAR) == end


def test_warnings_follow_pauses_and_stop_while_waiting():
    pause = (at("2026-11-23 10:00"), at("2026-11-23 12:00"))
    told = warning_moments(MONDAY, target(2), POLICY, CALENDAR, [pause])
    assert told[0].reached_at == at("2026-11-25 15:00")
    assert warning_moments(MONDAY, target(2), POLICY, CALENDAR, [pause, (at("2026-11-24 10:00"), None)]) == ()


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


def test_compliance_under_promise_and_objective_with_and_without_incidents():
    incident = [(at("2026-11-24 09:00"), at("2026-11-24 11:00"))]
    friday, wednesday = at("2026-11-27 17:30"), at("2026-11-25 10:00")
    args = (MONDAY, 2, POLICY, CALENDAR, (), incident)
    assert compliance(friday, *args) == Compliance(True, False, False, False)
    assert compliance(wednesday, *args) == Compliance(True, True, True, False)
    assert compliance(friday, MONDAY, 4, POLICY, CALENDAR) == Compliance(None, None, None, None)


def test_a_change_of_level_counts_from_the_first_start_with_the_same_pauses():
    pause = [(at("2026-11-23 10:00"), at("2026-11-23 12:00"))]
    change = level_change(at("2026-11-24 12:00"), MONDAY, (2, 3), POLICY, CALENDAR, pause)
    assert (change.before, change.after) == (at("2026-11-28 09:30"), at("2026-12-01 17:30"))
    assert not change.breaches


def test_a_change_that_breaks_the_promise_by_itself_says_so():
    change = level_change(at("2026-11-25 12:00"), MONDAY, (2, 1), POLICY, CALENDAR)
    assert (change.after, change.breaches) == (at("2026-11-24 09:00"), True)
    late = at("2026-12-15 12:00")
    assert not level_change(late, MONDAY, (2, 1), POLICY, CALENDAR).breaches  # it was broken before
    assert not level_change(late, MONDAY, (2, 4), POLICY, CALENDAR).breaches
