"""Nobody sees another's tickets and diagnoses: what is not one's own does not exist."""

from datetime import timedelta

import pytest

from portal.access import diagnosis_by_address, visible_diagnoses, visible_organisations, visible_tickets
from portal.clock import now
from portal.extensions import db
from portal.models import DistributorClient
from tests.factories import (
    DiagnosisFactory,
    MembershipFactory,
    OrganisationFactory,
    TicketFactory,
    UserFactory,
)


def sees(user, ticket) -> bool:
    return db.session.scalar(visible_tickets(user)) == ticket


@pytest.fixture
def ticket(app):
    return TicketFactory()


@pytest.mark.parametrize("right", ["owner", "member", "developer"])
def test_member_sees_the_tickets_of_the_organisation(ticket, right):
    member = MembershipFactory(organisation=ticket.organisation, right=right)
    assert sees(member.user, ticket)


@pytest.mark.parametrize("role", ["client", "distributor", "developer", "administrator"])
def test_stranger_sees_nothing(ticket, role):
    stranger = MembershipFactory(user=UserFactory(role=role)).user
    assert not sees(stranger, ticket)
    assert not sees(None, ticket)


@pytest.mark.parametrize("role", ["agent", "lead"])
def test_desk_sees_every_ticket(ticket, role):
    assert sees(UserFactory(role=role), ticket)


def test_distributor_sees_a_client_only_with_its_consent(ticket):
    distributor = OrganisationFactory(kind="distributor")
    seller = MembershipFactory(user=UserFactory(role="distributor"), organisation=distributor).user
    link = DistributorClient(distributor_id=distributor.id, client_id=ticket.organisation_id)
    db.session.add(link)
    assert not sees(seller, ticket)
    link.consented_at = now()
    assert sees(seller, ticket)
    db.session.delete(link)
    assert not sees(seller, ticket)


def test_developer_linked_to_a_distributor_does_not_see_its_clients(ticket):
    distributor = OrganisationFactory(kind="distributor")
    developer = MembershipFactory(organisation=distributor, right="developer").user
    db.session.add(
        DistributorClient(distributor_id=distributor.id, client_id=ticket.organisation_id, consented_at=now())
    )
    assert not sees(developer, ticket)


def test_former_member_sees_nothing_any_more(ticket):
    member = MembershipFactory(organisation=ticket.organisation)
    user = member.user
    db.session.delete(member)
    assert not sees(user, ticket)
    assert db.session.scalar(visible_organisations(user)) is None


def test_diagnosis_of_an_organisation_belongs_to_its_members(app):
    diagnosis = DiagnosisFactory()
    member = MembershipFactory(organisation=diagnosis.organisation).user
    stranger = MembershipFactory().user
    assert db.session.scalar(visible_diagnoses(member)) == diagnosis
    assert db.session.scalar(visible_diagnoses(stranger)) is None
    assert db.session.scalar(diagnosis_by_address(stranger, diagnosis.public_id)) is None
    assert db.session.scalar(diagnosis_by_address(None, diagnosis.public_id)) is None


def test_anonymous_diagnosis_is_for_whoever_has_its_address_until_it_ends(app):
    diagnosis = DiagnosisFactory(user=None, organisation=None, expires_at=now() + timedelta(minutes=30))
    lead = UserFactory(role="lead")
    assert db.session.scalar(diagnosis_by_address(None, diagnosis.public_id)) == diagnosis
    assert db.session.scalar(visible_diagnoses(lead)) is None  # in nobody's history
    diagnosis.expires_at = now()
    assert db.session.scalar(diagnosis_by_address(None, diagnosis.public_id)) is None


def test_expired_history_is_gone_before_it_is_purged(app):
    diagnosis = DiagnosisFactory(expires_at=now() - timedelta(seconds=1))
    assert db.session.scalar(visible_diagnoses(diagnosis.user)) is None
