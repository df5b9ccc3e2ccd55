"""Errors speak our words, carry an id, and show nothing of the inside; every answer has its headers."""

import re

import pytest
from flask import abort
from sqlalchemy.exc import OperationalError

from portal.errors import Refused
from portal.extensions import db
from tests.factories import UserFactory


@pytest.fixture
def broken(app, monkeypatch):
    """Pages that fail, each in its way."""
    from portal import access

    app.config["PROPAGATE_EXCEPTIONS"] = False

    def add(path: str, fail) -> None:
        app.view_functions[path] = fail
        app.url_map.add(app.url_rule_class(f"/{path}", endpoint=path))
        monkeypatch.setitem(access.ACCESS, path, access.EVERYBODY)

    def crash() -> str:
        raise RuntimeError("the password is hunter2")

    def locked() -> str:
        raise OperationalError("SELECT secret", {}, Exception("database is locked"))

    def refuse() -> str:
        raise Refused("claimed", "Eva ya tiene WS-7.")

    add("crash", crash)
    add("locked", locked)
    add("refuse", refuse)
    add("too-many", lambda: abort(429))
    return app


@pytest.mark.parametrize(
    ("path", "status"),
    [("/nada", 404), ("/crash", 500), ("/locked", 503), ("/refuse", 409), ("/too-many", 429)],
)
def test_page_says_what_to_do_and_which_number_to_cite(broken, client, path, status):
    page = client.get(path)
    assert page.status_code == status
    assert page.headers["X-Request-Id"] in page.text
    assert not re.search(r"Traceback|hunter2|SELECT|RuntimeError", page.text)


@pytest.mark.parametrize(("path", "status"), [("/nada", 404), ("/crash", 500), ("/refuse", 409)])
def test_program_gets_a_problem_document(broken, client, path, status):
    answer = client.get(path, headers={"Accept": "application/json"})
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert answer.json["status"] == status
    assert answer.json["instance"] == answer.headers["X-Request-Id"]


def test_refusal_has_a_code_for_programs(broken, client):
    assert client.get("/refuse", headers={"Accept": "application/json"}).json["code"] == "claimed"


def test_wrong_method_names_the_right_ones(client):
    answer = client.post("/correo")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_forged_form_is_refused(app, client):
    app.config["WTF_CSRF_ENABLED"] = True
    assert client.post("/cuenta/preferencias", data={"theme": "dark"}).status_code == 400


def test_headers_leave_nothing_open(client):
    headers = client.get("/cuenta/ingresar").headers
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-store"


def test_unknown_host_is_refused(client):
    assert client.get("/cuenta/ingresar", headers={"Host": "malo.example"}).status_code == 400


def test_page_of_a_signed_in_person_survives_a_database_that_is_gone(app, client, sign_in, monkeypatch):
    sign_in(UserFactory())
    db.session.commit()

    def gone(*args, **kwargs):
        raise OperationalError("SELECT", {}, Exception("server closed the connection"))

    monkeypatch.setattr("sqlalchemy.orm.Session.execute", gone)
    monkeypatch.setattr("sqlalchemy.orm.Session.scalars", gone)
    page = client.get("/cuenta")
    assert page.status_code == 503
    assert page.headers["X-Request-Id"] in page.text


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/diagnosticar", {}),
        ("/cuenta/ingresar", {"email": "nadie@ejemplo.co", "password": "equivocada"}),
        ("/cuenta/crear", {"email": "sin rol"}),
    ],
)
def test_title_of_a_failed_form_says_error_once(client, path, data):
    title = re.search(r"<title>(.*?)</title>", client.post(path, data=data).text, re.S)
    assert title is not None
    assert title[1].count("Error:") == 1
