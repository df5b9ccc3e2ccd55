"""Each document of an upload has its own address, with its own source, causes and verdict."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from tests.portal.diagnosing import EXAMPLE, SECRET, kept_files, page, upload
from tests.wrapped import INVOICE, answer_of_dian, attached, content, message, zipped

WRONG = INVOICE.replace("<cbc:ProfileExecutionID>2<", "<cbc:ProfileExecutionID>7<")
LAYOUT = content("layout:factura")
REFUSED = {"../fuera.xml": LAYOUT}
"""What makes a ZIP be kept as a whole, beside its files."""


def look(client: FlaskClient, address: str) -> html.HtmlElement:
    return html.fromstring(page(client, address))


def bar(tree: html.HtmlElement) -> list[str]:
    return [" ".join(link.text_content().split()) for link in tree.xpath(".//nav[@class='docs']//a")]


def follow(client: FlaskClient, tree: html.HtmlElement, words: str) -> html.HtmlElement:
    """The page behind the first link whose text begins so."""
    links = [a for a in tree.iter("a") if a.text_content().strip().startswith(words)]
    assert links, words
    return look(client, links[0].get("href"))


def causes(tree: html.HtmlElement) -> list[str]:
    return [li.text_content() for li in tree.xpath(".//ol[@class='fixes']/li")]


@pytest.mark.parametrize("form", ["cdata", "escaped", "base64"])
def test_a_container_has_a_bar_of_its_documents(client: FlaskClient, form: str) -> None:
    tree = look(client, upload(client, attached(WRONG, form=form).encode(), "contenedor.xml").location)
    whole, container, invoice, answer = bar(tree)
    assert whole.startswith("Todo el archivo No apto 1 error")
    assert container == "Contenedor Apto"
    assert invoice.startswith("Factura SETP990000101 No apto 1 error")
    assert answer == "Respuesta de la DIAN Sin hallazgos"


def test_a_document_inside_stands_at_its_own_lines_and_says_where_in_the_upload(client: FlaskClient) -> None:
    text = attached(WRONG)
    tree = follow(client, look(client, upload(client, text.encode(), "c.xml").location), "Factura SETP")
    line = WRONG[: WRONG.index("<cbc:ProfileExecutionID>7")].count("\n") + 1
    there = text[: text.index("<cbc:ProfileExecutionID>7")].count("\n") + 1
    row = tree.get_element_by_id(f"L{line}")
    assert "hit is-error" in row.getparent().get("class")
    assert "ProfileExecutionID" in row.getparent().text_content()
    assert f"En el archivo que subió: línea {there}, columna 27." in tree.text_content()
    assert (
        tree.xpath(".//nav[@class='docs']//a[@aria-current]")[0].text_content().strip().startswith("Factura")
    )
    assert "FAD04" in causes(tree)[0]
    assert tree.xpath(".//h1")[0].text_content() == "No apto"


def test_what_is_encoded_has_no_line_in_the_upload_and_is_led_to(client: FlaskClient) -> None:
    tree = look(client, upload(client, attached(WRONG, form="base64").encode(), "c.xml").location)
    (first, *_) = tree.xpath(".//ol[@class='fixes']/li")
    assert "línea 38" in first.text_content()  # in the invoice
    (link,) = [a for a in first.iter("a") if a.text_content() == "Factura SETP990000101"]
    inner = look(client, link.get("href"))
    assert inner.get_element_by_id(link.get("href").partition("#")[2]) is not None
    assert "En el archivo que subió" not in inner.text_content()


def test_a_document_without_findings_does_not_show_those_of_the_others(client: FlaskClient) -> None:
    tree = follow(
        client, look(client, upload(client, attached(WRONG).encode(), "c.xml").location), "Contenedor"
    )
    assert tree.xpath(".//h1")[0].text_content() == "Apto"
    assert causes(tree) == []
    assert not tree.find_class("finding")


def test_what_an_answer_says_stays_with_the_document_it_is_about(client: FlaskClient) -> None:
    answer = answer_of_dian(code="04", lines=("Regla: FAU14, Rechazo: no cuadra",))
    tree = look(client, upload(client, attached(INVOICE, answer).encode(), "c.xml").location)
    assert any("FAU14" in cause for cause in causes(follow(client, tree, "Factura")))
    assert causes(follow(client, tree, "Respuesta de la DIAN")) == []


def test_no_bar_where_there_is_one_document_and_no_page_for_others(client: FlaskClient) -> None:
    address = upload(client).location
    assert bar(look(client, address)) == []
    assert client.get(f"{address}?documento=1").status_code == 404
    container = upload(client, attached(WRONG).encode(), "c.xml").location
    assert client.get(f"{container}?documento=4").status_code == 404
    assert client.get(f"{container}?documento=x").status_code == 404


def a_zip(client: FlaskClient, files: dict[str, bytes]) -> html.HtmlElement:
    """The page of the ZIP itself, which is kept beside its files where something in it was refused."""
    return follow(
        client, look(client, upload(client, zipped({**files, **REFUSED}), "lote.zip").location), "lote.zip"
    )


def test_a_zip_is_a_table_of_its_files_worst_first(client: FlaskClient) -> None:
    tree = a_zip(client, {"bien.xml": LAYOUT, "mal.xml": WRONG.encode(), "peor.xml": EXAMPLE})
    table = tree.xpath(".//table")[-1]
    rows = [" ".join(row.text_content().split()) for row in table.xpath(".//tbody/tr")]
    assert [row.split("factura")[0] for row in rows] == [
        "No apto peor.xml",
        "No apto mal.xml",
        "Apto bien.xml",
    ]
    assert "FAD04" in rows[1] and rows[2].endswith("Ninguno")
    assert "zip-refused" in causes(tree)[0] and len(causes(tree)) == 1


def test_a_file_of_a_zip_has_its_own_result(client: FlaskClient) -> None:
    tree = follow(client, a_zip(client, {"bien.xml": LAYOUT, "peor.xml": EXAMPLE}), "peor.xml")
    assert tree.get_element_by_id("L99") is not None
    assert "Es uno de los 2 archivos" in tree.text_content()
    assert "Aplicar" not in tree.text_content()  # what is packed cannot be corrected here
    assert bar(tree) == []
    good = follow(client, a_zip(client, {"bien.xml": LAYOUT, "peor.xml": EXAMPLE}), "bien.xml")
    assert good.xpath(".//h1")[0].text_content() == "Apto"


def test_a_container_in_a_zip_shows_what_it_holds(client: FlaskClient) -> None:
    files = {"contenedor.xml": attached(WRONG).encode(), "bien.xml": LAYOUT}
    tree = follow(client, a_zip(client, files), "contenedor.xml")
    assert tree.xpath(".//h1")[0].text_content() == "No apto"
    assert [name.split(" ")[0] for name in bar(tree)] == ["contenedor.xml", "Factura", "Respuesta"]
    assert "bien.xml" not in tree.text_content()
    inner = follow(client, tree, "Factura")
    assert "FAD04" in causes(inner)[0] and inner.find_class("hit")


def test_a_password_in_a_zip_that_is_kept_whole_is_neither_kept_nor_shown(
    app: Flask, client: FlaskClient
) -> None:
    call = message("FtechAction.uploadInvoiceFile", {"username": "1", "password": SECRET, "xmlBase64": "x"})
    tree = a_zip(client, {"peticion.xml": call, "a.xml": LAYOUT})
    assert not any(SECRET.encode() in kept for kept in kept_files(Path(app.instance_path)))
    shown = follow(client, tree, "peticion.xml")
    assert "uploadInvoiceFile" in shown.text_content()
    assert SECRET not in html.tostring(shown, encoding="unicode")


def test_corrections_of_a_container_go_by_the_index_of_the_whole_report(client: FlaskClient) -> None:
    response = upload(client)
    tree = look(client, response.location)
    button = tree.xpath(".//input[@name='finding']")[0]
    fixed = client.post(f"{response.location}/corregir", data={"finding": button.get("value")})
    assert re.search(r"/diagnosticar/[\w-]+/comparar$", fixed.location)
