"""What holds documents, in the portal: a ZIP becomes a diagnosis a file, a container shows findings at its lines."""

from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from tests.portal.diagnosing import SECRET, kept_files, page, upload
from tests.wrapped import INVOICE, attached, content, message, zipped

WRONG = INVOICE.replace("<cbc:ProfileExecutionID>2<", "<cbc:ProfileExecutionID>7<")
LAYOUT = content("layout:factura")


def test_a_zip_becomes_a_diagnosis_of_each_file(client: FlaskClient) -> None:
    data = zipped({"bien.xml": LAYOUT, "mal.xml": WRONG.encode(), "bien.pdf": b"%PDF-1.7"})
    response = upload(client, data, "lote.zip")
    assert "/diagnosticar/lote" in response.location
    told = page(client, response.location)
    assert told.index("mal.xml") < told.index("bien.xml")
    assert "lote.zip" not in told and "bien.pdf" not in told


def test_a_zip_with_something_refused_says_so_beside_the_others(client: FlaskClient) -> None:
    told = page(
        client, upload(client, zipped({"bien.xml": LAYOUT, "../mal.xml": LAYOUT}), "lote.zip").location
    )
    assert "lote.zip" in told and "bien.xml" in told


def test_a_password_in_a_zip_is_not_kept(app: Flask, client: FlaskClient) -> None:
    call = message(
        "FtechAction.documentStatusFile", {"username": "1", "password": SECRET, "transaccionID": "1"}
    )
    upload(client, zipped({"peticion.xml": call, "a.xml": LAYOUT}), "lote.zip")
    assert not any(SECRET.encode() in kept for kept in kept_files(Path(app.instance_path)))


def test_a_container_shows_the_findings_of_its_document_at_its_own_lines(client: FlaskClient) -> None:
    text = attached(WRONG)
    response = upload(client, text.encode(), "contenedor.xml")
    told = page(client, response.location)
    line = text[: text.index("<cbc:ProfileExecutionID>7")].count("\n") + 1
    assert f'id="L{line}"' in told
    assert "dentro de un AttachedDocument" in told
    printed = page(client, f"{response.location}/informe.txt")
    assert "<cbc:ProfileExecutionID>7</cbc:ProfileExecutionID>" in printed
