"""Every page as people meet it: axe finds nothing, and a picture is kept, on phone and desktop, light and dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import StorageState

from tests.e2e.conftest import NewPage, look

PUBLIC = (
    ("home", "/"),
    ("diagnose", "/diagnosticar"),
    ("rejection", "/diagnosticar/rechazo"),
    ("guide", "/guia?q=409+nit+emisor"),
    ("rule", "/guia/FAU14"),
    ("rule-by-name", "/guia/reglas/payable-amount"),
    ("field", "/guia/campos/ENC_6"),
    ("fields", "/guia/campos"),
    ("response", "/guia/respuestas/no-folios"),
    ("responses", "/guia/respuestas"),
    ("lists", "/guia/listas"),
    ("list", "/guia/listas/taxes"),
    ("taxes", "/guia/impuestos"),
    ("tax", "/guia/impuestos/34"),
    ("tax-unknown", "/guia/impuestos/21"),
    ("hashes", "/guia/huellas"),
    ("hash", "/guia/huellas/cufe"),
    ("hash-qr", "/guia/huellas/qr"),
    ("compute", "/guia/huellas/calcular"),
    ("article", "/guia/articulos/totales-y-redondeo"),
    ("articles", "/guia/articulos"),
    ("rules", "/guia/reglas"),
    ("policy", "/guia/politica"),
    ("structure", "/guia/estructura"),
    ("skeleton", "/guia/estructura/esqueleto"),
    ("ubl-field", "/guia/campos/issuer.legal_nit"),
    ("ubl-names", "/guia/campos/cbc:CompanyID"),
    ("contact", "/contacto"),
    ("catalogue", "/solicitudes"),
    ("sign-in", "/cuenta/ingresar"),
    ("sign-up", "/cuenta/crear"),
    ("not-found", "/no-existe"),
    ("unknown-code", "/guia/FAU99"),
    ("pieces", "/piezas"),
    ("forgot-password", "/cuenta/recuperar"),
    ("confirm-again", "/cuenta/confirmar"),
)
ABSENT = {"not-found", "unknown-code"}
PRIVATE = (
    ("home-client", "/", "ana@ejemplo.co"),
    ("before", "/solicitudes/cambio-a-productivo", "ana@ejemplo.co"),
    ("sent", "/solicitudes/enviadas", "ana@ejemplo.co"),
    ("ticket-client", "/solicitud/WS-16", "dev@ejemplo.co"),
    ("history", "/diagnosticar/historial", "dev@ejemplo.co"),
    ("account", "/cuenta", "ana@ejemplo.co"),
    ("desk", "/mesa", "laura@ejemplo.co"),
    ("desk-ticket", "/mesa/WS-16", "laura@ejemplo.co"),
    ("review", "/mesa/organizaciones", "lider@ejemplo.co"),
    ("organisation-review", "/mesa/organizaciones/1", "lider@ejemplo.co"),
    ("administration", "/administracion/cuentas", "admin@ejemplo.co"),
    ("members", "/cuenta/organizaciones/1/personas", "ana@ejemplo.co"),
    ("add-organisation", "/cuenta/organizaciones/nueva", "ana@ejemplo.co"),
    ("change-password", "/cuenta/clave", "ana@ejemplo.co"),
    ("password-again", "/cuenta/verificar", "ana@ejemplo.co"),
)


@pytest.fixture(scope="module")
def signed_in() -> dict[str, StorageState]:
    """The cookies of each person who has signed in, for the pages that look at nothing but themselves."""
    return {}


@pytest.mark.parametrize(("name", "path"), PUBLIC, ids=[name for name, _ in PUBLIC])
def test_public_page(new_page: NewPage, name: str, path: str) -> None:
    for phone, dark in ((False, False), (True, True)):
        page = new_page(phone=phone, dark=dark)
        response = page.goto(path)
        assert response is not None and response.status == (404 if name in ABSENT else 200)
        assert page.locator("main h1").count() == 1
        look(page, f"{name}-{'phone-dark' if phone else 'desktop'}")


@pytest.mark.parametrize(("name", "path", "mail"), PRIVATE, ids=[name for name, _, _ in PRIVATE])
def test_private_page(
    new_page: NewPage, signed_in: dict[str, StorageState], name: str, path: str, mail: str
) -> None:
    if mail not in signed_in:
        signed_in[mail] = new_page(mail=mail).context.storage_state()
    for phone, dark in ((False, False), (True, True)):
        page = new_page(phone=phone, dark=dark, state=signed_in[mail])
        response = page.goto(path)
        assert response is not None and response.ok
        look(page, f"{name}-{'phone-dark' if phone else 'desktop'}")


def test_no_page_asks_another_site_for_anything(new_page: NewPage, address: str) -> None:
    page = new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for _, path in PUBLIC:
        page.goto(path)
    assert asked
    assert all(url.startswith((address, "data:")) for url in asked)
