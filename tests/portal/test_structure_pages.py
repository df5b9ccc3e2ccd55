"""What is to be taken away of the estructura base: schemas, reference, examples, a skeleton from a few answers."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from lxml import etree

from diagnostics import diagnose
from knowledge import load
from knowledge.generate.choices import samples
from portal.clock import BOGOTA, now

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
PAGE = "/guia/estructura"
FORM = f"{PAGE}/esqueleto"
LINK = re.compile(r'href="([^"]+)"\s+download')


def page_of(client: FlaskClient, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.get_data(as_text=True)


def verdict(data: bytes) -> str:
    return diagnose(data).verdict


def test_everything_on_the_page_can_be_downloaded(client: FlaskClient) -> None:
    links = [unescape(link) for link in LINK.findall(page_of(client, PAGE))]
    assert len(links) == 3 * 4 + len(samples()["kinds"]) * 2 * 3
    for link in links:
        response = client.get(link)
        assert response.status_code == 200, link
        disposition = response.headers["Content-Disposition"]
        assert disposition == f"attachment; filename={link.rpartition('/')[2]}"
        assert response.headers["Content-Type"].endswith("; charset=utf-8")
        if "/ejemplos/" in link:
            assert verdict(response.data) == "valid", link


def test_schemas_are_in_the_language_of_the_page(client: FlaskClient) -> None:
    schema = client.get(f"{PAGE}/FACTURA.json").get_json(force=True)
    Draft202012Validator.check_schema(schema)
    assert schema["title"] == "Factura de venta"
    client.set_cookie("language", "en")
    assert client.get(f"{PAGE}/factura.json").get_json(force=True)["title"] == "Sales invoice"
    etree.XMLSchema(etree.XML(client.get(f"{PAGE}/NOTA.xsd").data))
    assert client.get(f"{PAGE}/DOCUMENTO_SOPORTE.csv").get_data(as_text=True).startswith("\ufeffField,")
    assert "| PRO_6 |" in client.get(f"{PAGE}/DOCUMENTO_SOPORTE.md").get_data(as_text=True)


@pytest.mark.parametrize(
    "path", ["RECIBO.json", "FACTURA.pdf", "ejemplos/recibo_minima.xml", "ejemplos/factura_otra.xml"]
)
def test_what_there_is_not_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(f"{PAGE}/{path}").status_code == 404


def test_the_form_works_without_a_script(client: FlaskClient) -> None:
    page = page_of(client, FORM)
    assert 'method="get"' in page and "Su esqueleto" not in page
    for names in ("clase", "impuesto", "retencion", "descuento", "pago", "moneda", "formato"):
        assert f'name="{names}"' in page
    for kind, told in samples()["kinds"].items():
        assert f'value="{kind}"' in page and told["title"]["es"] in page


def test_the_answers_come_back_with_what_they_make(client: FlaskClient) -> None:
    query = "clase=factura&impuesto=vat&impuesto=bags&descuento=line&moneda=USD&pago=credito&formato=json"
    page = page_of(client, f"{FORM}?{query}")
    shown = unescape(page.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0])
    assert '"ENC_10": "USD"' in shown and '"IMP_1": "22"' in shown and '"IDE_6": "10.00"' in shown
    assert now().astimezone(BOGOTA).date().isoformat() in shown
    assert verdict(shown.encode()) == "valid"
    for value in ("vat", "bags", "line", "USD", "credito", "json"):
        assert re.search(rf'value="{value}"\s+checked', page), value
    assert not re.search(r'value="charge"\s+checked', page)
    link = unescape(next(iter(LINK.findall(page))))
    response = client.get(link)
    assert response.data.decode().strip() == shown.strip()
    assert response.headers["Content-Disposition"].endswith("filename=esqueleto_factura.json")


def test_it_says_what_the_document_has_no_room_for(client: FlaskClient) -> None:
    export = page_of(client, f"{FORM}?clase=exportacion&impuesto=vat&retencion=income&moneda=USD")
    assert "Una exportación va exenta" in export and "Alguna retención no cabe" in export
    support = page_of(client, f"{FORM}?clase=documento_soporte&descuento=charge&moneda=EUR")
    assert "los descuentos van en las líneas" in support and "va en pesos" in support
    assert "no cabe" not in page_of(client, f"{FORM}?clase=factura&impuesto=vat&retencion=vat")


@pytest.mark.parametrize(
    "query", ["clase=otra&moneda=XXX&formato=pdf", "impuesto=%FF&retencion=<script>", "_external=1&_anchor=x"]
)
def test_an_address_written_by_hand_makes_a_plain_invoice(client: FlaskClient, query: str) -> None:
    page = page_of(client, f"{FORM}?{query}")
    assert "esqueleto_factura.xml" in page and "<script>" not in page.partition("<form")[2]
    assert verdict(client.get(f"{FORM}/descargar?{query}").data) == "valid"


@pytest.mark.parametrize("path", ["/guia", "/guia/campos"])
def test_the_guide_leads_there(client: FlaskClient, path: str) -> None:
    assert f'href="{PAGE}"' in page_of(client, path)


def test_the_empty_diagnosis_leads_to_the_skeleton(client: FlaskClient) -> None:
    assert f'href="{FORM}"' in page_of(client, "/diagnosticar")


def test_a_schema_is_built_once(client: FlaskClient) -> None:
    client.get(f"{PAGE}/FACTURA.xsd")
    made = load().derived["xsd"]["FACTURA", "es"]
    client.get(f"{PAGE}/FACTURA.xsd")
    assert load().derived["xsd"]["FACTURA", "es"] is made
