"""The account of a deadline names every stretch and adds up to the second."""

import pytest

from knowledge.sla import Explanation, explain, promise
from tests.knowledge.terms import CALENDAR, POLICY, at

H = 3600


def lines(account: Explanation) -> list[tuple[str, str, float]]:
    """(kind, "dd HH:MM - dd HH:MM", hours counted) of every stretch."""
    ends = ((s, f"{s.end:%d %H:%M}" if s.end else "") for s in account.stretches)
    return [(s.kind, f"{s.start:%d %H:%M} - {end}", s.seconds / H) for s, end in ends]


def explained(*args, **kwargs) -> Explanation:
    account = explain(*args, **kwargs)
    assert account is not None
    return account


def test_nights_weekend_pause_and_incident():
    account = explained(
        at("2026-11-19 12:30"),
        2,
        POLICY,
        CALENDAR,
        [(at("2026-11-23 10:00"), at("2026-11-23 14:00"))],
        [(at("2026-11-24 09:00"), at("2026-11-24 11:30"))],
    )
    assert lines(account) == [
        ("counted", "19 12:30 - 19 18:00", 5.5),
        ("closed", "19 18:00 - 20 08:00", 0),
        ("counted", "20 08:00 - 20 18:00", 10),
        ("closed", "20 18:00 - 21 08:30", 0),
        ("counted", "21 08:30 - 21 14:00", 5.5),
        ("closed", "21 14:00 - 23 08:00", 0),
        ("counted", "23 08:00 - 23 10:00", 2),
        ("paused", "23 10:00 - 23 14:00", 0),
        ("counted", "23 14:00 - 23 18:00", 4),
        ("closed", "23 18:00 - 24 08:00", 0),
        ("counted", "24 08:00 - 24 18:00", 10),
        ("closed", "24 18:00 - 25 08:00", 0),
        ("counted", "25 08:00 - 25 18:00", 10),
        ("closed", "25 18:00 - 26 08:00", 0),
        ("counted", "26 08:00 - 26 11:30", 3.5),
    ]
    assert account.stretches[-1].running_total == 50.5 * H
    assert account.stretches[7].held == 4 * H
    assert (account.promised_seconds, account.added_seconds) == (48 * H, 2.5 * H)
    assert [(e.start, e.end, e.seconds) for e in account.extensions] == [
        (at("2026-11-24 09:00"), at("2026-11-24 11:30"), 2.5 * H)
    ]
    assert (account.due, account.without_incidents) == (at("2026-11-26 11:30"), at("2026-11-26 09:00"))


def test_holidays_are_named():
    account = explained(at("2026-12-07 17:00"), 2, POLICY, CALENDAR)
    assert lines(account)[:5] == [
        ("counted", "07 17:00 - 07 18:00", 1),
        ("closed", "07 18:00 - 08 00:00", 0),
        ("holiday", "08 00:00 - 09 00:00", 0),
        ("closed", "09 00:00 - 09 08:00", 0),
        ("counted", "09 08:00 - 09 18:00", 10),
    ]
    holiday = account.stretches[2].holiday
    assert holiday is not None
    assert holiday.name["en"] == "Immaculate Conception"


def test_a_start_on_a_holiday_begins_with_it():
    account = explained(at("2026-12-08 09:00"), 2, POLICY, CALENDAR)
    assert lines(account)[0] == ("holiday", "08 09:00 - 09 00:00", 0)


def test_plain_hours_are_one_stretch_and_the_move_is_a_stretch_of_its_own():
    account = explained(at("2026-12-31 12:00"), 1, POLICY, CALENDAR)
    assert lines(account) == [("counted", "31 12:00 - 01 12:00", 24), ("moved", "01 12:00 - 02 14:00", 0)]
    moved = account.stretches[-1].holiday
    assert moved is not None
    assert moved.name["es"] == "Año Nuevo"
    assert account.due == at("2027-01-02 14:00")


def test_a_pause_covers_the_night_in_it_and_says_what_it_held_back():
    pause = (at("2026-11-23 12:00"), at("2026-11-24 12:00"))
    account = explained(at("2026-11-23 09:00"), 2, POLICY, CALENDAR, [pause])
    assert lines(account)[:3] == [
        ("counted", "23 09:00 - 23 12:00", 3),
        ("paused", "23 12:00 - 24 12:00", 0),
        ("counted", "24 12:00 - 24 18:00", 6),
    ]
    assert account.stretches[1].held == 10 * H


def test_while_waiting_the_account_ends_with_the_open_pause_and_what_is_left():
    account = explained(at("2026-11-23 09:00"), 2, POLICY, CALENDAR, [(at("2026-11-24 10:00"), None)])
    assert lines(account)[-1] == ("paused", "24 10:00 - ", 0)
    assert (account.due, account.remaining_seconds) == (None, 37 * H)


def test_waiting_that_began_too_late_leaves_less_than_nothing():
    account = explained(at("2026-11-23 09:00"), 1, POLICY, CALENDAR, [(at("2026-11-24 10:00"), None)])
    assert (account.due, account.remaining_seconds) == (None, -H)


def test_waiting_from_the_start():
    account = explained(at("2026-11-23 09:00"), 2, POLICY, CALENDAR, [(at("2026-11-23 08:00"), None)])
    assert lines(account) == [("paused", "23 09:00 - ", 0)]
    assert account.remaining_seconds == 48 * H


@pytest.mark.parametrize("pauses", [(), [(at("2026-11-24 10:00"), None)]])
def test_level_4_has_nothing_to_explain(pauses: list):
    assert explain(at("2026-11-23 09:00"), 4, POLICY, CALENDAR, pauses) is None


def test_it_names_the_version_and_the_reading_that_it_used():
    account = explained(at("2026-11-23 09:00"), 3, POLICY, CALENDAR)
    assert (account.policy_version, account.reading) == (POLICY.version, "attention_hours")
    assert account.due == promise(at("2026-11-23 09:00"), 3, POLICY, CALENDAR)
