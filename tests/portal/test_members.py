"""Members, invitations and distributor links: owners decide, and nobody else learns that the page exists."""

import re

import pytest
from markupsafe import escape
from sqlalchemy import select

from portal.extensions import db
from portal.models import DistributorClient, Invitation, Membership, OutboxMail
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory


@pytest.fixture
def owner(app):
    return MembershipFactory(right="owner")


@pytest.fixture
def page(owner):
    return f"/cuenta/organizaciones/{owner.organisation_id}"


def invite(client, page, email="luis@erp.co", right="developer") -> str:
    client.post(f"{page}/invitar", data={"email": email, "right": right})
    text = db.session.scalars(select(OutboxMail.text).order_by(OutboxMail.id.desc())).first()
    return re.search(r"(/cuenta/invitacion/\S+)", text).group(1)


def test_invited_person_joins_with_the_right_given(app, client, sign_in, owner, page):
    link = invite(sign_in(owner.user), page)
    luis = UserFactory(email="luis@erp.co", role="developer")
    assert escape(owner.organisation.name) in sign_in(luis).get(link).text
    client.post(link)
    member = db.session.scalar(select(Membership).where(Membership.user_id == luis.id))
    assert (member.organisation_id, member.right) == (owner.organisation_id, "developer")
    assert client.get(link).status_code == 404  # used up


def test_invitation_is_useless_to_another_address(client, sign_in, owner, page):
    link = invite(sign_in(owner.user), page)
    thief = UserFactory(email="otro@erp.co")
    assert sign_in(thief).post(link).status_code == 409
    assert db.session.scalar(select(Membership).where(Membership.user_id == thief.id)) is None


def test_token_is_not_in_the_database(client, sign_in, owner, page):
    token = invite(sign_in(owner.user), page).rpartition("/")[2]
    assert token not in db.session.scalar(select(Invitation)).token_hash


def test_withdrawn_invitation_opens_nothing(client, sign_in, owner, page):
    link = invite(sign_in(owner.user), page)
    invitation = db.session.scalar(select(Invitation))
    client.post(f"{page}/invitaciones/{invitation.id}/retirar")
    assert client.get(link).status_code == 404


@pytest.mark.parametrize("right", ["member", "developer", None])
def test_page_does_not_exist_for_others(app, sign_in, owner, page, right):
    other = UserFactory()
    if right:
        MembershipFactory(user=other, organisation=owner.organisation, right=right)
    browser = sign_in(other)
    assert browser.get(f"{page}/personas").status_code == 404
    assert browser.post(f"{page}/personas/{owner.id}/quitar").status_code == 404
    assert browser.post(f"{page}/invitar", data={"email": "x@y.co", "right": "owner"}).status_code == 404


def test_member_of_another_organisation_cannot_be_named_in_the_address(sign_in, owner, page):
    foreign = MembershipFactory(right="member")
    assert sign_in(owner.user).post(f"{page}/personas/{foreign.id}/quitar").status_code == 404


def test_last_owner_stays(sign_in, owner, page):
    browser = sign_in(owner.user)
    assert browser.post(f"{page}/personas/{owner.id}/quitar").status_code == 409
    assert browser.post(f"{page}/personas/{owner.id}", data={"right": "member"}).status_code == 409


def test_removed_member_is_out(sign_in, owner, page):
    member = MembershipFactory(organisation=owner.organisation, right="member")
    sign_in(owner.user).post(f"{page}/personas/{member.id}/quitar")
    assert db.session.scalars(select(Membership.user_id)).all() == [owner.user_id]


def test_distributor_asks_and_the_client_decides(app, sign_in, owner):
    distributor = MembershipFactory(
        user=UserFactory(role="distributor"), organisation=OrganisationFactory(kind="distributor")
    )
    its_page = f"/cuenta/organizaciones/{distributor.organisation_id}"
    client_page = f"/cuenta/organizaciones/{owner.organisation_id}"
    nit = f"{owner.organisation.nit}-{owner.organisation.dv}"
    sign_in(distributor.user).post(f"{its_page}/clientes", data={"nit": nit})
    link = db.session.scalar(select(DistributorClient))
    assert link.consented_at is None

    own_consent = sign_in(distributor.user).post(f"{its_page}/vinculos/{link.id}/autorizar")
    assert own_consent.status_code == 404
    sign_in(owner.user).post(f"{client_page}/vinculos/{link.id}/autorizar")
    assert db.session.scalar(select(DistributorClient)).consented_at is not None
    sign_in(owner.user).post(f"{client_page}/vinculos/{link.id}/terminar")
    assert db.session.scalar(select(DistributorClient)) is None


def test_asking_for_an_unknown_nit_says_the_same(app, sign_in):
    distributor = MembershipFactory(
        user=UserFactory(role="distributor"), organisation=OrganisationFactory(kind="distributor")
    )
    page = f"/cuenta/organizaciones/{distributor.organisation_id}"
    known = OrganisationFactory(nit="900373913", dv="4")
    browser = sign_in(distributor.user)
    answers = []
    for nit in (f"{known.nit}-{known.dv}", "900123456-8"):
        response = browser.post(f"{page}/clientes", data={"nit": nit}, follow_redirects=True)
        answers.append("Si ese NIT tiene cuenta" in response.text)
    assert answers == [True, True]


def test_members_page_shows_everybody(sign_in, owner, page):
    member = MembershipFactory(organisation=owner.organisation, right="developer")
    text = sign_in(owner.user).get(f"{page}/personas").text
    assert member.user.email in text
    assert owner.user.email in text
