"""What time does: unconfirmed and unanswered tickets close, overdue ones are noted once."""

from datetime import timedelta

import pytest
import time_machine

from portal.services import events, moves, ticket_timeouts
from tests.portal.desk import ITEM, Desk, bogota


@pytest.fixture(autouse=True)
def clock(app):
    with time_machine.travel(bogota("2026-11-23 09:00"), tick=False) as traveller:
        yield traveller


@pytest.fixture
def desk(app):
    return Desk()


def test_solved_ticket_closes_when_it_can_no_longer_be_reopened(desk, clock):
    ticket = desk.open()
    moves.solve(ticket, desk.agent, "hecho")
    clock.move_to(bogota("2026-11-28 09:00"))
    assert ticket_timeouts.run() == 0
    clock.shift(timedelta(seconds=1))
    assert ticket_timeouts.run() == 1
    assert ticket.state == "closed"
    assert events.log(ticket)[-1].data == {"why": "unconfirmed"}


@pytest.mark.parametrize("missing", [[], [ITEM]])
def test_silence_of_six_working_days_closes(desk, clock, missing):
    ticket = desk.open(missing=missing)
    if not missing:
        moves.start_waiting(ticket, desk.agent)
    clock.move_to(bogota("2026-11-30 08:59:59"))
    assert ticket_timeouts.run() == 0
    clock.move_to(bogota("2026-11-30 09:00"))
    assert ticket_timeouts.run() == 1
    assert ticket.state == "closed"
    assert events.log(ticket)[-1].data == {"why": "silence"}


def test_overdue_ticket_is_noted_once(desk, clock):
    ticket = desk.open()
    clock.move_to(bogota("2026-11-27 17:00:01"))
    assert ticket_timeouts.run() == 1
    assert ticket.breached
    assert ticket_timeouts.run() == 0
    assert [event.name for event in events.log(ticket)] == ["opened", "breached"]


def test_waiting_ticket_is_not_overdue(desk, clock):
    ticket = desk.open()
    moves.start_waiting(ticket, desk.agent)
    clock.move_to(bogota("2026-11-28 12:00"))
    ticket_timeouts.run()
    assert not ticket.breached
