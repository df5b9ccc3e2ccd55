"""What every page has around it: brand, navigation by role, whether the desk is open, who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for
from flask_babel import lazy_gettext as _l
from flask_security import current_user

from knowledge import load
from portal import access
from portal.clock import now
from portal.i18n import text


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the navigation: its endpoint, its words, and the areas in which it is current."""

    endpoint: str
    text: Any
    areas: tuple[str, ...]


EVERYBODY = (
    Entry("home.index", _l("Inicio"), ("home",)),
    Entry("diagnose.new", _l("Diagnosticar"), ("diagnose",)),
    Entry("requests.catalogue", _l("Solicitudes"), ("requests", "tickets")),
    Entry("guide.index", _l("Guía"), ("guide", "structure")),
    Entry("contact.index", _l("Contacto"), ("contact",)),
)
STAFF = (
    Entry("desk.queue", _l("Mesa"), ("desk", "review")),
    Entry("diagnose.new", _l("Diagnosticar"), ("diagnose",)),
    Entry("guide.index", _l("Guía"), ("guide", "structure")),
    Entry("contact.index", _l("Contacto"), ("contact",)),
)
STAFF_ROLES = ("agent", "lead")


def is_staff() -> bool:
    """Whether the person at the page works tickets."""
    return bool(current_user and current_user.is_authenticated) and any(
        current_user.has_role(role) for role in STAFF_ROLES
    )


ACCOUNT = (
    Entry("account.index", _l("Su cuenta"), ()),
    Entry("diagnose.history", _l("Sus diagnósticos"), ()),
    Entry("review.index", _l("Organizaciones por confirmar"), ()),
    Entry("administration.index", _l("Administración"), ()),
)


def allowed(entry: Entry, app: Flask) -> bool:
    """Whether the page exists and the person at the screen may open it."""
    return entry.endpoint in app.view_functions and access.may_open(entry.endpoint)


def init_app(app: Flask) -> None:
    """Give templates `nav`, `account_menu`, `brand`, `provider`, `desk_open`, `hours_line` and `staff`."""

    @app.context_processor
    def frame() -> dict[str, Any]:
        knowledge = load()
        area = (request.endpoint or "").split(".")[0]
        entries = [e for e in (STAFF if is_staff() else EVERYBODY) if e.endpoint in app.view_functions]
        account = [e for e in ACCOUNT if allowed(e, app)]
        moment = now()
        calendar = knowledge.calendar
        is_open = calendar.open_at(moment)
        return {
            "nav": [(url_for(e.endpoint), e.text, area in e.areas) for e in entries],
            "account_menu": [(url_for(e.endpoint), e.text, area in e.areas) for e in account],
            "known_endpoints": app.view_functions,
            "hours_line": " · ".join(text(line) for line in knowledge.policy.hours),
            "brand": knowledge.policy.brand,
            "provider": knowledge.policy.provider,
            "desk_open": is_open,
            "desk_changes": calendar.next_closing(moment) if is_open else calendar.next_opening(moment),
            "staff": is_staff(),
        }
