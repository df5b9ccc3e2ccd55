"""The demonstration data: everything the first start promises, through the services."""

from collections import Counter

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from portal.clock import now
from portal.extensions import db
from portal.models import Organisation, Ticket, User
from portal.models.ticket import STATES
from portal.services import clocks, demo
from portal.web.clock_badge import badge
from tests.portal.desk import bogota

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.mark.parametrize("hour", ["2026-11-24 10:50", "2026-11-22 03:00", "2026-12-08 17:59"])
def test_seed_makes_the_cast_and_tickets_in_all_states(app: Flask, hour: str) -> None:
    with time_machine.travel(bogota(hour), tick=False):
        _check_seed()


def _check_seed() -> None:
    made = demo.seed()
    roles = Counter(role for _, role in made)
    assert roles == {"client": 2, "distributor": 1, "developer": 2, "agent": 3, "lead": 1, "administrator": 1}
    kinds = Counter(db.session.scalars(select(Organisation.kind)))
    assert kinds == {"client": 2, "distributor": 1}
    tickets = db.session.scalars(select(Ticket)).all()
    assert 38 <= len(tickets) <= 45
    assert {t.state for t in tickets} == set(STATES)
    for ticket in tickets:
        assert not clocks.difference(ticket)
        assert badge(ticket).words


def test_seed_does_nothing_where_accounts_exist(app: Flask) -> None:
    demo.seed()
    before = db.session.scalar(select(func.count(Ticket.id)))
    assert demo.seed() == []
    assert db.session.scalar(select(func.count(Ticket.id))) == before


def test_demo_people_sign_in_with_the_shown_password(app: Flask) -> None:
    demo.seed()
    ana = db.session.scalar(select(User).where(User.email == "ana@ejemplo.co"))
    assert ana is not None
    from flask_security import verify_password

    from portal.services.accounts import DEMO_PASSWORD

    assert verify_password(DEMO_PASSWORD, ana.password)


def test_demo_tickets_about_an_input_carry_its_review(app: Flask) -> None:
    demo.seed()
    for ticket in db.session.scalars(select(Ticket).where(Ticket.kind == "revision-de-insumo")):
        assert (ticket.diagnosis is None) == bool(ticket.missing)
        assert ticket.created_at <= now()
        if ticket.diagnosis is not None:
            assert ticket.disputed == (ticket.diagnosis.verdict == "invalid")
    assert db.session.scalar(select(func.count(Ticket.id)).where(Ticket.disputed)) == 2
