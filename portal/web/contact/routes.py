"""Contact: telephones with their menu, the mailbox with its exact subject, the tracker for developers."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, render_template

from knowledge import load
from portal.access import signed_in
from portal.clock import now
from portal.i18n import language
from portal.models import User
from portal.services import accounts
from portal.web.contact import opening

blueprint = Blueprint("contact", __name__, url_prefix="/contacto")


@blueprint.get("")
def index() -> str:
    """Every channel, and whether somebody attends now."""
    contacts = load().policy.contacts
    mailbox, user = contacts.mailbox, signed_in()
    subject = mailbox.subject(_known(user), language())
    return render_template(
        "web/contact/index.html",
        contacts=contacts,
        policy=load().policy,
        opening=opening(now()),
        subject=subject,
        example=mailbox.subject({part.part: part.example for part in mailbox.parts}, language()),
        complete=mailbox.missing.partition("{")[0] not in subject,
        mailto=f"mailto:{mailbox.address}?subject={quote(subject, safe='')}",
        developer=user is None or "developer" in user.role_names or user.is_staff,
    )


def _known(user: User | None) -> dict[str, str | None]:
    """What the profile says, by the names of the policy's parts."""
    if user is None:
        return {}
    organisation = accounts.current_organisation(user)
    return {
        "nit": f"{organisation.nit}-{organisation.dv}" if organisation else None,
        "legal_name": organisation.name if organisation else None,
        "contact_name": user.name,
        "mobile": user.phone,
        "preferred_time": user.contact_hours,
    }
