"""The first administrator is made on the command line and chooses the password by mail."""

import pytest
from sqlalchemy import select

from portal.cli import add_user
from portal.extensions import db
from portal.models import User


@pytest.fixture
def runner(app):
    return app.test_cli_runner()


def test_account_has_the_role_and_no_password_that_anybody_knows(runner):
    result = runner.invoke(add_user, ["Sol@Ejemplo.co", "administrator", "--name", "Sol Mora"])
    assert (result.exit_code, "recuperar" in result.output) == (0, True)
    user = db.session.scalar(select(User))
    assert (user.email, user.name, user.role_names) == ("sol@ejemplo.co", "Sol Mora", {"administrator"})
    assert user.confirmed_at is not None


def test_taken_address_is_said(runner):
    runner.invoke(add_user, ["sol@ejemplo.co", "lead"])
    again = runner.invoke(add_user, ["SOL@ejemplo.co", "lead"])
    assert again.exit_code == 1
    assert "has an account" in again.output


def test_unknown_role_is_refused(runner):
    assert runner.invoke(add_user, ["sol@ejemplo.co", "root"]).exit_code == 2
