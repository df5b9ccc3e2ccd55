"""The diagnosis of several files, of a large one, and what is taken along from a result."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from portal.services import example
from tests.e2e.conftest import NewPage, look

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
