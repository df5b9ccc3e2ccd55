"""The diagnosis of several files, of a large one, and what is taken along from a result."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from portal.services import example
from tests.e2e.conftest import NewPage, look
from tests.wrapped import INVOICE, answer_of_dian, attached, content, zipped

WRONG = INVOICE.replace("<cbc:ProfileExecutionID>2<", "<cbc:ProfileExecutionID>7<")
XML = {"mimeType": "text/xml", "buffer": example.faulty().encode()}


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_several_files_are_listed_with_their_verdicts(new_page: NewPage, phone: bool) -> None:
    page = new_page(phone=phone)
    page.goto("/diagnosticar")
    good = {**XML, "buffer": example.invoice({}).encode()}
    page.set_input_files("#files", [{"name": "una.xml", **XML}, {"name": "otra.xml", **good}])
    page.click("main form button[type=submit]")
    expect(page.locator("main")).to_contain_text("una.xml")
    expect(page.locator("main")).to_contain_text("otra.xml")
    look(page, f"batch-{'phone' if phone else 'desktop'}")


def test_large_file_waits_for_the_worker_in_words(new_page: NewPage) -> None:
    page = new_page(phone=True)
    page.goto("/diagnosticar")
    large = example.invoice({}).replace("</FACTURA>", " " * 1_100_000 + "</FACTURA>").encode()
    page.set_input_files("#files", {"name": "grande.xml", "mimeType": "text/xml", "buffer": large})
    page.click("main form button[type=submit]")
    expect(page.locator("main")).to_contain_text("se actualiza sola")
    look(page, "waiting-phone")


def test_example_is_diagnosed_and_copied_for_a_tracker(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/diagnosticar")
    page.click("text=Probar con una factura de ejemplo")
    page.click("main form button[type=submit]")
    expect(page.locator(".verdict h1")).to_have_text("No apto")
    page.goto(f"{page.url.split('?')[0]}/markdown")
    look(page, "markdown-desktop")


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_documents_of_a_container_are_opened_one_by_one(new_page: NewPage, phone: bool) -> None:
    page = new_page(phone=phone, dark=phone, script=not phone)
    page.goto("/diagnosticar")
    answer = answer_of_dian(code="04", lines=("Regla: FAU14, Rechazo: no cuadra",))
    page.set_input_files("#files", {**XML, "name": "c.xml", "buffer": attached(WRONG, answer).encode()})
    page.click("main form button[type=submit]")
    size = "phone-dark" if phone else "desktop"
    look(page, f"documents-{size}")
    page.click(".docs a:has-text('Factura')")
    expect(page.locator(".docs a[aria-current]")).to_contain_text("Factura")
    expect(page.locator("#L38")).to_be_visible()
    look(page, f"document-{size}")


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_files_of_a_zip_are_a_table_and_each_a_page(new_page: NewPage, phone: bool) -> None:
    page = new_page(phone=phone, dark=phone)
    page.goto("/diagnosticar")
    files = {
        "bien.xml": content("layout:factura"),
        "mal.xml": example.faulty().encode(),
        "contenedor.xml": attached(WRONG).encode(),
        "../fuera.xml": b"<a/>",
    }
    page.set_input_files(
        "#files", {"name": "lote.zip", "mimeType": "application/zip", "buffer": zipped(files)}
    )
    page.click("main form button[type=submit]")
    size = "phone-dark" if phone else "desktop"
    look(page, f"batch-zip-{size}")
    page.click("tbody a:has-text('lote.zip')")
    expect(page.locator(".tally")).to_contain_text("2")
    look(page, f"zip-{size}")
    page.click("tbody a:has-text('contenedor.xml')")
    look(page, f"zip-file-{size}")


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_a_cause_on_many_lines_is_one_entry(new_page: NewPage, phone: bool) -> None:
    page = new_page(phone=phone, dark=phone)
    page.goto("/diagnosticar")
    line = re.search(r"<ITE>.*?</ITE>", example.faulty(), re.DOTALL)
    assert line is not None
    many = example.faulty().replace(line[0], line[0].replace("<ITE_5>", "<ITE_5>x") * 40).encode()
    page.set_input_files("#files", {**XML, "name": "repite.xml", "buffer": many})
    page.click("main form button[type=submit]")
    expect(page.locator(".fixes")).to_contain_text("y 20 más, iguales")
    look(page, f"repeated-{'phone-dark' if phone else 'desktop'}")


def test_buttons_and_keys_lead_to_the_next_finding_and_back(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/diagnosticar")
    page.set_input_files("#files", {"name": "una.xml", **XML})
    page.click("main form button[type=submit]")
    page.wait_for_load_state("load")
    place = "document.activeElement.closest('[data-stop]')?.id"
    stops = page.evaluate("[...document.querySelectorAll('[data-stop]')].map(s => s.id)")
    assert len(stops) > 2
    page.click("button:has-text('Siguiente')")
    assert page.evaluate(place) == stops[0]
    page.keyboard.press("n")
    assert page.evaluate(place) == stops[1]
    page.click("button:has-text('Anterior')")
    assert page.evaluate(place) == stops[0]
    page.keyboard.press("p")
    assert page.evaluate(place) == stops[-1]


def test_a_reader_says_that_it_is_something_else(new_page: NewPage) -> None:
    page = new_page(phone=True, script=False)
    page.goto("/diagnosticar")
    page.set_input_files("#files", {**XML, "name": "nota.xml", "buffer": content("layout:nota_credito")})
    page.click("main form button[type=submit]")
    page.click("summary:has-text('¿No es esto?')")
    page.check("input[name=document_kind][value=debit_note]")
    page.click("button:has-text('Revisarlo así')")
    expect(page.locator("main")).to_contain_text("Se juzgó como usted lo indicó.")
    expect(page.locator(".fixes")).to_contain_text("context-document-kind")
    page.click("summary:has-text('¿No es esto?')")
    look(page, "otherwise-phone")
