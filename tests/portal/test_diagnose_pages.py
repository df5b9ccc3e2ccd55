"""Diagnose in the portal: upload, result, corrections, comparison, exports; whose it is and how long it stays."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password
from sqlalchemy import select

from portal.clock import now, pretend
from portal.extensions import db
from portal.models import Diagnosis, Job
from portal.services import diagnoses, retention, work
from tests.factories import PASSWORD, MembershipFactory, UserFactory

EXAMPLE = (Path(__file__).parents[2] / "docs/example/factura.xml").read_bytes()
SECRET = "0f" * 32
SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def upload(client: FlaskClient, data: bytes = EXAMPLE, name: str = "factura.xml", **more: str) -> object:
    body = {"files": (io.BytesIO(data), name), **more}
    return client.post("/diagnosticar", data=body, content_type="multipart/form-data")


def page(client: FlaskClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def test_upload_shows_findings_at_their_lines(client: FlaskClient) -> None:
    response = upload(client)
    assert response.status_code == 302  # type: ignore[attr-defined]
    text = page(client, response.location)  # type: ignore[attr-defined]
    assert "No apto" in text
    for expected in ("FAJ24b", "FAU14", "FAX16", "FAB10a", "se esperaba 149700.00", 'id="L99"', "Arrastra"):
        assert expected in text


def test_all_safe_corrections_leave_only_what_needs_a_person(client: FlaskClient) -> None:
    address = upload(client).location  # type: ignore[attr-defined]
    response = client.post(f"{address}/corregir")
    compared = page(client, response.location)
    assert "Arreglado" in compared
    assert "149700.00" in compared
    result = page(client, response.location.removesuffix("/comparar"))
    assert "FAJ24b" in result
    assert "FAU14" not in result


def test_unsafe_correction_is_made_on_request_and_makes_it_ready(client: FlaskClient) -> None:
    address = upload(client).location  # type: ignore[attr-defined]
    address = client.post(f"{address}/corregir").location.removesuffix("/comparar")
    text = page(client, address)
    assert "Aplicar, revise antes" in text
    index = text.split('name="finding" value="')[1].split('"')[0]
    response = client.post(f"{address}/corregir", data={"finding": index})
    assert "Apto" in page(client, response.location)


def test_download_is_an_attachment_of_the_corrected_bytes(client: FlaskClient) -> None:
    address = upload(client).location  # type: ignore[attr-defined]
    response = client.get(f"{address}/corregido")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert b"<TOT_5>149700.00</TOT_5>" in response.data
    assert b"<EMI_22>5</EMI_22>" in response.data


def test_exports(client: FlaskClient) -> None:
    address = upload(client).location  # type: ignore[attr-defined]
    report = orjson.loads(client.get(f"{address}/informe.json").data)
    assert report["verdict"] == "invalid"
    assert "FAU14" in client.get(f"{address}/informe.txt").get_data(as_text=True)
    assert "**FAU14**" in page(client, f"{address}/markdown")


def test_pasted_text_and_nothing_at_all(client: FlaskClient) -> None:
    response = client.post("/diagnosticar", data={"text": EXAMPLE.decode()})
    assert "No apto" in page(client, response.location)
    response = client.post("/diagnosticar", data={})
    assert response.status_code == 422
    assert "Elija un archivo o pegue" in response.get_data(as_text=True)


def test_context_is_compared_and_never_kept(client: FlaskClient, app: Flask) -> None:
    key = "clave-tecnica-irrepetible"
    response = upload(client, prefix="FE", technical_key=key)
    text = page(client, response.location)  # type: ignore[attr-defined]
    assert "FAB10b" in text
    assert key not in text
    for file in Path(app.instance_path).rglob("*"):
        assert not file.is_file() or key.encode() not in file.read_bytes()


def test_bad_context_is_said_and_the_form_kept(client: FlaskClient) -> None:
    response = upload(client, issuer_nit="nueve")
    assert response.status_code == 422  # type: ignore[attr-defined]
    text = response.get_data(as_text=True)  # type: ignore[attr-defined]
    assert "issuer_nit" in text
    assert "nueve" in text


def test_several_files_have_a_summary_worst_first(client: FlaskClient) -> None:
    files = [(io.BytesIO(EXAMPLE), "mala.xml"), (io.BytesIO(b"no es nada"), "nada.txt")]
    response = client.post("/diagnosticar", data={"files": files}, content_type="multipart/form-data")
    text = page(client, response.location)
    assert "mala.xml" in text
    assert "nada.txt" in text


def test_soap_password_is_nowhere(client: FlaskClient, app: Flask) -> None:
    import base64

    soap = (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        '<u:FtechAction.uploadInvoiceFile xmlns:u="urn:https://ws.facturatech.co/v2/demo/">'
        f"<username>901143311</username><password>{SECRET}</password>"
        f"<xmlBase64>{base64.b64encode(EXAMPLE).decode()}</xmlBase64>"
        "</u:FtechAction.uploadInvoiceFile></s:Body></s:Envelope>"
    ).encode()
    address = upload(client, soap, "peticion.xml").location  # type: ignore[attr-defined]
    text = page(client, address)
    assert "FAU14" in text
    assert SECRET not in text
    assert SECRET not in client.get(f"{address}/informe.json").get_data(as_text=True)
    kept = db.session.scalars(select(Diagnosis)).one()
    held = diagnoses.kept(kept)
    assert held is not None and held.envelope is not None
    assert SECRET not in held.envelope
    assert diagnoses.content_of(kept) == EXAMPLE


def test_guest_diagnosis_is_sealed_and_gone_after_half_an_hour(client: FlaskClient, app: Flask) -> None:
    address = upload(client).location  # type: ignore[attr-defined]
    for file in (Path(app.instance_path) / "files").rglob("*"):
        assert not file.is_file() or b"<FACTURA>" not in file.read_bytes()
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
    address = upload(mine).location  # type: ignore[attr-defined]
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


def test_large_file_goes_to_a_worker_and_never_reads_as_ready_before(
    client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagnoses, "IMMEDIATE", 1000)
    address = upload(client).location  # type: ignore[attr-defined]
    text = page(client, address)
    assert "Revisando" in text
    assert 'http-equiv="refresh"' in text
    assert "Apto" not in text
    job = db.session.scalars(select(Job)).one()
    work.run(job.id)
    assert client.get(f"{address}/estado").json["done"] is True
    assert "No apto" in page(client, address)
    work.run(job.id)
    assert len(db.session.scalars(select(Diagnosis)).all()) == 1


def test_file_over_the_limit_is_refused_with_the_figure(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagnoses, "LIMITS", replace(diagnoses.LIMITS, size=5000))
    response = upload(client, EXAMPLE, "enorme.xml")
    assert response.status_code == 422  # type: ignore[attr-defined]
    assert "«enorme.xml» pesa" in response.get_data(as_text=True)  # type: ignore[attr-defined]


@SQLITE
@pytest.mark.parametrize(
    "data", [b"%PDF-1.7", b"\x00\x01\x02", b"PK\x03\x04", "ñandú".encode("utf-16"), b"<a><b></a>"]
)
def test_anything_gets_an_answer(client: FlaskClient, data: bytes) -> None:
    text = page(client, upload(client, data, "cosa.bin").location)  # type: ignore[attr-defined]
    assert "No apto" in text or "Incompleto" in text


def test_rejection_is_explained_and_secrets_are_masked(client: FlaskClient) -> None:
    answer = '{"code":"409","error":"Sin folios disponibles para realizar facturacion","pass":"%s"}'
    pasted = answer % SECRET + "\nRegla: FAU14, Rechazo: valor"
    text = client.post("/diagnosticar/rechazo", data={"text": pasted}).get_data(as_text=True)
    assert "El plan no tiene folios" in text
    assert "/guia/FAU14" in text
    assert "Tapamos 1 clave" in text
    assert SECRET not in text


def test_unknown_rejection_is_said_honestly(client: FlaskClient) -> None:
    text = client.post("/diagnosticar/rechazo", data={"text": "buenas tardes a todos"}).get_data(as_text=True)
    assert "No reconocimos esa respuesta" in text


def test_markup_in_names_and_values_is_shown_as_text(client: FlaskClient) -> None:
    data = EXAMPLE.replace(b"<EMI_22>5", b"<EMI_22>&lt;script&gt;alert(1)&lt;/script&gt;")
    text = page(client, upload(client, data, "<img src=x>.xml").location)  # type: ignore[attr-defined]
    assert "<script>alert" not in text
    assert "<img src=x>" not in text


def test_unknown_address_is_404(client: FlaskClient, sign_in: Callable[..., FlaskClient]) -> None:
    assert client.get("/diagnosticar/no-existe").status_code == 404
    assert sign_in(UserFactory()).get("/diagnosticar/no-existe/comparar").status_code == 404
