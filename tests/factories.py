"""Rows for tests. `bind(session)` is done by the `app` fixture."""

import itertools
from datetime import UTC, datetime
from secrets import token_hex, token_urlsafe
from typing import Any

import factory
from factory.alchemy import SQLAlchemyModelFactory

from portal.extensions import db
from portal.models import Diagnosis, Membership, Organisation, Ticket, User
from portal.nit import check_digit
from portal.services import accounts

PASSWORD = "tres mesas verdes"
_numbers = itertools.count(900_100_001)


class _Factory(SQLAlchemyModelFactory):
    class Meta:
        abstract = True
        sqlalchemy_session_factory = lambda: db.session  # noqa: E731
        sqlalchemy_session_persistence = "flush"


class UserFactory(_Factory):
    """A confirmed account. `UserFactory(role="agent")` gives it a role and staff a set-up second factor."""

    class Meta:
        model = User

    email = factory.Sequence(lambda number: f"persona{number}@ejemplo.co")
    name = factory.Faker("name", locale="es")
    password = "never compared: sign_in puts the session in place"
    fs_uniquifier = factory.Faker("uuid4")
    confirmed_at = datetime(2026, 1, 5, tzinfo=UTC)

    class Params:
        staff = False

    @factory.post_generation
    def role(self: User, create: bool, extracted: str | None, **extra: Any) -> None:
        name = extracted or "client"
        accounts.grant(self, name)
        if self.is_staff:
            self.tf_primary_method = "authenticator"
        db.session.flush()


class OrganisationFactory(_Factory):
    """A verified client with a right check digit and a service agreement in force."""

    class Meta:
        model = Organisation

    nit = factory.LazyFunction(lambda: str(next(_numbers)))
    dv = factory.LazyAttribute(lambda made: check_digit(made.nit))
    name = factory.Faker("company", locale="es")
    kind = "client"
    agreements = factory.LazyFunction(lambda: [{"kind": "service", "from": "2020-01-01", "to": None}])
    verified_at = datetime(2026, 1, 5, tzinfo=UTC)


class MembershipFactory(_Factory):
    """A person in an organisation, both new unless given."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    right = "owner"


class DiagnosisFactory(_Factory):
    """A finished diagnosis of an organisation's input, without file and report."""

    class Meta:
        model = Diagnosis

    public_id = factory.LazyFunction(lambda: token_urlsafe(24))
    organisation = factory.SubFactory(OrganisationFactory)
    user = factory.SubFactory(UserFactory)
    name = "factura.xml"
    sha256 = factory.LazyFunction(lambda: token_hex(32))
    state = "done"
    verdict = "valid"


class TicketFactory(_Factory):
    """A bare row, for what does not look at the log. `tickets.open_ticket` makes real ones."""

    class Meta:
        model = Ticket

    kind = "cambio-a-productivo"
    kind_version = 1
    policy_version = "1"
    organisation = factory.SubFactory(OrganisationFactory)
    requester = factory.SubFactory(UserFactory)
    subject = "Cambio a productivo"
    level = 1
    area = "soporte-ws"
    state = "open"
    updated_at = datetime(2026, 11, 24, 15, tzinfo=UTC)
