"""Rows for tests. `bind(session)` is done by the `app` fixture."""

import itertools
from datetime import UTC, datetime
from typing import Any

import factory
from factory.alchemy import SQLAlchemyModelFactory

from portal.extensions import db
from portal.models import Membership, Organisation, User
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
