"""Whose request and which: what every page of the flow looks up first."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, abort, redirect, request, url_for

from knowledge import load
from knowledge.catalogue import RequestKind
from portal.access import signed_in
from portal.models import RequestDraft, User
from portal.services import drafts, submit
from portal.web.requests import pages

blueprint = Blueprint("requests", __name__, url_prefix="/solicitudes")
SENT_BACK = 422
"""The status of a form that is shown again with what to put right."""


def person() -> User:
    """Who asks; the access table has seen to it that somebody is signed in."""
    return cast(User, signed_in())


def kind_named(name: str) -> RequestKind:
    """The kind of an address; 404 where there is none."""
    found = load().requests.get(name)
    if found is None:
        abort(404)
    return found


def own_draft(public_id: str, *, sent_too: bool = False) -> RequestDraft:
    """One's own draft. What was sent is a request: it is not written on any more."""
    draft = drafts.find(person(), public_id)
    if draft is None or (draft.ticket_id is not None and not sent_too and request.method == "POST"):
        abort(404)
    if draft.ticket_id is not None and not sent_too:
        ticket = submit.sent(draft)
        abort(redirect(url_for("tickets.show", reference=ticket.reference if ticket else "")))
    return draft


def next_step(draft: RequestDraft, kind: RequestKind, step: str) -> str:
    """Where a saved step leads: on, or back to the review that it came from."""
    if request.args.get("volver") == pages.REVIEW:
        return pages.address(draft, pages.REVIEW)
    return pages.after(draft, kind, step)
