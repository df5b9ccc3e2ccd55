"""What opens an account is nowhere after a diagnosis: not in the instance folder, the database or a page."""

import base64
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.errors import Refused
from portal.extensions import db
from portal.models import Diagnosis, Job
from portal.services import diagnoses
from tests import ubl
from tests.factories import MembershipFactory
from tests.portal.diagnosing import kept_files

EXAMPLE = (Path(__file__).parents[2] / "docs/example/factura.xml").read_bytes()
SECRET = "0f" * 32
PASSWORD = f"<password>{SECRET}</password>"
CONTENT = f"<xmlBase64>{base64.b64encode(EXAMPLE).decode()}</xmlBase64>"


def soap(password: str = PASSWORD, content: str = CONTENT, end: str = "</s:Body></s:Envelope>") -> bytes:
    return (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        '<u:FtechAction.uploadInvoiceFile xmlns:u="urn:https://ws.facturatech.co/v2/demo/">'
        f"<username>901143311</username>{password}{content}</u:FtechAction.uploadInvoiceFile>{end}"
    ).encode()


UPLOADS = {
    "whole": soap(),
    "section": soap(f"<password><![CDATA[{SECRET}]]></password>"),
    "comment": soap(f"<password><!-- x -->{SECRET}</password>"),
    "misnamed": soap(f"<contrasena>{SECRET}</contrasena>"),
    "without document": soap(content=""),
    "truncated": soap(end=""),
    "truncated, after a comment that names a document": b"<!-- <FACTURA> -->" + soap(end=""),
    "truncated, long section": soap(f"<password><![CDATA[{' ' * 400}{SECRET}]]></password>", end=""),
    "document type": b"<!DOCTYPE a>" + soap(),
    "broken base64": soap(content="<xmlBase64>%%%</xmlBase64>"),
    "in base64": base64.b64encode(soap()),
    "truncated, in base64": base64.b64encode(soap(end="")),
    "utf-16": soap().decode().encode("utf-16"),
    "utf-16 without mark": soap().decode().encode("utf-16-le"),
    "utf-7": b'<?xml version="1.0" encoding="UTF-7"?>' + soap(),
    "unreadable byte": b"\xff\xff\x81" + soap(),
    "json": b'{"username": "901143311", "password": "%s"}' % SECRET.encode(),
    "form": b"username=901143311&password=%s" % SECRET.encode(),
}
NEEDLES = (SECRET.encode(), SECRET.encode("utf-16-le"), base64.b64encode(SECRET.encode())[:-4])


@pytest.mark.parametrize("signed_in", [True, False], ids=["account", "guest"])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_password_is_nowhere(app: Flask, sign_in: Callable[..., FlaskClient], signed_in: bool) -> None:
    member = MembershipFactory()
    db.session.commit()
    client = sign_in(member.user) if signed_in else app.test_client()
    for name, data in UPLOADS.items():
        body = {"files": (io.BytesIO(data), "peticion.xml")}
        address = client.post("/diagnosticar", data=body, content_type="multipart/form-data").location
        for page in ("", "/informe.json", "/informe.txt", "/markdown", "/corregido"):
            shown = client.get(address + page)
            assert shown.status_code == 200, (name, page)
            assert not any(needle in shown.data for needle in NEEDLES), (name, page)
    for kept in db.session.scalars(select(Diagnosis)):
        held = diagnoses.kept(kept)
        assert held is not None
        everything = diagnoses.content_of(kept) + str(held).encode()
        assert not any(needle in everything for needle in NEEDLES)
    assert db.session.scalars(select(Job)).all() == []
    for content in kept_files(Path(app.instance_path)):
        assert not any(needle in content for needle in NEEDLES)


def test_a_document_keeps_every_byte_also_where_it_broke(client: FlaskClient) -> None:
    data = EXAMPLE.replace(b"</ENC>", b"") + SECRET.encode()
    client.post(
        "/diagnosticar",
        data={"files": (io.BytesIO(data), "factura.xml")},
        content_type="multipart/form-data",
    )
    assert diagnoses.content_of(db.session.scalars(select(Diagnosis)).one()) == data


def test_diagnosing_the_kept_request_again_says_the_same(client: FlaskClient) -> None:
    for password in (PASSWORD, "<password>corta</password>"):
        start = diagnoses.start(soap(password, content=""), "a.xml", user=None, organisation=None)
        again = diagnoses.start(diagnoses.content_of(start), "a.xml", user=None, organisation=None)
        first, second = diagnoses.kept(start), diagnoses.kept(again)
        assert first is not None and second is not None
        assert [f.to_dict() for f in first.report.findings] == [f.to_dict() for f in second.report.findings]


def test_large_upload_with_context_waits_nowhere(
    client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagnoses, "IMMEDIATE", 1000)
    secrets = {"technical_key": "clave-tecnica-irrepetible", "software_pin": "73519"}
    body = {"files": (io.BytesIO(EXAMPLE), "factura.xml"), "prefix": "FE", **secrets}
    address = client.post("/diagnosticar", data=body, content_type="multipart/form-data").location
    assert "FAB10b" in client.get(address).get_data(as_text=True)
    assert db.session.scalars(select(Job)).all() == []
    for content in kept_files(Path(app.instance_path)):
        assert secrets["technical_key"].encode() not in content


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_keys_of_a_hash_are_nowhere(client: FlaskClient, app: Flask) -> None:
    secrets = {"technical_key": "clave-irrepetible-0001", "software_pin": "pin-irrepetible-0002"}
    invoice = ubl.edited("factura", [])
    told = {"software_id": "fa326ca7-c1f8-40d3-a6fc-24d7c1040607", **secrets}
    body = {"files": (io.BytesIO(invoice), "factura.xml"), **told}
    address = client.post("/diagnosticar", data=body, content_type="multipart/form-data").location
    text = client.get(address).get_data(as_text=True)
    held = diagnoses.kept(db.session.scalars(select(Diagnosis)).one())
    assert held is not None and "••••" in text
    assert {"FAD06", "FAB27b", "context-software"} <= {f.code for f in held.report.findings}
    for secret in secrets.values():
        assert secret not in text
        assert secret not in f"{held.report.to_dict()} {held.english}"
        assert not any(secret.encode() in content for content in kept_files(Path(app.instance_path)))


def test_two_at_once_without_account(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagnoses, "PATIENCE", 0.01)
    with diagnoses.turn(None, 0) as first, diagnoses.turn(None, 0) as second:
        assert (first, second) == (True, True)
        waiting = diagnoses.start(EXAMPLE, "factura.xml", user=None, organisation=None)
        assert waiting.state == "queued"
        body = {"files": (io.BytesIO(soap()), "peticion.xml")}
        response = client.post("/diagnosticar", data=body, content_type="multipart/form-data")
        assert response.status_code == 422
        assert "Hay muchas revisiones al tiempo" in response.get_data(as_text=True)
        member = MembershipFactory()
        own = diagnoses.start(EXAMPLE, "factura.xml", user=member.user, organisation=member.organisation)
        assert own.state == "done"
    assert diagnoses.start(EXAMPLE, "factura.xml", user=None, organisation=None).state == "done"


def test_over_the_limit_is_refused_before_anything_is_kept(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagnoses, "LIMITS", replace(diagnoses.LIMITS, size=5000))
    with pytest.raises(Refused, match="pesa más de"):
        diagnoses.start(EXAMPLE, "enorme.xml", user=None, organisation=None)
    assert db.session.scalars(select(Diagnosis)).all() == []
