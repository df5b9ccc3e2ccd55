"""What staff decide about organisations and administrators about accounts."""

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.models import Membership, Organisation, OrganisationClaim, User
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory


@pytest.fixture
def claim(app):
    organisation, user = OrganisationFactory(), UserFactory()
    row = OrganisationClaim(organisation_id=organisation.id, user_id=user.id)
    db.session.add(row)
    db.session.flush()
    return row


def test_accepted_claimant_becomes_a_member_and_no_owner(sign_in, claim):
    browser = sign_in(UserFactory(role="agent"))
    assert claim.user.email in browser.get("/mesa/organizaciones").text
    browser.post(f"/mesa/organizaciones/peticiones/{claim.id}", data={"decision": "accept"})
    member = db.session.scalar(select(Membership))
    assert (member.user_id, member.right) == (claim.user_id, "member")


@pytest.mark.parametrize("decision", ["refuse", "", "yes"])
def test_anything_but_a_yes_joins_nobody(sign_in, claim, decision):
    sign_in(UserFactory(role="lead")).post(
        f"/mesa/organizaciones/peticiones/{claim.id}", data={"decision": decision}
    )
    assert db.session.get(OrganisationClaim, claim.id).state == "refused"
    assert db.session.scalar(select(Membership)) is None


def test_second_decision_is_refused(sign_in, claim):
    browser = sign_in(UserFactory(role="agent"))
    address = f"/mesa/organizaciones/peticiones/{claim.id}"
    browser.post(address, data={"decision": "refuse"})
    assert browser.post(address, data={"decision": "accept"}).status_code == 409


def test_staff_verify_and_note_agreements(sign_in, app):
    organisation = OrganisationFactory(verified_at=None, agreements=[])
    agent = UserFactory(role="agent")
    browser, page = sign_in(agent), f"/mesa/organizaciones/{organisation.id}"
    browser.post(f"{page}/verificar")
    browser.post(f"{page}/acuerdos", data={"kind": "service", "begins": "2026-01-01", "ends": ""})
    found = db.session.get(Organisation, organisation.id)
    assert found.verified_by_id == agent.id
    assert found.agreements == [{"kind": "service", "from": "2026-01-01", "to": None}]
    shown = browser.get(page).text
    assert "desde el 1 de enero de 2026, sin término" in " ".join(shown.split())
    assert "2026-01-01" not in shown
    assert f"Verificada por {agent.display_name}, hoy, " in " ".join(shown.split())


def test_agreement_cannot_end_before_it_begins(sign_in, app):
    organisation = OrganisationFactory(agreements=[])
    page = f"/mesa/organizaciones/{organisation.id}/acuerdos"
    form = {"kind": "service", "begins": "2026-02-01", "ends": "2026-01-01"}
    assert sign_in(UserFactory(role="lead")).post(page, data=form).status_code == 200
    assert db.session.get(Organisation, organisation.id).agreements == []


def test_organisations_are_found_by_nit_and_name(sign_in, app):
    organisation = OrganisationFactory(name="Panadería La Espiga")
    OrganisationFactory(name="Otra")
    browser = sign_in(UserFactory(role="agent"))
    for text in ("espiga", organisation.nit_dv, organisation.nit):
        shown = browser.get("/mesa/organizaciones", query_string={"q": text}).text
        assert "La Espiga" in shown
        assert ">Otra<" not in shown


def test_administrator_makes_an_agent_whose_sessions_end(app, client, sign_in):
    person = MembershipFactory().user
    other = app.test_client()
    sign_in(person, other)
    sign_in(UserFactory(role="administrator")).post(
        f"/administracion/cuentas/{person.id}/rol", data={"role": "agent"}
    )
    assert "agent" in db.session.get(User, person.id).role_names
    assert other.get("/cuenta").status_code == 302


def test_administrator_cannot_change_or_close_the_own_account(sign_in, app):
    administrator = UserFactory(role="administrator")
    browser = sign_in(administrator)
    page = f"/administracion/cuentas/{administrator.id}"
    assert browser.post(f"{page}/rol", data={"role": ""}).status_code == 409
    assert browser.post(f"{page}/estado", data={"active": "0"}).status_code == 409


def test_closing_an_account_is_a_fold_away_and_not_offered_for_the_own(sign_in, app):
    administrator, closed = UserFactory(role="administrator"), UserFactory(active=False)
    page = sign_in(administrator).get("/administracion/cuentas").text
    for user in (administrator, closed):
        forms = [f"/administracion/cuentas/{user.id}/{what}" in page for what in ("rol", "estado")]
        assert forms == [user is closed] * 2
    assert page.count("<details>") == 2
    assert page.index("<details>") < page.index("Abrir la cuenta")


def test_lost_second_factor_is_forgotten(sign_in, app):
    agent = UserFactory(role="agent")
    browser = sign_in(UserFactory(role="administrator"))
    assert agent.email in browser.get("/administracion/cuentas").text
    browser.post(f"/administracion/cuentas/{agent.id}/segundo-factor")
    assert db.session.get(User, agent.id).tf_primary_method is None
