"""Accounts in a real browser: sign up by mail, a lost password, an invitation, a second factor."""

from __future__ import annotations

import re

import pytest
from passlib.totp import TOTP
from playwright.sync_api import Page, expect

from portal.services.accounts import DEMO_PASSWORD
from tests.e2e.conftest import NewPage, look

PASSWORD = "tres nubes sobre el mar"


def send(page: Page, **values: str) -> None:
    """Fill a form by field name and send it."""
    for name, value in values.items():
        page.fill(f"main [name={name}]", value)
    page.click("main form button[type=submit]")


def mail_to(page: Page, recipient: str, name: str = "") -> str:
    """Open the newest mail to somebody in the mailbox of the installation; the address that it asks to open."""
    page.goto("/correo")
    row = page.locator("tbody tr", has_text=recipient).first
    if name:
        look(page, f"mailbox-{name}")
    row.locator("a").click()
    if name:
        look(page, f"mail-{name}")
    return str(page.locator(".letter a").first.get_attribute("href"))


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_sign_up_is_confirmed_by_mail(new_page: NewPage, phone: bool) -> None:
    name = "phone" if phone else "desktop"
    mail = f"nueva.{name}@ejemplo.co"
    page = new_page(phone=phone)
    page.goto("/cuenta/crear")
    page.check("main [name=role][value=developer]")
    send(page, name="Nora Vélez", email=mail, password=PASSWORD)
    page.goto(mail_to(page, mail, name))
    page.goto("/cuenta/ingresar")
    send(page, email=mail, password=PASSWORD)
    page.goto("/cuenta")
    expect(page.locator("main [name=name]")).to_have_value("Nora Vélez")


def test_lost_password_is_replaced_by_a_link(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/cuenta/recuperar")
    send(page, email="camila@ejemplo.co")
    page.goto(mail_to(page, "camila@ejemplo.co"))
    look(page, "new-password-desktop")
    send(page, password=DEMO_PASSWORD + " otra", password_confirm=DEMO_PASSWORD + " distinta")
    expect(page.locator(".error-summary")).to_be_visible()


def test_invited_person_reads_who_invites(new_page: NewPage) -> None:
    owner = new_page(mail="ana@ejemplo.co")
    owner.goto("/cuenta/organizaciones/1/personas")
    owner.fill("main form.narrow [name=email]", "invitado@ejemplo.co")
    owner.locator("main form.narrow", has=owner.locator("[name=email]")).locator("[type=submit]").click()
    guest = new_page(phone=True)
    guest.goto(mail_to(guest, "invitado@ejemplo.co"))
    expect(guest.locator("main")).to_contain_text("Comercial El Roble")
    look(guest, "invitation-phone")


def test_second_factor_is_set_up_and_asked_for(new_page: NewPage) -> None:
    page = new_page(mail="andres@ejemplo.co")
    page.goto("/cuenta/segundo-factor")
    look(page, "second-factor-desktop")
    page.click("text=Preparar la aplicación de códigos")
    look(page, "second-factor-key-desktop")
    key = re.sub(r"\W", "", page.locator("main ol code").inner_text())
    send(page, code=TOTP(key=key, format="base32").generate().token)
    page.goto("/cuenta/codigos")
    look(page, "recovery-codes-desktop")

    again = new_page(phone=True)
    again.goto("/cuenta/ingresar")
    send(again, email="andres@ejemplo.co", password=DEMO_PASSWORD)
    expect(again.locator("main h1")).to_have_text("Escriba el código")
    look(again, "code-phone")
    again.click("text=No tengo el teléfono")
    look(again, "recovery-phone")
