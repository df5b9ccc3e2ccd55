"""The first page: for anybody what one can do here, for those with an account what needs them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from knowledge import load
from portal.access import may_open, signed_in
from portal.clock import now
from portal.services import accounts, drafts, requests
from portal.web import contact
from portal.web.frame import is_staff
from portal.web.home import pages
from portal.web.tickets import pages as ticket_pages

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def index() -> str:
    """The home page."""
    return render_template(
        "web/home/index.html",
        incidents=pages.incidents(),
        opening=contact.opening(now()),
        policy=load().policy,
        kinds=load().requests,
        **_own(),
    )


def _own() -> dict[str, Any]:
    """What is the person's own; nothing for visitors and for staff, whose work is at the desk."""
    user = signed_in()
    if user is None or is_staff() or not may_open("tickets.index"):
        return {"person": None}
    tickets = requests.of_person(user, only_open=True, limit=50)
    return {
        "person": user,
        "greeting": pages.greeting(),
        "organisation": accounts.current_organisation(user),
        "asks": pages.asks(tickets),
        "tickets": tickets,
        "drafts": drafts.waiting(user),
        "diagnoses": pages.last_diagnoses(user),
        "clock": ticket_pages.clock,
        "state_name": ticket_pages.state_name,
    }
