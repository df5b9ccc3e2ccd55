"""Accounts: what follows a sign-up, profiles, and ending sessions."""

from flask_security import SQLAlchemyUserDatastore

from portal.extensions import db, security
from portal.models import Role, User
from portal.services import organisations

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
    return security.datastore


def role(name: str) -> Role:
    """The role of that name, made on first use. KeyError for a name that is none of ours."""
    return datastore().find_or_create_role(name, description=DESCRIPTIONS[name])


def grant(user: User, name: str) -> None:
    """Give the person a role; nothing happens where it is there already."""
    datastore().add_role_to_user(user, role(name))


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
