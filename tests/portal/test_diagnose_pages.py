"""Diagnose in the portal: what may be uploaded and what the result shows."""

import base64
import io
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.extensions import db
from portal.models import Diagnosis, Job
from portal.services import diagnoses, example, job_handlers
from tests.inputs import from_xml, to_flat
from tests.portal.diagnosing import EXAMPLE, SECRET, kept_files, page, upload

SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_upload_shows_findings_at_their_lines(client: FlaskClient) -> None:
    response = upload(client)
    assert response.status_code == 302
    text = page(client, response.location)
    assert "No apto" in text
    for expected in ("FAJ24b", "FAU14", "FAX16", "FAB10a", "se esperaba 149700.00", 'id="L99"', "Arrastra"):
        assert expected in text


def test_what_does_not_add_up_shows_its_account(client: FlaskClient) -> None:
    text = page(client, upload(client).location)
    account = text[text.index("La cuenta</caption>") :].split("</table>")[0]
    for expected in ("<code>TOT_7</code>", "línea 101", "149700.00", "La cuenta da", "-1800.00"):
        assert expected in account
    assert "La diferencia es exactamente la de cambiar de orden dos cifras" in text


def test_exports(client: FlaskClient) -> None:
    address = upload(client).location
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
    text = page(client, response.location)
    assert "FAB10b" in text
    assert key not in text
    assert not any(key.encode() in content for content in kept_files(Path(app.instance_path)))


def test_bad_context_is_said_and_the_form_kept(client: FlaskClient) -> None:
    response = upload(client, issuer_nit="nueve")
    assert response.status_code == 422
    text = response.get_data(as_text=True)
    assert "issuer_nit" in text
    assert "nueve" in text


def test_several_files_have_a_summary_worst_first(client: FlaskClient) -> None:
    files = [(io.BytesIO(EXAMPLE), "mala.xml"), (io.BytesIO(b"no es nada"), "nada.txt")]
    response = client.post("/diagnosticar", data={"files": files}, content_type="multipart/form-data")
    text = page(client, response.location)
    assert "mala.xml" in text
    assert "nada.txt" in text


def test_soap_password_is_nowhere(client: FlaskClient, app: Flask) -> None:
    soap = (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        '<u:FtechAction.uploadInvoiceFile xmlns:u="urn:https://ws.facturatech.co/v2/demo/">'
        f"<username>901143311</username><password>{SECRET}</password>"
        f"<xmlBase64>{base64.b64encode(EXAMPLE).decode()}</xmlBase64>"
        "</u:FtechAction.uploadInvoiceFile></s:Body></s:Envelope>"
    ).encode()
    address = upload(client, soap, "peticion.xml").location
    text = page(client, address)
    assert "FAU14" in text
    assert SECRET not in text
    assert SECRET not in client.get(f"{address}/informe.json").get_data(as_text=True)
    kept = db.session.scalars(select(Diagnosis)).one()
    held = diagnoses.kept(kept)
    assert held is not None and held.envelope is not None
    assert SECRET not in held.envelope
    assert diagnoses.content_of(kept) == EXAMPLE


def test_large_file_goes_to_a_worker_and_never_reads_as_ready_before(
    client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagnoses, "IMMEDIATE", 1000)
    address = upload(client).location
    text = page(client, address)
    assert "Revisando" in text
    assert 'http-equiv="refresh"' in text
    assert "Apto" not in text
    job = db.session.scalars(select(Job)).one()
    job_handlers.run(job.id)
    assert client.get(f"{address}/estado").json["done"] is True
    assert "No apto" in page(client, address)
    job_handlers.run(job.id)
    assert len(db.session.scalars(select(Diagnosis)).all()) == 1


def test_file_over_the_limit_is_refused_with_the_figure(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagnoses, "LIMITS", replace(diagnoses.LIMITS, size=5000))
    response = upload(client, EXAMPLE, "enorme.xml")
    assert response.status_code == 422
    assert "«enorme.xml» pesa" in response.get_data(as_text=True)


@SQLITE
@pytest.mark.parametrize(
    "data", [b"%PDF-1.7", b"\x00\x01\x02", b"PK\x03\x04", "ñandú".encode("utf-16"), b"<a><b></a>"]
)
def test_anything_gets_an_answer(client: FlaskClient, data: bytes) -> None:
    text = page(client, upload(client, data, "cosa.bin").location)
    assert "No apto" in text or "Incompleto" in text


def test_markup_in_names_and_values_is_shown_as_text(client: FlaskClient) -> None:
    data = EXAMPLE.replace(b"<EMI_22>5", b"<EMI_22>&lt;script&gt;alert(1)&lt;/script&gt;")
    text = page(client, upload(client, data, "<img src=x>.xml").location)
    assert "<script>alert" not in text
    assert "<img src=x>" not in text


def test_flat_layout_shows_a_window_for_each_finding(client: FlaskClient) -> None:
    data = to_flat(*from_xml(EXAMPLE))
    text = page(client, upload(client, data, "plano.txt").location)
    for value in ("147900.00", "TCF", "5"):
        assert f"<mark>{value}</mark>" in text
    assert text.count('id="L1"') == 1
    assert "columna 1278, se esperaba 149700.00" in text


def test_request_is_shown_beside_what_is_wrong_with_it(client: FlaskClient) -> None:
    soap = (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>\n'
        '<u:uploadInvoiceFile xmlns:u="urn:https://ws.facturatech.co/v2/demo/">\n'
        f"<username>901143311</username><password>{SECRET}</password>\n"
        f"<xmlBase64>{base64.b64encode(EXAMPLE).decode()}</xmlBase64></u:uploadInvoiceFile></s:Body></s:Envelope>"
    )
    address = upload(client, soap.encode(), "peticion.xml").location
    text = page(client, address)
    assert 'id="S2"' in text
    assert "FtechAction.uploadInvoiceFile" in text
    assert "línea 2 del sobre" in text
    fixed = client.post(f"{address}/corregir").location
    assert "soap-method-prefix" not in page(client, fixed)


def test_example_fills_the_box_and_has_its_mistakes(client: FlaskClient) -> None:
    form = page(client, "/diagnosticar?ejemplo=1")
    assert "&lt;ENC_7&gt;31/07/2026&lt;/ENC_7&gt;" in form
    response = client.post("/diagnosticar", data={"text": example.faulty()})
    text = page(client, response.location)
    for code in ("date-format", "FAJ24b", "FAU14"):
        assert code in text
    assert "<textarea" in page(client, "/diagnosticar")
    assert "31/07/2026" not in page(client, "/diagnosticar")
