"""Accounts: what follows a sign-up, profiles, and ending sessions."""

from collections.abc import Sequence
from secrets import token_urlsafe
from typing import cast

from flask_babel import gettext as _
from flask_security import SQLAlchemyUserDatastore, hash_password
from sqlalchemy import func, select

from portal.access import organisation_ids
from portal.clock import now
from portal.errors import Refused
from portal.extensions import db, security
from portal.models import Membership, Organisation, Role, User
from portal.services import organisations

# Of the accounts that a demonstration makes; it is printed and shown, and exists nowhere else.
DEMO_PASSWORD = "ventanilla de prueba"  # noqa: S105 - shown to everybody

DESCRIPTIONS = {
    "client": "Uses the service under its own NIT",
    "distributor": "Sells the service and cares for clients",
    "developer": "Integrates for organisations that linked the account",
    "agent": "Works requests",
    "lead": "Leads the desk: levels, incidents, policy",
    "administrator": "Accounts, roles, integrations, jobs",
}


def datastore() -> SQLAlchemyUserDatastore:
    """Flask-Security's store of users and roles."""
    return cast(SQLAlchemyUserDatastore, security.datastore)


def role(name: str) -> Role:
    """The role of that name, made on first use. KeyError for a name that is none of ours."""
    return cast(Role, datastore().find_or_create_role(name, description=DESCRIPTIONS[name]))


def grant(user: User, name: str) -> None:
    """Give the person a role; nothing happens where it is there already."""
    datastore().add_role_to_user(user, role(name))


def create(email: str, name: str, role_name: str, password: str | None = None, *, demo: bool = False) -> User:
    """Make a confirmed account with a role, in the caller's transaction. ValueError: the address is taken.

    Without `password` nobody can sign in before the password is reset by mail.
    """
    email = email.strip().casefold()
    if db.session.scalar(select(User.id).where(func.lower(User.email) == email)) is not None:
        raise ValueError(f"{email} has an account")
    fields = {"email": email, "name": name, "confirmed_at": now(), "demo": demo}
    secret = hash_password(password or token_urlsafe(32))
    user = cast(User, datastore().create_user(password=secret, **fields))
    grant(user, role_name)
    db.session.flush()
    return user


def complete_sign_up(user: User, *, role: str, nit_dv: str, organisation: str) -> None:
    """Give a new account its role and, but for developers, its organisation. The caller commits.

    `nit_dv` has been checked. Where the NIT has an organisation already, staff get a claim to decide on.
    """
    if role not in ("client", "distributor", "developer"):
        raise ValueError(f"nobody signs up as {role!r}")
    db.session.flush()
    grant(user, role)
    if role != "developer":
        organisations.found_or_claim(user, nit_dv=nit_dv, name=organisation, kind=role)


def update_profile(user: User, *, name: str, phone: str, contact_hours: str) -> None:
    """Change how support reaches the person."""
    user.name, user.phone, user.contact_hours = name.strip(), phone.strip(), contact_hours.strip()
    db.session.commit()


def end_sessions(user: User) -> None:
    """Sign the person out everywhere: every session names the value that changes here."""
    datastore().set_uniquifier(user)
    db.session.commit()


def current_organisation(user: User) -> Organisation | None:
    """The organisation whose requests are shown: the chosen one while it is visible, else the person's
    first.
    """
    visible = organisation_ids(user)
    chosen = db.session.scalar(
        select(Organisation).where(
            Organisation.id == user.current_organisation_id, Organisation.id.in_(visible)
        )
    )
    if chosen is not None:
        return chosen
    first = select(Organisation).join(Membership).where(Membership.user_id == user.id).order_by(Membership.id)
    return db.session.scalar(first.limit(1))


def choose_language(user: User, language: str) -> None:
    """Remember the language for mails and other devices."""
    user.language = language
    db.session.commit()


def search(text: str, limit: int = 50) -> Sequence[User]:
    """The accounts whose address or name holds the text, for the administrator."""
    query = select(User).order_by(User.email).limit(limit)
    if text.strip():
        pattern = f"%{text.strip().casefold()}%"
        query = query.where(func.lower(User.email).like(pattern) | func.lower(User.name).like(pattern))
    return db.session.scalars(query).all()


def set_staff_role(user: User, name: str | None, by: User) -> None:
    """Make the person agent, lead or administrator, or none of these, and end the sessions. Not for
    oneself.
    """
    if user.id == by.id:
        raise Refused("oneself", _("Su propio permiso lo cambia otro administrador."))
    if name not in (None, "agent", "lead", "administrator"):
        raise ValueError(f"no staff role: {name!r}")
    user.roles = [held for held in user.roles if held.name not in ("agent", "lead", "administrator")]
    if name:
        grant(user, name)
    end_sessions(user)


def set_active(user: User, active: bool, by: User) -> None:
    """Close an account or open it again. A closed one is signed out at once."""
    if user.id == by.id:
        raise Refused("oneself", _("Su propia cuenta la cierra otro administrador."))
    user.active = active
    end_sessions(user)


def forget_second_factor(user: User) -> None:
    """For somebody without telephone and codes: staff have to set it up anew at the next sign-in."""
    datastore().tf_reset(user)
    user.mf_recovery_codes = None
    end_sessions(user)


def demo_accounts() -> Sequence[User]:
    """The accounts that the demonstration made, for its sign-in page."""
    return db.session.scalars(select(User).where(User.demo).order_by(User.id)).all()
