"""From nothing to a signed-in owner of an organisation; and what a taken NIT or address changes."""

import re

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.models import Membership, Organisation, OrganisationClaim, OutboxMail, User
from tests.factories import PASSWORD, OrganisationFactory, UserFactory

FORM = {
    "name": "Ana Ruiz",
    "email": "ana@panaderia.co",
    "password": PASSWORD,
    "role": "client",
    "nit": "900.373.913-4",
    "organisation_name": "Panadería La Espiga SAS",
}


def sign_up(client, **changes):
    return client.post("/cuenta/crear", data={**FORM, **changes})


def mails() -> list[OutboxMail]:
    return list(db.session.scalars(select(OutboxMail).order_by(OutboxMail.id)))


def link_in(mail: OutboxMail) -> str:
    return re.search(r"http://[^/\s]+(/\S+)", mail.text).group(1)


def test_person_owns_the_organisation_after_confirming(app, client):
    assert sign_up(client).status_code == 302
    refused = client.post("/cuenta/ingresar", data={"email": FORM["email"], "password": PASSWORD})
    assert refused.status_code == 200  # not confirmed yet

    assert client.get(link_in(mails()[0])).status_code == 302
    entered = client.post("/cuenta/ingresar", data={"email": FORM["email"], "password": PASSWORD})
    assert (entered.status_code, entered.location) == (302, "/cuenta/entrada")

    member = db.session.scalar(select(Membership))
    assert (member.right, member.organisation.nit, member.organisation.dv) == ("owner", "900373913", "4")
    assert not member.organisation.verified
    assert member.user.role_names == {"client"}
    assert client.get("/cuenta").status_code == 200


def test_second_claim_on_a_nit_waits_for_staff_and_joins_nothing(app, client):
    taken = OrganisationFactory(nit="900373913", dv="4")
    db.session.commit()
    sign_up(client)
    claim = db.session.scalar(select(OrganisationClaim))
    assert (claim.organisation_id, claim.state) == (taken.id, "waiting")
    assert db.session.scalar(select(Membership)) is None


@pytest.mark.parametrize("nit", ["900373913-5", "900373913", "NIT", "", "９００３７３９１３-4"])
def test_nit_needs_its_check_digit(app, client, nit):
    page = sign_up(client, nit=nit)
    assert page.status_code == 200
    assert "Ana Ruiz" in page.text  # what was typed comes back
    assert db.session.scalar(select(User)) is None


def test_developer_needs_no_organisation(app, client):
    assert sign_up(client, role="developer", nit="", organisation_name="").status_code == 302
    assert db.session.scalar(select(User)).role_names == {"developer"}
    assert db.session.scalar(select(Organisation)) is None


@pytest.mark.parametrize("role", ["agent", "lead", "administrator", "owner"])
def test_nobody_signs_up_as_staff(app, client, role):
    assert sign_up(client, role=role).status_code == 200
    assert db.session.scalar(select(User)) is None


def test_taken_address_gets_the_same_answer_and_a_mail(app, client):
    UserFactory(email=FORM["email"])
    db.session.commit()
    known, unknown = sign_up(client), sign_up(client, email="otra@panaderia.co", nit="", role="developer")
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert "ya tiene una" in mails()[0].text
    assert db.session.scalar(select(Organisation)) is None


@pytest.mark.parametrize(
    "password", ["corta", "contraseña123", "aaaaaaaaaaaaaa", "1234567890123", "ana@panaderia1"]
)
def test_weak_password_is_refused_with_what_to_do(app, client, password):
    page = sign_up(client, password=password)
    assert page.status_code == 200
    assert "clave" in page.text
    assert db.session.scalar(select(User)) is None


def test_extra_form_fields_change_nothing(app, client):
    sign_up(client, confirmed_at="2026-01-01", active="", demo="1", id="77", is_staff="1")
    user = db.session.scalar(select(User))
    assert (user.confirmed_at, user.demo, user.id) == (None, False, 1)


def test_mailbox_of_another_cannot_be_flooded(app, client):
    UserFactory(email=FORM["email"])
    db.session.commit()
    answers = {client.post("/cuenta/recuperar", data={"email": FORM["email"]}).status_code for _ in range(9)}
    assert len(answers) == 1
    assert len(mails()) == 5
