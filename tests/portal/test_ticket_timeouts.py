"""What time does: unconfirmed and unanswered tickets close, overdue ones are noted once."""

from datetime import timedelta

import pytest

from portal.services import events, moves, ticket_timeouts
from tests.portal.desk import ITEM, bogota

pytestmark = pytest.mark.usefixtures("monday")


def test_solved_ticket_closes_when_it_can_no_longer_be_reopened(desk, monday):
    ticket = desk.open()
    moves.solve(ticket, desk.agent, "hecho")
    monday.move_to(bogota("2026-11-28 09:00"))
    assert ticket_timeouts.run() == 0
    monday.shift(timedelta(seconds=1))
    assert ticket_timeouts.run() == 1
    assert ticket.state == "closed"
    assert events.log(ticket)[-1].data == {"why": "unconfirmed"}


@pytest.mark.parametrize("missing", [[], [ITEM]])
def test_silence_of_six_working_days_closes(desk, monday, missing):
    ticket = desk.open(missing=missing)
    if not missing:
        moves.start_waiting(ticket, desk.agent)
    monday.move_to(bogota("2026-11-30 08:59:59"))
    assert ticket_timeouts.run() == 0
    monday.move_to(bogota("2026-11-30 09:00"))
    assert ticket_timeouts.run() == 1
    assert ticket.state == "closed"
    assert events.log(ticket)[-1].data == {"why": "silence"}


def test_overdue_ticket_is_noted_once(desk, monday):
    ticket = desk.open()
    monday.move_to(bogota("2026-11-27 17:00:01"))
    assert ticket_timeouts.run() == 1
    assert ticket.breached
    assert ticket_timeouts.run() == 0
    assert [event.name for event in events.log(ticket)] == ["opened", "breached"]


def test_waiting_ticket_is_not_overdue(desk, monday):
    ticket = desk.open()
    moves.start_waiting(ticket, desk.agent)
    monday.move_to(bogota("2026-11-28 12:00"))
    ticket_timeouts.run()
    assert not ticket.breached
