"""What is taken along from a result: each format is opened, with its type and name, under the rights of the result."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import orjson
import pypdf
import pytest
from flask.testing import FlaskClient
from lxml import etree, html
from werkzeug.test import TestResponse

from tests.factories import UserFactory
from tests.portal.diagnosing import page, upload
from tests.wrapped import INVOICE, attached

SARIF = json.loads(
    (Path(__file__).parents[1] / "diagnostics/sarif-2.1.0-part.schema.json").read_text("utf-8")
)
WRONG = INVOICE.replace("<cbc:ProfileExecutionID>2<", "<cbc:ProfileExecutionID>7<")
ENDINGS = ("html", "pdf", "txt", "json", "sarif", "junit.xml")


def taken(client: FlaskClient, address: str, ending: str, media_type: str) -> TestResponse:
    response = client.get(f"{address}/informe.{ending}")
    assert response.status_code == 200
    assert response.content_type == media_type
    assert f'filename="factura.xml.{ending}"' in response.headers["Content-Disposition"]
    return response


def test_html_is_one_page_with_findings_and_lines(client: FlaskClient) -> None:
    told = taken(client, upload(client).location, "html", "text/html; charset=utf-8")
    tree = html.fromstring(told.data)
    assert "FAU14" in [code.text_content() for code in tree.find_class("code")]
    assert "147900.00" in [mark.text_content() for mark in tree.iter("mark")]
    assert not list(tree.iter("script", "link", "img"))


def test_pdf_has_the_account_of_what_does_not_add_up(client: FlaskClient) -> None:
    told = taken(client, upload(client).location, "pdf", "application/pdf")
    text = "\n".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(told.data)).pages).replace(
        "\u200b", ""
    )
    assert "FAU14" in text and "<TOT_5>147900.00</TOT_5>" in text
    account = text[text.index("FAU14") : text.index("Encontrado 147900.00")]
    for part in ("TOT_7", "149700.00", "línea 101", "diferencia", "-1800.00"):
        assert part in account


def test_sarif_stands_its_schema(client: FlaskClient) -> None:
    log = orjson.loads(taken(client, upload(client).location, "sarif", "application/sarif+json").data)
    jsonschema.validate(log, SARIF)
    (run,) = log["runs"]
    assert "FAU14" in {result["ruleId"] for result in run["results"]}


def test_junit_counts_what_fails(client: FlaskClient) -> None:
    address = upload(client).location
    tree = etree.fromstring(taken(client, address, "junit.xml", "application/xml").data)
    report = orjson.loads(client.get(f"{address}/informe.json").data)
    assert int(tree.get("failures")) == report["counts"]["error"] > 3
    assert int(tree.get("tests")) == len(report["findings"])
    assert any("FAU14" in case.get("name") for case in tree.iter("testcase"))


def test_text_and_json(client: FlaskClient) -> None:
    address = upload(client).location
    assert "FAU14" in taken(client, address, "txt", "text/plain; charset=utf-8").get_data(as_text=True)
    assert orjson.loads(taken(client, address, "json", "application/json").data)["verdict"] == "invalid"


def test_all_are_in_the_menu_and_speak_the_readers_language(client: FlaskClient) -> None:
    address = upload(client).location
    links = {a.get("href") for a in html.fromstring(page(client, address)).xpath(".//*[@class='menu-in']//a")}
    assert {f"{address}/informe.{ending}" for ending in ENDINGS} <= links
    client.post("/cuenta/preferencias", data={"language": "en"})
    assert "Not ready" in client.get(f"{address}/informe.html").get_data(as_text=True)


def test_a_report_shows_the_lines_of_what_an_upload_holds(client: FlaskClient) -> None:
    address = upload(client, attached(WRONG, form="base64").encode()).location
    marks = [
        m.text_content() for m in html.fromstring(client.get(f"{address}/informe.html").data).iter("mark")
    ]
    assert "7" in marks


@pytest.mark.parametrize("ending", ENDINGS)
def test_none_is_for_others(client: FlaskClient, sign_in: Callable[..., FlaskClient], ending: str) -> None:
    sign_in(UserFactory())
    address = upload(client).location
    assert client.get(f"{address}/informe.{ending}").status_code == 200
    sign_in(UserFactory())
    assert client.get(f"{address}/informe.{ending}").status_code == 404


def test_no_other_format(client: FlaskClient) -> None:
    assert client.get(f"{upload(client).location}/informe.exe").status_code == 404
