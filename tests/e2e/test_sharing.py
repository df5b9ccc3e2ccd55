"""A report goes from one browser to another by its link, and a rejection is read beside its document."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from portal.services import example
from tests.e2e.conftest import NewPage, look

XML = {"name": "factura.xml", "mimeType": "text/xml", "buffer": example.faulty().encode()}
LINES = (
    "Regla: FAJ24b, Rechazo: No está informado el DV del NIT\n"
    "Regla: FAJ43b, Notificación: Nombre informado no corresponde al registrado en el RUT\n"
    "Regla: ZZZ99, Rechazo: Otra"
)
LOOKS = [(False, False), (True, True)]


def diagnosed(page: Page) -> str:
    """The address of a result."""
    page.goto("/diagnosticar")
    page.set_input_files("#files", XML)
    page.click("main form button[type=submit]")
    expect(page.locator(".verdict h1")).to_have_text("No apto")
    return page.url


@pytest.mark.parametrize(("phone", "dark"), LOOKS, ids=["desktop", "phone-dark"])
def test_a_report_is_shared_copied_opened_and_withdrawn(new_page: NewPage, phone: bool, dark: bool) -> None:
    name = "phone-dark" if phone else "desktop"
    page = new_page(phone=phone, dark=dark, mail="dev@ejemplo.co")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    diagnosed(page)
    page.click("text=Compartir")
    look(page, f"shares-none-{name}")
    page.check("input[value=link]")
    page.click("text=Crear enlace")
    page.click("text=Copiar el enlace")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == page.input_value("#link")
    look(page, f"shares-made-{name}")
    reader = new_page(phone=phone, dark=dark)
    reader.goto(link)
    expect(reader.locator("main")).to_contain_text("Viene sin el archivo")
    look(reader, f"shared-{name}")
    page.goto(page.url.split("#")[0])
    page.check("input[value=link]")
    page.check("input[name=with_file]")
    page.click("text=Crear enlace")
    reader.goto(page.input_value("#link"))
    look(reader, f"shared-file-{name}")
    page.locator("button", has_text="Retirar").last.click()
    page.goto(page.url)
    look(page, f"shares-{name}")
    reader.goto(link)
    expect(reader.locator("h1")).to_have_text("Este enlace no abre ningún informe")
    look(reader, f"shared-gone-{name}")


def test_sharing_needs_no_script_and_without_account_it_says_why(new_page: NewPage) -> None:
    page = new_page(script=False, mail="dev@ejemplo.co")
    diagnosed(page)
    page.click("text=Compartir")
    page.check("input[value=link]")
    page.click("text=Crear enlace")
    link = page.input_value("#link")
    guest = new_page(script=False)
    guest.goto(link)
    expect(guest.locator(".verdict h1")).to_have_text("No apto")
    diagnosed(guest)
    guest.click("text=Compartir")
    look(guest, "shares-guest-desktop")
    expect(guest.locator("main")).to_contain_text("Sin cuenta no hay enlaces")


@pytest.mark.parametrize(("phone", "dark"), LOOKS, ids=["desktop", "phone-dark"])
def test_a_rejection_is_read_line_by_line(new_page: NewPage, phone: bool, dark: bool) -> None:
    name = "phone-dark" if phone else "desktop"
    page = new_page(phone=phone, dark=dark)
    page.goto("/diagnosticar/rechazo")
    page.fill("#text", LINES)
    page.set_input_files("#files", XML)
    page.click("text=Explicar")
    expect(page.locator("main")).to_contain_text("Se ve aquí")
    look(page, f"ties-{name}")
    page.locator("text=Ver en el documento").first.click()
    opened = page.locator("details.finding[open]", has_text="FAJ24b")
    expect(opened).to_be_visible()
    look(page, f"result-rejected-{name}")
    page.click("text=Pegar el rechazo de este archivo")
    expect(page.locator("#text")).to_have_value(LINES)
    look(page, f"rejection-chosen-{name}")
    page.fill("#text", "")
    page.click("text=Explicar")
    look(page, f"rejection-error-{name}")
