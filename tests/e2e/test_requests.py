"""A request as a client: prerequisites, one question a page, what lacks is named, nobody is turned away."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewPage, look
from tests.e2e.request_flow import send


@pytest.mark.parametrize(
    ("phone", "script"), [(False, True), (True, False)], ids=["desktop", "phone without script"]
)
def test_client_sends_an_incomplete_request(new_page: NewPage, phone: bool, script: bool) -> None:
    page = new_page(phone=phone, script=script, mail="julian@ejemplo.co")
    page.goto("/solicitudes/cambio-a-productivo")
    look(page, f"before-{'phone' if phone else 'desktop'}")
    reference = send(page)
    page.goto(f"/solicitud/{reference}")
    expect(page.locator("main")).to_contain_text("Falta información")
    expect(page.locator("main")).to_contain_text("el reloj arranca")
    look(page, f"ticket-missing-{'phone' if phone else 'desktop'}")


def test_a_page_says_what_to_write_and_keeps_what_was_typed(new_page: NewPage) -> None:
    page = new_page(mail="ana@ejemplo.co")
    page.goto("/solicitudes/sincronizacion-de-prefijos")
    page.click("button:has-text('Empezar solicitud')")
    while not page.locator("input[name=prefix]").count():
        page.click("button[value=later]")
    page.fill("input[name=prefix]", "FE1")
    page.click("button:has-text('Guardar y continuar')")
    expect(page.locator(".err-sum")).to_be_visible()
    assert page.title().startswith("Error:")
    expect(page.locator("input[name=prefix]")).to_have_value("FE1")
    look(page, "question-error-desktop")


def test_all_that_is_missing_is_filled_in_without_script(new_page: NewPage) -> None:
    page = new_page(phone=True, script=False, mail="dev@ejemplo.co")
    page.goto("/solicitudes/cambio-a-productivo")
    page.click("button:has-text('Empezar solicitud')")
    page.click("a:has-text('Completar todo')")
    look(page, "complete-draft-phone")
    page.fill("[name=prefix]", "elr1")
    page.fill("[name=erp]", "Contable 4.2")
    page.click("button:has-text('Guardar y revisar')")
    expect(page.locator(".err-sum a")).to_have_attribute("href", "#prefix")
    expect(page.locator("[name=erp]")).to_have_count(0)
    look(page, "complete-draft-error-phone")
    page.fill("[name=prefix]", "ELR")
    page.click("button:has-text('Guardar y revisar')")
    page.wait_for_url("**/revisar")


def test_keyboard_alone_reaches_and_sends(new_page: NewPage) -> None:
    page = new_page(mail="ana@ejemplo.co")
    page.goto("/solicitudes/informacion-estructura-base")
    button = page.locator("button:has-text('Empezar solicitud')")
    for _ in range(60):
        page.keyboard.press("Tab")
        if button.evaluate("e => e === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/borrador/**")


def test_each_step_of_a_request_about_an_input_is_looked_at(new_page: NewPage) -> None:
    page = new_page(phone=True, mail="dev@ejemplo.co")
    page.goto("/solicitudes/revision-de-insumo")
    steps: list[str] = []

    def at_each(page: Page) -> None:
        step = "-".join(page.url.split("?")[0].split("/")[6:])
        if step not in steps:
            steps.append(step)
            look(page, f"step-{step}-phone")

    reference = send(page, at_each=at_each)
    assert {"insumo", "archivos", "revisar"} <= set(steps)
    page.goto(f"/solicitud/{reference}")
    page.click(".ask a[href$='/datos']")
    look(page, "complete-ticket-phone")
    page.goto(f"/solicitud/{reference}")
    page.click(".ask summary")
    page.locator(".ask a[href*='/datos/']").last.click()
    page.wait_for_url("**/datos/*")
    look(page, "item-phone")
    page.goto(f"/solicitud/{reference}/insumo")
    look(page, "ticket-input-phone")
