"""Invitations to an organisation: sent by mail, accepted by whoever has proved to own that address."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import timedelta
from secrets import token_urlsafe

from flask_babel import gettext as _
from sqlalchemy import select

from portal.clock import now
from portal.errors import Refused
from portal.extensions import db
from portal.models import Invitation, Membership, Organisation, User
from portal.services import accounts, organisations, outbox

VALID = timedelta(days=7)
OPEN_MAX = 20


def invite(
    organisation: Organisation, host: User, email: str, right: str, link: Callable[[str], str]
) -> Invitation:
    """Invite an address and commit with the mail. `link` makes the address of a token.

    A further invitation of the same address replaces the one before. Refused above OPEN_MAX open ones.
    """
    email = email.strip().casefold()
    for earlier in waiting(organisation):
        if earlier.email == email:
            earlier.withdrawn_at = now()
    if len(waiting(organisation)) >= OPEN_MAX:
        raise Refused("too-many", _("Hay 20 invitaciones sin respuesta. Retire alguna antes de enviar otra."))
    token = token_urlsafe(32)
    invitation = Invitation(
        token_hash=_hash(token),
        email=email,
        organisation_id=organisation.id,
        right=right,
        invited_by_id=host.id,
        expires_at=now() + VALID,
    )
    db.session.add(invitation)
    text = _(
        "%(host)s lo invita a %(organisation)s en Ventanilla. Abra este enlace para aceptar:\n\n%(link)s\n\n"
        "Sirve siete días. Si no conoce a esta persona, no haga nada.\nMensaje automático.",
        host=host.display_name,
        organisation=organisation.name,
        link=link(token),
    )
    outbox.enqueue(email, _("Invitación a %(name)s en Ventanilla", name=organisation.name), text)
    db.session.commit()
    return invitation


def waiting(organisation: Organisation) -> Sequence[Invitation]:
    """The invitations that can still be accepted."""
    return db.session.scalars(
        select(Invitation)
        .where(
            Invitation.organisation_id == organisation.id,
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > now(),
        )
        .order_by(Invitation.id)
    ).all()


def by_token(token: str) -> Invitation | None:
    """The invitation that this token opens, if it can still be accepted."""
    found = db.session.scalar(select(Invitation).where(Invitation.token_hash == _hash(token)))
    if found is None or found.accepted_at or found.withdrawn_at or found.expires_at <= now():
        return None
    return found


def accept(invitation: Invitation, user: User) -> Membership:
    """Join. Refused unless the person's confirmed address is the invited one."""
    if user.confirmed_at is None or user.email.casefold() != invitation.email:
        raise Refused(
            "other-address",
            _("La invitación es para %(email)s. Ingrese con ese correo.", email=invitation.email),
        )
    organisation = invitation.organisation
    invitation.accepted_at = now()
    accounts.grant(user, "developer" if invitation.right == "developer" else organisation.kind)
    member = organisations.add_member(organisation, user, invitation.right)
    db.session.commit()
    return member


def withdraw(invitation: Invitation) -> None:
    """Make the link useless."""
    invitation.withdrawn_at = now()
    db.session.commit()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
