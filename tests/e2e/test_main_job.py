"""The main job in a real browser: an input in, a diagnosis, a fix, a ticket with its deadline, an agent's queue."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewPage, look
from tests.e2e.request_flow import send
from tests.knowledge.kinds import cases

EXAMPLE = Path(__file__).parents[2] / "docs/example/factura.xml"


def diagnose(page: Page) -> None:
    page.goto("/diagnosticar")
    page.set_input_files("#files", EXAMPLE)
    page.click("main form button[type=submit]")
    expect(page.locator(".verdict h1")).to_have_text("No apto")


@pytest.mark.parametrize(
    ("phone", "script"), [(False, True), (True, False)], ids=["desktop", "phone without script"]
)
def test_developer_diagnoses_fixes_asks_and_an_agent_takes_it(
    new_page: NewPage, phone: bool, script: bool
) -> None:
    page = new_page(phone=phone, script=script, mail="dev@ejemplo.co")
    diagnose(page)
    look(page, f"result-{'phone' if phone else 'desktop'}")
    expect(page.locator(".fixes li").first).to_contain_text("FAX16")
    expect(page.locator("#L99").first).to_be_visible()

    page.click(".verdict button:has-text('Aplicar')")
    expect(page.locator("main h1")).to_contain_text("Qué cambió")
    expect(page.locator("main")).to_contain_text("149700.00")
    look(page, f"compare-{'phone' if phone else 'desktop'}")
    page.click("text=Ver el resultado")
    expect(page.locator(".fixes li").first).to_contain_text("FAJ24b")

    page.locator("a[href*='/solicitudes/revision-de-insumo?diagnostico=']").first.click()
    expect(page.locator("main")).to_contain_text("Revisión de insumo")
    expect(page.locator("main")).to_contain_text("Antes de empezar")
    reference = _send(page)

    agent = new_page(phone=phone, script=script, mail="laura@ejemplo.co")
    agent.goto(f"/mesa?q={reference}")
    expect(agent.locator("tbody tr")).to_have_count(1)
    agent.click(f"text={reference}")
    agent.click("button:has-text('Asignarme')")
    expect(agent.locator("main")).to_contain_text("es suya")
    expect(agent.locator("main")).to_contain_text("No apto")
    look(agent, f"desk-ticket-{'phone' if phone else 'desktop'}")
    agent.fill("#body", "Diego, compare el dígito con el RUT.")
    agent.click("button:has-text('Responder al cliente')")
    expect(agent.locator(".tl")).to_contain_text("compare el dígito")

    page.reload()
    expect(page.locator("main")).to_contain_text("compare el dígito")


@pytest.mark.parametrize(
    ("phone", "script"), [(False, True), (True, False)], ids=["desktop", "phone without script"]
)
def test_mended_input_and_all_answers_start_the_clock(new_page: NewPage, phone: bool, script: bool) -> None:
    page = new_page(phone=phone, script=script, mail="dev2@ejemplo.co")
    diagnose(page)
    page.click(".verdict button:has-text('Aplicar')")
    page.click("text=Ver el resultado")
    corrected = page.request.get(f"{page.url}/corregido").body()
    assert b"<EMI_22>5</EMI_22>" in corrected  # what only its author may decide is left to them
    mended = corrected.replace(b"<EMI_22>5</EMI_22>", b"<EMI_22>8</EMI_22>")
    page.goto("/diagnosticar")
    page.set_input_files("#files", {"name": "factura.xml", "mimeType": "text/xml", "buffer": mended})
    page.click("main form button[type=submit]")
    expect(page.locator(".verdict h1")).to_have_text("Apto")
    look(page, f"result-valid-{'phone' if phone else 'desktop'}")

    page.locator("a[href*='/solicitudes/revision-de-insumo?diagnostico=']").first.click()
    reference = send(page, dict(cases("revision-de-insumo")[0]["answers"]))
    page.goto(f"/solicitud/{reference}")
    expect(page.locator("main")).not_to_contain_text("Falta información")
    expect(page.locator("main")).to_contain_text(re.compile(r"Quedan\s+\d+\s+h"))
    look(page, f"ticket-complete-{'phone' if phone else 'desktop'}")

    agent = new_page(phone=phone, script=script, mail="laura@ejemplo.co")
    agent.goto(f"/mesa?q={reference}")
    expect(agent.locator("tbody tr")).to_contain_text("Apto")
    expect(agent.locator("tbody tr")).to_contain_text(re.compile(r"Respuesta en\s+\d+\s+h"))


def _send(page: Page) -> str:
    """Go through the request, answering what is asked and leaving the rest, and send it; its reference."""
    reference = send(page)
    assert re.fullmatch(r"WS-\d+", reference)
    return reference


def test_rejected_by_the_ws_is_explained(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/diagnosticar/rechazo")
    page.fill("#text", "409 Sin folios disponibles para realizar facturación")
    page.click("main form button[type=submit]")
    expect(page.locator("main")).to_contain_text("El plan no tiene folios")


def test_keys_move_from_finding_to_finding(new_page: NewPage) -> None:
    page = new_page()
    diagnose(page)
    page.wait_for_load_state("load")  # the keys are script, and the page is readable before it
    page.keyboard.press("n")
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_two_agents_and_one_winner(new_page: NewPage) -> None:
    first, second = new_page(mail="laura@ejemplo.co"), new_page(mail="camila@ejemplo.co")
    first.goto("/mesa?vista=unassigned")
    reference = first.locator("tbody a.ref").first.inner_text()
    for page in (first, second):
        page.goto(f"/mesa/{reference}")
    first.click("button:has-text('Asignarme')")
    expect(first.locator("main")).to_contain_text("es suya")
    second.click("button:has-text('Asignarme')")
    expect(second.locator("main")).to_contain_text("ya tiene")
