"""Whose a diagnosis is, who finds it, how long it stays, and how often one may ask without an account."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password
from sqlalchemy import select

from portal.clock import now, pretend
from portal.extensions import db, limiter
from portal.models import Diagnosis
from portal.services import diagnoses, retention
from portal.web.diagnose import routes
from tests.factories import PASSWORD, MembershipFactory, UserFactory
from tests.portal.diagnosing import EXAMPLE, kept_files, page, upload


def test_guest_diagnosis_is_sealed_and_gone_after_half_an_hour(client: FlaskClient, app: Flask) -> None:
    address = upload(client).location
    assert not any(b"<FACTURA>" in content for content in kept_files(Path(app.instance_path) / "files"))
    with pretend(now() + timedelta(minutes=31)):
        assert client.get(address).status_code == 404
        assert retention.purge() == 1


def test_signed_in_history_is_of_the_organisation_only(
    app: Flask, sign_in: Callable[..., FlaskClient]
) -> None:
    member = MembershipFactory()
    other = MembershipFactory()
    db.session.commit()
    mine = sign_in(member.user)
    address = upload(mine).location
    assert "factura.xml" in page(mine, "/diagnosticar/historial")
    stranger = sign_in(other.user, app.test_client())
    assert stranger.get(address).status_code == 404
    assert "factura.xml" not in page(stranger, "/diagnosticar/historial")


def test_signing_in_carries_the_guest_diagnosis_over(app: Flask, client: FlaskClient) -> None:
    member = MembershipFactory(user=UserFactory(password=hash_password(PASSWORD)))
    db.session.commit()
    upload(client)
    client.post("/cuenta/ingresar", data={"email": member.user.email, "password": PASSWORD})
    assert "factura.xml" in page(client, "/diagnosticar/historial")
    kept = db.session.scalars(select(Diagnosis)).one()
    assert kept.user_id == member.user_id
    assert diagnoses.content_of(kept) == EXAMPLE


def test_history_has_pages(sign_in: Callable[..., FlaskClient], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "HISTORY", 2)
    member = MembershipFactory()
    db.session.commit()
    client = sign_in(member.user)
    # The last one stored is the oldest: its number says nothing of its date.
    for name, days in (("dos.xml", 1), ("tres.xml", 0), ("uno.xml", 2)):
        with pretend(now() - timedelta(days=days)):
            upload(client, b"<a/>", name)
    first = page(client, "/diagnosticar/historial")
    assert first.index("tres.xml") < first.index("dos.xml") and "uno.xml" not in first
    older = first.split('rel="next"')[0].rpartition('href="')[2].split('"')[0]
    second = page(client, older)
    assert "uno.xml" in second and "tres.xml" not in second and "dos.xml" not in second
    assert client.get("/diagnosticar/historial?antes=no-existe").status_code == 404


def test_unknown_address_is_404(client: FlaskClient, sign_in: Callable[..., FlaskClient]) -> None:
    assert client.get("/diagnosticar/no-existe").status_code == 404
    assert sign_in(UserFactory()).get("/diagnosticar/no-existe/comparar").status_code == 404


def test_twenty_a_minute_without_account_and_a_file_counts_as_one(
    app: Flask, client: FlaskClient, sign_in: Callable[..., FlaskClient]
) -> None:
    def send(who: FlaskClient, files: int) -> int:
        body = {"files": [(io.BytesIO(b"<a/>"), f"{n}.xml") for n in range(files)]}
        return who.post("/diagnosticar", data=body, content_type="multipart/form-data").status_code

    limiter.enabled = True
    try:
        assert send(client, 19) == 302
        assert send(client, 1) == 302
        assert send(client, 1) == 429
        member = MembershipFactory()
        db.session.commit()
        assert send(sign_in(member.user, app.test_client()), 1) == 302
    finally:
        limiter.reset()
        limiter.enabled = False
