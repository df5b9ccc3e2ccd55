"""Pages of taxes and hashes, and the calculator that keeps nothing."""

import io
import logging
import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from knowledge import load
from portal.extensions import db, limiter
from portal.models import Diagnosis, Job
from portal.services import diagnoses
from tests import ubl
from tests.portal.diagnosing import kept_files
from tests.portal.test_guide_pages import bare, page_of

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
KNOWN = load()
KEY, PIN = "fc8eac422eba16e22ffd8c6f94b3f40a6e38162c", "54321"
WRONG = {"technical_key": "clave-irrepetible-0001", "software_pin": "pin-irrepetible-0002"}


@pytest.mark.parametrize("code", KNOWN.taxes)
def test_a_tax_says_how_it_is_computed_and_what_is_not_known(client: FlaskClient, code: str) -> None:
    tax, words = KNOWN.taxes[code], bare(page_of(client, f"/guia/impuestos/{code}"))
    assert f"{tax.name}: {tax.title['es']}" in words and tax.about in words
    assert ("IIM_2 = " in words) and ("IMP_4 = " in words) and "cac:TaxSubtotal/cbc:TaxAmount = " in words
    assert "/FACTURA/ITE[1]/TII[1]/IIM[1]/IIM_2" in words and "/FACTURA/TIM/0/IMP/0/IMP_4" in words
    assert tax.unknown in words and (tax.examples or tax.unknown)
    assert ("cac:WithholdingTaxTotal" in words) == tax.withheld


def test_a_tax_shows_its_sum_its_rates_and_its_neighbours(client: FlaskClient) -> None:
    page = page_of(client, "/guia/impuestos/34")
    words = bare(page)
    assert "38.00 × 5000 / 100 = 1900.00" in words and "&lt;IIM_7&gt;5000&lt;/IIM_7&gt;" in words
    assert "10 g o más por 100 ml 2025 65" in words
    assert 'href="/guia/impuestos/33" rel="prev"' in page and 'href="/guia/reglas/line-tax-amount"' in page


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/guia/impuestos/iva", "/guia/impuestos/01"),
        ("/guia/impuestos/rete-fuente", "/guia/impuestos/06"),
        ("/guia/IBUA", "/guia/impuestos/34"),
        ("/guia/CUFE", "/guia/huellas/cufe"),
        ("/guia/huellas/CUDE", "/guia/huellas/cude"),
        ("/guia/huellas/SoftwareSecurityCode", "/guia/huellas/software"),
    ],
)
def test_any_name_leads_to_the_page(client: FlaskClient, path: str, target: str) -> None:
    response = client.get(path, follow_redirects=True)
    assert response.status_code == 200 and response.request.path == target


@pytest.mark.parametrize("path", ["/guia/impuestos/99", "/guia/huellas/cuxe", "/guia/CUXE"])
def test_what_is_not_there_says_so(client: FlaskClient, path: str) -> None:
    page_of(client, path, status=404)


@pytest.mark.parametrize(
    ("slug", "start", "end"), [("cufe", "8bb918b1", "d9b4"), ("cude", "907e4444", "1168")]
)
def test_the_published_value_is_computed_again(client: FlaskClient, slug: str, start: str, end: str) -> None:
    page = page_of(client, f"/guia/huellas/{slug}")
    assert re.search(rf"<pre>{start}[0-9a-f]{{84}}{end}</pre>", page)
    assert "Da el valor publicado" in page
    assert f"<pre>{start}" not in (Path(KNOWN.__module__).name)


def test_the_qr_holds_the_code_of_the_example(client: FlaskClient) -> None:
    page = page_of(client, "/guia/huellas/qr")
    assert re.search(r"searchqr\?documentkey=8bb918b1[0-9a-f]{84}d9b4", page)


def test_rules_taxes_and_hashes_lead_to_each_other(client: FlaskClient) -> None:
    assert 'href="/guia/huellas/cufe"' in page_of(client, "/guia/FAD06")
    assert 'href="/guia/huellas/cude"' in page_of(client, "/guia/CAD06")
    assert 'href="/guia/huellas/software"' in page_of(client, "/guia/FAB27b")
    assert 'href="/guia/impuestos/05"' in page_of(client, "/guia/reglas/withholding-base")
    assert 'href="/guia/impuestos"' in page_of(client, "/guia/FAX07")
    assert 'href="/guia/impuestos/34"' in page_of(client, "/guia/listas/taxes")
    index = page_of(client, "/guia")
    assert 'href="/guia/impuestos"' in index and 'href="/guia/huellas"' in index


def computed(client: FlaskClient, data: bytes | None = None, status: int = 200, **fields: str) -> str:
    body = {**fields, **({"file": (io.BytesIO(data), "factura.xml")} if data else {})}
    response = client.post("/guia/huellas/calcular", data=body, content_type="multipart/form-data")
    assert response.status_code == status
    return response.get_data(as_text=True)


@pytest.mark.parametrize("base", sorted(p.stem for p in ubl.BASES.glob("*.xml")))
def test_the_calculator_gives_what_the_document_bears(client: FlaskClient, base: str) -> None:
    page = computed(client, ubl.edited(base, []), technical_key=KEY, software_pin=PIN)
    words = bare(page)
    assert "Coincide" in words and "No coincide" not in words and "••••" in words
    assert KEY not in page and f">{PIN}<" not in page


def test_the_calculator_says_which_mistake_it_was(client: FlaskClient) -> None:
    edits = [{"id": "doc.issue_time", "value": "10:15:01-05:00"}]
    assert "No coincide" in computed(client, ubl.edited("factura", edits), technical_key=KEY)
    page = computed(client, ubl.edited("factura", []), technical_key=PIN, software_pin=KEY)
    assert "Se usó el PIN del software" in page or "Se usó la clave técnica" in page


def test_a_pasted_text_comes_back_and_the_key_does_not(client: FlaskClient) -> None:
    text = ubl.edited("factura", []).decode()
    page = computed(client, text=text, **WRONG)
    assert "SETP" in page.partition("<textarea")[2] and "No coincide" in page
    assert not any(secret in page for secret in WRONG.values())


def test_the_calculator_keeps_and_logs_nothing(
    client: FlaskClient, app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    data = ubl.edited("factura", [])
    pages = [
        computed(client, data, **WRONG),
        computed(client, b"<a", status=422, **WRONG),
        computed(client, text="", status=422, **WRONG),
        computed(client, data, status=422, technical_key=WRONG["technical_key"] * 20),
    ]
    assert db.session.scalars(select(Diagnosis)).all() == [] and db.session.scalars(select(Job)).all() == []
    kept = kept_files(Path(app.instance_path))
    for secret in WRONG.values():
        assert not any(secret in page for page in pages)
        assert secret not in caplog.text
        assert not any(secret.encode() in content for content in kept)
    with client.session_transaction() as session:
        assert not any(secret in str(dict(session)) for secret in WRONG.values())


@pytest.mark.parametrize(
    ("data", "fields", "said"),
    [
        (None, WRONG, "Elija un archivo UBL o pegue su contenido."),
        (b"<FACTURA/>", WRONG, "No trae un documento UBL."),
        (b"\x00\xff", WRONG, "No trae un documento UBL."),
        (b"<Invoice/>", {}, "Escriba la clave técnica o el PIN"),
    ],
)
def test_what_cannot_be_computed_says_what_to_do(
    client: FlaskClient, data: bytes | None, fields: dict[str, str], said: str
) -> None:
    page = computed(client, data, status=422, **fields)
    assert said in page and "Error:" in page


def test_a_finding_leads_to_the_page_of_its_hash(client: FlaskClient) -> None:
    edits = [{"id": "doc.cufe", "value": "0" * 96}]
    body = {"files": (io.BytesIO(ubl.edited("factura", edits)), "factura.xml"), "technical_key": KEY}
    address = client.post("/diagnosticar", data=body, content_type="multipart/form-data").location
    assert 'href="/guia/huellas/cufe"' in page_of(client, address)


def test_without_an_account_it_counts_like_a_diagnosis(app: Flask, client: FlaskClient) -> None:
    limiter.enabled = True
    try:
        codes = [client.post("/guia/huellas/calcular", data={"text": "<a/>"}).status_code for _ in range(21)]
        assert codes == [422] * 20 + [429]
        assert client.get("/guia/huellas/calcular").status_code == 200
    finally:
        limiter.reset()
        limiter.enabled = False


def test_a_document_whose_secret_was_not_given_is_told_which_one(client: FlaskClient) -> None:
    bare_note = [{"id": "doc.cufe", "value": ""}, {"id": "software.security_code", "value": ""}]
    words = bare(computed(client, ubl.edited("nota_credito", bare_note), technical_key=KEY))
    assert "Falta" in words and "PIN del software" in words and "No trae un documento UBL" not in words


def test_of_a_file_and_a_text_the_page_says_which_one_it_took(client: FlaskClient) -> None:
    page = computed(client, ubl.edited("factura", []), text="<otro/>", technical_key=KEY)
    assert "revisamos el archivo" in page and "Coincide" in page


def test_what_is_too_long_is_told_at_its_field(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnoses, "LIMITS", replace(diagnoses.LIMITS, size=100))
    page = computed(client, text="<a>" + "x" * 200, status=422, technical_key=KEY)
    assert 'href="#text"' in page and "Divídalo" in page
