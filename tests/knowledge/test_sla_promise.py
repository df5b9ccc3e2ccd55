"""What is promised per level: the move off closed days, and what incidents add."""

import pytest

from knowledge.policy import Policy
from knowledge.sla import promise
from tests.knowledge.terms import CALENDAR, POLICY, RAW_POLICY, at, changed


def windows(*spans: str) -> list:
    """Spans such as "2026-11-23 10:00/2026-11-23 12:00"."""
    halves = (span.split("/") for span in spans)
    return [(at(start), at(end)) for start, end in halves]


@pytest.mark.parametrize(
    ("level", "start", "due"),
    [
        (1, "2026-11-23 09:00", "2026-11-24 09:00"),
        (1, "2026-11-27 20:00", "2026-11-28 20:00"),  # Saturday night is no closed day
        (1, "2026-11-28 13:00", "2026-11-30 18:00"),  # Sunday -> Monday at closing
        (1, "2026-11-28 00:00", "2026-11-30 18:00"),  # Sunday 00:00 is Sunday
        (1, "2026-12-31 12:00", "2027-01-02 14:00"),  # Friday, holiday -> Saturday at closing
        (1, "2026-04-01 17:00", "2026-04-04 14:00"),  # Holy Thursday, and Friday too
        (1, "2026-11-14 10:00", "2026-11-17 18:00"),  # Sunday, and Monday is a holiday
        (1, "2026-12-07 10:00", "2026-12-09 18:00"),
        (2, "2026-11-23 09:00", "2026-11-27 17:00"),
        (3, "2026-04-01 17:00", "2026-04-13 18:00"),
    ],
)
def test_promises(level: int, start: str, due: str):
    assert promise(at(start), level, POLICY, CALENDAR) == at(due)


def test_level_4_promises_nothing():
    assert promise(at("2026-11-23 09:00"), 4, POLICY, CALENDAR) is None


def test_while_waiting_nothing_is_promised():
    waiting = [(at("2026-11-23 10:00"), None)]
    assert promise(at("2026-11-23 09:00"), 1, POLICY, CALENDAR, waiting) is None


def test_a_pause_can_push_the_end_onto_a_closed_day():
    start, pause = at("2026-11-27 20:00"), windows("2026-11-28 08:00/2026-11-28 13:00")
    assert promise(start, 1, POLICY, CALENDAR, pause) == at("2026-11-30 18:00")


INCIDENTS = [
    # Received Monday 9:00, level 2: 48 attention hours end on Friday 27 at 17:00.
    (("2026-11-24 09:00/2026-11-24 11:30",), "2026-11-28 10:00"),
    (("2026-11-23 20:00/2026-11-24 07:00",), "2026-11-27 17:00"),
    (("2026-11-23 07:00/2026-11-23 09:30",), "2026-11-27 17:30"),
    (("2026-11-24 09:00/2026-11-24 11:00", "2026-11-24 10:00/2026-11-24 11:30"), "2026-11-28 10:00"),
    # Begins at the deadline: too late. Begins a minute before it: all of it counts, for it goes on extending.
    (("2026-11-27 17:00/2026-11-27 18:00",), "2026-11-27 17:00"),
    (("2026-11-27 16:59/2026-11-28 09:30",), "2026-11-28 09:31"),
    # The second lies in time that the first one added.
    (("2026-11-27 16:00/2026-11-27 18:00", "2026-11-28 09:00/2026-11-28 10:00"), "2026-11-28 10:30"),
    (("2026-11-28 09:00/2026-11-28 10:00",), "2026-11-27 17:00"),
]


@pytest.mark.parametrize(("spans", "due"), INCIDENTS)
def test_incidents_extend_what_is_not_yet_due(spans: tuple[str, ...], due: str):
    start = at("2026-11-23 09:00")
    assert promise(start, 2, POLICY, CALENDAR, extensions=windows(*spans)) == at(due)


def test_time_that_was_paused_anyway_is_not_added_again():
    start = at("2026-11-23 09:00")
    pause, incident = (
        windows("2026-11-24 10:00/2026-11-24 12:00"),
        windows("2026-11-24 11:00/2026-11-24 13:00"),
    )
    assert promise(start, 2, POLICY, CALENDAR, pause) == at("2026-11-28 09:30")
    assert promise(start, 2, POLICY, CALENDAR, pause, incident) == at("2026-11-28 10:30")


@pytest.mark.parametrize(
    ("start", "span", "due"),
    [
        ("2026-11-23 09:00", "2026-11-23 20:00/2026-11-23 22:00", "2026-11-24 11:00"),
        # The longer clock ends on a Sunday and moves.
        ("2026-11-27 22:00", "2026-11-28 08:00/2026-11-28 11:00", "2026-11-30 18:00"),
        # Still within the Sunday: the move has given more than the incident took.
        ("2026-11-28 10:00", "2026-11-28 11:00/2026-11-28 13:00", "2026-11-30 18:00"),
        # Past midnight into Monday: an incident does not bring the promise forward.
        ("2026-11-28 23:00", "2026-11-29 08:00/2026-11-29 10:00", "2026-11-30 18:00"),
        ("2026-11-28 23:00", "2026-11-29 02:00/2026-11-29 22:00", "2026-11-30 19:00"),
    ],
)
def test_incidents_and_the_move_off_closed_days(start: str, span: str, due: str):
    assert promise(at(start), 1, POLICY, CALENDAR, extensions=windows(span)) == at(due)


def test_one_line_switches_the_reading():
    raw = changed(RAW_POLICY, "levels", 2, "promise", "reading", to="business_days")
    assert promise(at("2026-11-23 09:00"), 3, Policy.from_dict(raw), CALENDAR) == at("2026-11-26 09:00")


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_naive_moments_are_refused(level: int):
    naive = at("2026-11-23 09:00").replace(tzinfo=None)
    with pytest.raises(ValueError, match="without time zone"):
        promise(naive, level, POLICY, CALENDAR)


def test_naive_incidents_are_refused():
    good = at("2026-11-23 09:00")
    with pytest.raises(ValueError, match="without time zone"):
        promise(good, 2, POLICY, CALENDAR, extensions=[(good, good.replace(tzinfo=None))])
