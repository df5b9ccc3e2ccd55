"""Sign-in: throttled in the database, silent about accounts, with a second factor for staff, revocable."""

from datetime import timedelta

import pytest
import time_machine
from flask_security import hash_password
from sqlalchemy import select

from portal.clock import now
from portal.extensions import db, security
from portal.models import SignInFailure, User
from portal.services import accounts
from tests.factories import PASSWORD, UserFactory


def enter(client, email: str, password: str = PASSWORD, **more):
    return client.post("/cuenta/ingresar", data={"email": email, "password": password, **more})


@pytest.fixture
def person(app):
    user = UserFactory(email="ana@ejemplo.co", password=hash_password(PASSWORD))
    db.session.commit()
    return user


def _message(page) -> str:
    return "no corresponden" if "no corresponden" in page.text else page.text


def test_unknown_address_and_wrong_password_read_the_same(client, person):
    assert _message(enter(client, "nadie@ejemplo.co")) == _message(
        enter(client, person.email, "otra clave larga")
    )


def test_sixth_attempt_has_to_wait_even_with_the_right_password(client, person):
    for _attempt in range(5):
        enter(client, person.email, "otra clave larga")
    locked = enter(client, person.email)
    assert locked.status_code == 200
    assert "15 minutos" in locked.text
    with time_machine.travel(now() + timedelta(minutes=16)):
        assert enter(client, person.email).status_code == 302


def test_address_without_account_is_throttled_alike(client, app):
    for _attempt in range(5):
        enter(client, "nadie@ejemplo.co")
    assert "15 minutos" in enter(client, "nadie@ejemplo.co").text


def test_success_starts_the_count_again(client, person):
    for _attempt in range(4):
        enter(client, person.email, "otra clave larga")
    enter(client, person.email)
    account = db.session.scalars(select(SignInFailure)).all()
    assert [row.failures for row in account] == [4]  # the network address; the account's row is gone


def test_next_never_leads_to_another_site(client, person):
    response = client.post(
        "/cuenta/ingresar?next=https://malo.example/", data={"email": person.email, "password": PASSWORD}
    )
    assert "malo.example" not in (response.location or "")


@pytest.mark.parametrize(
    ("role", "place"),
    [
        ("agent", "/mesa"),
        ("lead", "/mesa"),
        ("administrator", "/administracion/cuentas"),
        ("client", "/"),
        ("developer", "/"),
    ],
)
def test_everybody_lands_where_they_work(client, app, role, place):
    user = UserFactory(role=role, demo=True, password=hash_password(PASSWORD))
    db.session.commit()
    entered = enter(client, user.email)
    assert client.get(entered.location).location == place
    assert client.get(place).status_code == 200
    assert client.get("/").status_code == 200


def test_next_wins_over_the_place_of_work(client, app):
    user = UserFactory(role="agent", demo=True, password=hash_password(PASSWORD))
    db.session.commit()
    data = {"email": user.email, "password": PASSWORD}
    assert client.post("/cuenta/ingresar?next=/guia", data=data).location == "/guia"


def test_session_ends_everywhere(app, client, person, sign_in):
    other = app.test_client()
    sign_in(person)
    sign_in(person, other)
    assert other.get("/cuenta").status_code == 200
    client.post("/cuenta/sesiones")
    assert other.get("/cuenta").status_code == 302


def test_new_session_after_sign_in(client, person):
    client.get("/cuenta/ingresar")
    with client.session_transaction() as before:
        before["planted"] = "by an attacker"
    enter(client, person.email)
    with client.session_transaction() as after:
        assert after["_user_id"] == person.fs_uniquifier


def test_staff_without_second_factor_only_get_to_set_it_up(client, sign_in):
    agent = UserFactory(role="agent")
    agent.tf_primary_method = None
    sign_in(agent)
    for path in ("/mesa/organizaciones", "/cuenta"):
        assert client.get(path).location == "/cuenta/segundo-factor"
    assert client.get("/cuenta/segundo-factor").status_code == 200


def test_demo_account_is_exempt_in_a_demonstration_only(app, client, sign_in):
    agent = UserFactory(role="agent", demo=True)
    agent.tf_primary_method = None
    sign_in(agent)
    assert client.get("/mesa/organizaciones").status_code == 200
    app.config["DEMO"] = False
    assert client.get("/mesa/organizaciones").status_code == 302


def test_staff_sign_in_with_password_and_code(app, client):
    agent = UserFactory(role="agent", email="eva@ejemplo.co", password=hash_password(PASSWORD))
    secret = security._totp_factory.generate_totp_secret()
    agent.tf_totp_secret = secret
    db.session.commit()

    asked = enter(client, agent.email)
    assert "/cuenta/segundo-factor/codigo" in asked.location or "código" in asked.text
    assert client.get("/mesa/organizaciones").status_code == 302
    wrong = client.post("/cuenta/segundo-factor/codigo", data={"code": "000000"})
    assert wrong.status_code == 200
    code = security._totp_factory._totp.from_source(secret).generate().token
    assert client.post("/cuenta/segundo-factor/codigo", data={"code": code}).status_code == 302
    assert client.get("/mesa/organizaciones").status_code == 200


def test_closed_account_is_out_at_once(client, person, sign_in):
    sign_in(person)
    accounts.set_active(person, False, UserFactory(role="administrator"))
    assert client.get("/cuenta").status_code == 302


def _with_code(client) -> str:
    agent = UserFactory(role="agent", email="eva@ejemplo.co", password=hash_password(PASSWORD))
    secret = security._totp_factory.generate_totp_secret()
    agent.tf_totp_secret = secret
    db.session.commit()
    enter(client, agent.email)
    return secret


@pytest.mark.parametrize("page", ["/cuenta/segundo-factor/codigo", "/cuenta/segundo-factor/recuperar"])
def test_codes_cannot_be_tried_out(client, app, page):
    secret = _with_code(client)
    for number in range(5):
        client.post(page, data={"code": f"00000{number}"})
    right = security._totp_factory._totp.from_source(secret).generate().token
    assert "15 minutos" in client.post("/cuenta/segundo-factor/codigo", data={"code": right}).text


def test_recovery_code_signs_in_once(client, app):
    _with_code(client)
    agent = db.session.scalar(select(User))
    codes = security.mf_recovery_codes_util.create_recovery_codes(agent)
    db.session.commit()
    assert codes[0] not in agent.mf_recovery_codes  # kept encrypted
    page = "/cuenta/segundo-factor/recuperar"
    assert client.post(page, data={"code": codes[0]}).status_code == 302
    assert client.get("/mesa/organizaciones").status_code == 200
    client.post("/cuenta/salir")
    enter(client, agent.email)
    assert client.post(page, data={"code": codes[0]}).status_code == 200


def test_program_without_session_gets_401(client):
    answer = client.get("/mesa/organizaciones", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.content_type) == (401, "application/problem+json")
