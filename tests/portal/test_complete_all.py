"""All that is missing on one page: of a draft and of a request that waits for it, in one go."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.extensions import db
from portal.models import Ticket, User
from tests.factories import MembershipFactory, UserFactory
from tests.knowledge.kinds import cases
from tests.portal import asking

KIND = "cambio-a-productivo"


@pytest.fixture
def browser(app: object, sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    user: User = MembershipFactory(user=UserFactory(name="Ana Ruiz")).user
    db.session.commit()
    return sign_in(user)


def form() -> dict[str, object]:
    return asking.form_of(dict(cases(KIND)[1]["answers"]))


def files() -> dict[str, object]:
    return {name: (BytesIO(asking.PDF), f"{name}.pdf") for name in ("set-proof", "resolution")}


def post(browser: FlaskClient, address: str, data: dict[str, object]) -> tuple[int, str, str]:
    response = browser.post(address, data=data, content_type="multipart/form-data")
    return response.status_code, response.headers.get("Location", ""), response.get_data(as_text=True)


def empty_ticket(browser: FlaskClient) -> Ticket:
    ticket = asking.send(browser, asking.start(browser, KIND), do="later")
    assert len(ticket.missing) > 10
    return ticket


def test_a_draft_is_filled_in_with_one_submit(browser: FlaskClient) -> None:
    draft = asking.start(browser, KIND)
    assert f'href="{draft}/completar"' in browser.get(f"{draft}/revisar").get_data(as_text=True)
    status, where, _ = post(browser, f"{draft}/completar", form() | files())
    if where.endswith("/completar"):  # what the answers brought up
        status, where, _ = post(browser, f"{draft}/completar", form())
    assert (status, where) == (302, f"{draft}/revisar")
    ticket = asking.send(browser, draft, authorised="1")
    assert (ticket.state, ticket.missing) == ("open", [])


def test_what_is_wrong_is_named_and_what_is_right_is_kept(browser: FlaskClient) -> None:
    draft = asking.start(browser, KIND)
    status, _, shown = post(browser, f"{draft}/completar", {"erp": "Sapiens 4", "prefix": "elr1"})
    assert status == 422
    assert 'href="#prefix"' in shown and 'value="elr1"' in shown
    assert 'name="erp"' not in shown
    assert asking.draft_row().answers["erp"] == "Sapiens 4"


def test_an_empty_page_is_sent_back(browser: FlaskClient) -> None:
    draft = asking.start(browser, KIND)
    status, _, shown = post(browser, f"{draft}/completar", {})
    assert status == 422
    assert "Responda al menos un dato" in shown


def test_what_stays_empty_can_come_later(browser: FlaskClient) -> None:
    draft = asking.start(browser, KIND)
    status, where, _ = post(browser, f"{draft}/completar", {"erp": "Sapiens 4"})
    assert (status, where) == (302, f"{draft}/revisar")


def test_a_request_with_many_missing_items_is_completed_at_once(browser: FlaskClient) -> None:
    ticket = empty_ticket(browser)
    here = f"/solicitud/{ticket.reference}"
    assert f'href="{here}/datos"' in browser.get(here).get_data(as_text=True)
    status, where, _ = post(browser, f"{here}/datos", form() | files())
    if where.endswith("/datos"):
        status, where, _ = post(browser, f"{here}/datos", form())
    assert (status, where) == (302, here)
    db.session.refresh(ticket)
    assert (ticket.state, ticket.missing) == ("open", [])
    assert ticket.started_at is not None


def test_a_request_keeps_what_was_right_and_asks_for_the_rest(browser: FlaskClient) -> None:
    ticket = empty_ticket(browser)
    data = {"erp": "Sapiens 4", "prefix": "elr1", "resolution": (BytesIO(b"MZ\0"), "rut.exe")}
    status, _, shown = post(browser, f"/solicitud/{ticket.reference}/datos", data)
    assert status == 422
    assert 'href="#prefix"' in shown and 'href="#resolution"' in shown
    db.session.refresh(ticket)
    left = {entry["item"] for entry in ticket.missing}
    assert {"prefix", "resolution"} <= left and "erp" not in left


def test_words_for_what_only_a_person_can_judge(browser: FlaskClient) -> None:
    ticket = empty_ticket(browser)
    ticket.missing = [
        {"item": "other-proof", "label": "Otra prueba", "kind": "requested"},
        {"item": "erp", "label": "ERP", "kind": "answer"},
    ]
    db.session.commit()
    address = f"/solicitud/{ticket.reference}/datos"
    assert "Otra prueba" in browser.get(address).get_data(as_text=True)
    assert post(browser, address, {"other-proof": "Va en el correo."})[0] == 302
    db.session.refresh(ticket)
    assert [entry["item"] for entry in ticket.missing] == ["erp"]


def test_the_limit_of_a_file_is_said_from_one_figure(app: Flask, browser: FlaskClient) -> None:
    app.config["FILE_MAX_MB"] = 7
    ticket = empty_ticket(browser)
    draft = asking.start(browser, "revision-de-insumo")
    for address in (f"{draft}/insumo", f"{draft}/archivos", f"/solicitud/{ticket.reference}"):
        shown = browser.get(address).get_data(as_text=True)
        assert "7 MB" in shown and "5 MB" not in shown, address
