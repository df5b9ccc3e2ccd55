"""Organisations: founding and claiming, members, clients of a distributor, verification."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import func, or_, select

from portal.clock import now
from portal.errors import Refused
from portal.extensions import db
from portal.models import DistributorClient, Membership, Organisation, OrganisationClaim, User
from portal.nit import parse_nit


def by_nit(nit: str) -> Organisation | None:
    """The organisation with this NIT (digits, without check digit)."""
    return db.session.scalar(select(Organisation).where(Organisation.nit == nit))


def found_or_claim(user: User, *, nit_dv: str, name: str, kind: str) -> Organisation | OrganisationClaim:
    """Make the organisation, unverified, with the person as its owner. The caller commits.

    A NIT that is taken becomes a claim for staff: nobody joins by knowing a number. ValueError: a bad NIT.
    """
    nit, digit = parse_nit(nit_dv)
    taken = by_nit(nit)
    if taken is not None:
        return _claim(user, taken)
    organisation = Organisation(nit=nit, dv=digit, name=name.strip(), kind=kind, agreements=[])
    db.session.add(organisation)
    db.session.flush()
    add_member(organisation, user, "owner")
    return organisation


def _claim(user: User, organisation: Organisation) -> OrganisationClaim:
    waiting = db.session.scalar(
        select(OrganisationClaim).where(
            OrganisationClaim.organisation_id == organisation.id,
            OrganisationClaim.user_id == user.id,
            OrganisationClaim.state == "waiting",
        )
    )
    if waiting is not None:
        return waiting
    claim = OrganisationClaim(organisation_id=organisation.id, user_id=user.id)
    db.session.add(claim)
    db.session.flush()
    return claim


def membership(user: User, organisation: Organisation) -> Membership | None:
    """What the person is in the organisation."""
    return db.session.scalar(
        select(Membership).where(Membership.user_id == user.id, Membership.organisation_id == organisation.id)
    )


def add_member(organisation: Organisation, user: User, right: str) -> Membership:
    """Make the person a member, or give a member that right. The caller commits."""
    member = membership(user, organisation)
    if member is None:
        member = Membership(user_id=user.id, organisation_id=organisation.id, right=right)
        db.session.add(member)
    member.right = right
    if user.current_organisation_id is None:
        user.current_organisation_id = organisation.id
    db.session.flush()
    return member


def is_owner(user: User, organisation: Organisation) -> bool:
    """Whether the person decides who belongs to the organisation."""
    member = membership(user, organisation)
    return (member is not None and member.right == "owner") or "administrator" in user.role_names


def members(organisation: Organisation) -> Sequence[Membership]:
    """The people of the organisation, owners first."""
    order = {"owner": 0, "member": 1, "developer": 2}
    found = db.session.scalars(select(Membership).where(Membership.organisation_id == organisation.id))
    return sorted(found, key=lambda member: (order[member.right], member.user.email))


def change_right(member: Membership, right: str) -> None:
    """Give a member another right. Refused for the last owner."""
    if right not in ("owner", "member", "developer"):
        raise ValueError(f"no such right: {right!r}")
    if right != "owner":
        _keep_an_owner(member)
    member.right = right
    db.session.commit()


def remove_member(member: Membership) -> None:
    """End a membership at once. Refused for the last owner."""
    _keep_an_owner(member)
    if member.user.current_organisation_id == member.organisation_id:
        member.user.current_organisation_id = None
    db.session.delete(member)
    db.session.commit()


def _keep_an_owner(member: Membership) -> None:
    owners = [other for other in members(member.organisation) if other.right == "owner"]
    if member.right == "owner" and len(owners) == 1:
        raise Refused(
            "last-owner",
            _("La organización quedaría sin responsable. Nombre primero a otra persona responsable."),
        )


def switch(user: User, organisation: Organisation) -> None:
    """Show this organisation's requests from now on, on every device of the person."""
    user.current_organisation_id = organisation.id
    db.session.commit()


def verify(organisation: Organisation, staff: User) -> None:
    """Note that staff confirmed it by its RUT and representative."""
    organisation.verified_at, organisation.verified_by_id = now(), staff.id
    db.session.commit()


def decide_claim(claim: OrganisationClaim, staff: User, *, accept: bool) -> None:
    """Let the claimant join as a member, or not. A decided claim stays as it is."""
    if claim.state != "waiting":
        raise Refused("decided", _("Otra persona ya decidió sobre esta petición."))
    claim.state = "accepted" if accept else "refused"
    claim.decided_at, claim.decided_by_id = now(), staff.id
    if accept:
        add_member(claim.organisation, claim.user, "member")
    db.session.commit()


def waiting_claims() -> Sequence[OrganisationClaim]:
    """The claims that staff have to decide on, oldest first."""
    return db.session.scalars(
        select(OrganisationClaim).where(OrganisationClaim.state == "waiting").order_by(OrganisationClaim.id)
    ).all()


def ask_consent(distributor: Organisation, client: Organisation) -> DistributorClient:
    """Ask a client to let the distributor see and send its requests. Asking twice is asking once."""
    if distributor.kind != "distributor" or distributor.id == client.id:
        raise Refused("no-distributor", _("Solo un distribuidor puede pedir acceso a otra organización."))
    link = link_between(distributor, client)
    if link is None:
        link = DistributorClient(distributor_id=distributor.id, client_id=client.id)
        db.session.add(link)
        db.session.commit()
    return link


def link_between(distributor: Organisation, client: Organisation) -> DistributorClient | None:
    """The link of a distributor with a client, consented or asked for."""
    return db.session.scalar(
        select(DistributorClient).where(
            DistributorClient.distributor_id == distributor.id, DistributorClient.client_id == client.id
        )
    )


def consent(link: DistributorClient, user: User) -> None:
    """The client's owner agrees."""
    link.consented_at, link.consented_by_id = now(), user.id
    db.session.commit()


def end_link(link: DistributorClient) -> None:
    """The client takes its consent back, or the distributor lets go: nothing is visible from then on."""
    db.session.delete(link)
    db.session.commit()


def links(organisation: Organisation) -> Sequence[DistributorClient]:
    """Its links, as a distributor with clients and as a client of distributors."""
    either = or_(
        DistributorClient.distributor_id == organisation.id, DistributorClient.client_id == organisation.id
    )
    return db.session.scalars(select(DistributorClient).where(either).order_by(DistributorClient.id)).all()


def add_agreement(organisation: Organisation, kind: str, begins: date, ends: date | None) -> None:
    """Note an agreement from one day to another, or without end."""
    entry = {"kind": kind, "from": begins.isoformat(), "to": ends.isoformat() if ends else None}
    organisation.agreements = [*organisation.agreements, entry]
    db.session.commit()


def search(text: str, limit: int = 100) -> Sequence[Organisation]:
    """Organisations whose name or NIT holds the text, the unverified first."""
    order = (Organisation.verified_at.is_not(None), Organisation.name)
    query = select(Organisation).order_by(*order).limit(limit)
    wanted = text.strip()
    if wanted:
        digits = wanted.replace(".", "").partition("-")[0]
        named = func.lower(Organisation.name).like(f"%{wanted.casefold()}%")
        query = query.where(or_(named, Organisation.nit.startswith(digits)) if digits.isdigit() else named)
    return db.session.scalars(query).all()
