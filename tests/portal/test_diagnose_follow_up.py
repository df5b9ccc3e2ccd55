"""What follows a result: corrections, the next version, what changed."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from diagnostics import diagnose
from portal.web.diagnose import presenter
from tests import ubl
from tests.portal.diagnosing import EXAMPLE, page, upload


def test_all_safe_corrections_leave_only_what_needs_a_person(client: FlaskClient) -> None:
    address = upload(client).location
    response = client.post(f"{address}/corregir")
    compared = page(client, response.location)
    assert "Arreglado" in compared
    assert "149700.00" in compared
    result = page(client, response.location.removesuffix("/comparar"))
    assert "FAJ24b" in result
    assert "FAU14" not in result


def test_unsafe_correction_is_made_on_request_and_makes_it_ready(client: FlaskClient) -> None:
    address = upload(client).location
    address = client.post(f"{address}/corregir").location.removesuffix("/comparar")
    text = page(client, address)
    assert "Aplicar, revise antes" in text
    index = text.split('name="finding" value="')[1].split('"')[0]
    response = client.post(f"{address}/corregir", data={"finding": index})
    assert "Apto" in page(client, response.location)


def test_download_is_an_attachment_of_the_corrected_bytes(client: FlaskClient) -> None:
    address = upload(client).location
    response = client.get(f"{address}/corregido")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert b"<TOT_5>149700.00</TOT_5>" in response.data
    assert b"<EMI_22>5</EMI_22>" in response.data


def test_what_was_signed_is_to_be_signed_again(client: FlaskClient) -> None:
    signed = ubl.signing.signed(ubl.edited("factura", [{"id": "doc.issue_time", "value": "10:15:00"}]))
    address = upload(client, signed).location
    before = page(client, address)
    assert "Está firmado: después de corregirlo hay que firmarlo otra vez." in before
    assert "Después no queda ningún error." not in before
    compared = page(client, client.post(f"{address}/corregir").location)
    assert "<mark>00-05:00</mark>" in compared
    assert "fírmelo otra vez antes de enviarlo" in compared
    plain = upload(client, ubl.edited("factura", [{"id": "doc.issue_time", "value": "10:15:00"}])).location
    assert "firmado" not in page(client, plain)


def test_next_version_of_a_file_is_compared_with_the_last(client: FlaskClient) -> None:
    first = upload(client).location
    fixed = EXAMPLE.replace(b"<TOT_5>147900.00", b"<TOT_5>149700.00")
    second = upload(client, fixed).location
    compared = page(client, f"{second}/comparar")
    assert "Arreglado (1)" in compared
    assert "<mark>147900.00</mark>" in compared
    assert "Comparar con el anterior" not in page(client, first)
    assert "Comparar con el anterior" not in page(client, upload(client, fixed, "otra.xml").location)


def test_pasted_next_version_names_the_one_it_follows(client: FlaskClient, app: Flask) -> None:
    first = upload(client).location
    address = first.rpartition("/")[2]
    assert "«factura.xml»" in page(client, f"/diagnosticar?anterior={address}")
    body = {"text": EXAMPLE.decode(), "anterior": address}
    assert "Los dos archivos son iguales" in page(
        client, client.post("/diagnosticar", data=body).location + "/comparar"
    )
    body["anterior"] = "de-otra-persona"
    response = client.post("/diagnosticar", data=body)
    assert client.get(response.location + "/comparar").status_code == 404


@pytest.mark.parametrize("sent", ["²", "9" * 5000, "-1", "x", "999999"])
def test_a_correction_that_does_not_exist_changes_nothing(client: FlaskClient, sent: str) -> None:
    address = upload(client).location
    response = client.post(f"{address}/corregir", data={"finding": sent})
    assert response.location == address


def test_the_result_says_what_is_left_after_the_corrections(client: FlaskClient) -> None:
    address = upload(client).location
    assert "Después queda un error por corregir a mano." in page(client, address)
    right_digit = EXAMPLE.replace(b"<EMI_22>5</EMI_22>", b"<EMI_22>8</EMI_22>")
    assert "Después no queda ningún error." in page(client, upload(client, right_digit).location)


def test_what_is_still_there_leads_to_its_line_in_the_new_source(client: FlaskClient) -> None:
    upload(client)
    moved = EXAMPLE.replace(b"<ENC>", b"\n\n<ENC>", 1)
    second = upload(client, moved).location
    line = moved[: moved.index(b"<EMI_22>")].count(b"\n") + 1
    compared = page(client, f"{second}/comparar")
    assert f'href="{second}#L{line}"' in compared
    assert f'id="L{line}"' in page(client, second)


@pytest.mark.parametrize(
    ("place", "wrapped", "anchor"),
    [
        ({"line": 3, "column": 9}, False, "L3"),
        ({"line": 3, "column": 9}, True, "S3"),
        ({"line": 3, "column": 9, "container": {"kind": "soap"}}, True, "L3"),
        ({"line": 1, "column": 900}, False, "f7"),
        ({"line": None, "column": None}, False, "f7"),
    ],
)
def test_a_finding_without_a_line_of_its_own_leads_to_its_card(
    place: dict[str, object], wrapped: bool, anchor: str
) -> None:
    finding = diagnose(EXAMPLE).findings[0]
    made = replace(finding, **{"container": None, **place})
    assert presenter.anchor(7, made, wrapped=wrapped) == anchor
