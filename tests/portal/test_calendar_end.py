"""Behind the last year of holidays.yaml no date is known: requests are received all the same, and follow later."""

import dataclasses
import logging

import pytest
import time_machine

from knowledge import load
from portal.extensions import db
from portal.services import clocks, installation, messages, moves, ticket_timeouts
from tests.portal.desk import Desk, bogota

LAST_YEAR = load().calendar.years[1]


@pytest.fixture
def last_day(app):
    with time_machine.travel(bogota(f"{LAST_YEAR}-12-31 09:00"), tick=False) as traveller:
        yield traveller


@pytest.mark.usefixtures("last_day")
def test_a_request_is_received_without_a_date_and_lives_on(desk, caplog):
    with caplog.at_level(logging.WARNING):
        ticket = desk.open()
    db.session.commit()
    assert (ticket.state, ticket.due_at, ticket.breached) == ("open", None, False)
    assert f"knowledge/holidays.yaml takes those of {LAST_YEAR + 1}" in caplog.text
    moves.claim(ticket, desk.agent)
    messages.reply(ticket, desk.agent, "La miro.", wait=True)
    assert clocks.silence_dates(ticket) is None
    messages.answer(ticket, desk.requester, "Gracias.")
    moves.solve(ticket, desk.agent, "Quedó.")
    assert (ticket.state, ticket.reopen_until) == ("solved", None)
    db.session.commit()
    ticket_timeouts.run()
    assert ticket.state == "solved"


@pytest.mark.usefixtures("last_day")
@pytest.mark.parametrize("kind", ["revision-de-insumo", "mejora-del-integrador", "emision-de-credenciales"])
def test_no_page_fails(client, sign_in, kind):
    desk = Desk()
    reference = desk.open(kind).reference
    sign_in(desk.requester)
    assert [client.get(page).status_code for page in ("/", "/contacto", f"/solicitud/{reference}")] == [
        200
    ] * 3
    sign_in(desk.agent)
    assert [client.get(page).status_code for page in ("/mesa", f"/mesa/{reference}")] == [200] * 2


@pytest.mark.usefixtures("last_day")
def test_the_dates_follow_when_the_year_is_known(desk, monkeypatch):
    ticket = desk.open()
    longer = dataclasses.replace(load().calendar, years=(load().calendar.years[0], LAST_YEAR + 1))
    monkeypatch.setattr(clocks, "load", lambda: dataclasses.replace(load(), calendar=longer))
    ((reference, found),) = clocks.repair(write=False)
    assert reference == ticket.reference
    assert "due_at" in found
    assert ticket.due_at is None
    assert [name for name, _ in clocks.repair(write=True)] == [reference]
    assert ticket.due_at is not None
    assert list(clocks.repair(write=False)) == []


@pytest.mark.parametrize(("month", "asks"), [("09", False), ("11", True)])
def test_the_check_of_the_installation_asks_for_the_next_year_in_time(app, month, asks):
    with time_machine.travel(bogota(f"{LAST_YEAR}-{month}-15 09:00"), tick=False):
        said = dict(installation.problems())["calendar"]
    assert (str(LAST_YEAR + 1) in (said or "")) is asks
