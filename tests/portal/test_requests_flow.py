"""Asking without a gate: questions, errors, drafts, files, review, sending once."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal.clock import now
from portal.extensions import db
from portal.models import Ticket, User
from portal.services import drafts
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.knowledge.kinds import cases
from tests.portal import asking

KIND = "cambio-a-productivo"


@pytest.fixture
def requester(app: object) -> User:
    made = MembershipFactory(
        user=UserFactory(name="Ana Ruiz", phone="300 000 0000", contact_hours="8:00 a 12:00"),
        organisation=OrganisationFactory(name="Roble S.A.S."),
    ).user
    db.session.commit()
    return made


@pytest.fixture
def browser(requester: User, sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(requester)


def answers() -> dict[str, object]:
    return dict(cases(KIND)[1]["answers"])


def page(browser: FlaskClient, address: str, status: int = 200) -> str:
    response = browser.get(address, follow_redirects=True)
    assert response.status_code == status
    return str(response.get_data(as_text=True))


def test_before_starting_says_what_is_met_and_what_nobody_knows(browser: FlaskClient) -> None:
    shown = page(browser, f"/solicitudes/{KIND}")
    assert "Verificamos el RUT y el representante." in shown
    assert "No lo sabemos" in shown
    assert "Tal vez no necesita pedirlo" in shown


def test_anybody_reads_the_catalogue_and_signs_in_to_start(client: FlaskClient) -> None:
    assert "Cambio a productivo" in page(client, "/solicitudes")
    assert "Ingresar y empezar" in page(client, f"/solicitudes/{KIND}")
    assert "/ingresar" in client.post(f"/solicitudes/{KIND}").headers["Location"]


def test_profile_answers_what_it_knows(browser: FlaskClient, requester: User) -> None:
    draft = asking.start(browser, KIND)
    shown = page(browser, f"{draft}/pagina/contact")
    assert 'value="Ana Ruiz"' in shown
    assert 'value="300 000 0000"' in shown
    assert "Roble S.A.S." in page(browser, f"{draft}/pagina/organisation")


def test_wrong_answer_keeps_what_was_typed_and_says_what_to_write(browser: FlaskClient) -> None:
    draft = asking.start(browser, KIND)
    typed = {"contact_name": "Ana Ruiz", "mobile": "12", "contact_hours": "8:00", "requester_role": "holder"}
    response = browser.post(f"{draft}/pagina/contact", data=typed)
    shown = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "<title>Error:" in shown
    assert 'href="#mobile"' in shown
    assert 'value="12"' in shown
    assert asking.draft_row().answers["contact_hours"] == "8:00"


def test_question_that_an_answer_brings_up_is_shown_before_it_is_an_error(browser: FlaskClient) -> None:
    draft = asking.start(browser, KIND)
    first = page(browser, f"{draft}/pagina/go-live")
    assert "go_live_date" not in first
    response = browser.post(f"{draft}/pagina/go-live", data={"go_live": "on-date"})
    assert response.headers["Location"].endswith("/pagina/go-live")
    assert "go_live_date" in page(browser, f"{draft}/pagina/go-live")


def test_complete_request_opens_with_its_clock(browser: FlaskClient) -> None:
    draft = asking.start(browser, KIND)
    asking.answer_all(browser, draft, KIND, answers())
    asking.attach(browser, draft, "set-proof", "resolution")
    shown = page(browser, f"{draft}/revisar")
    assert "El reloj arranca" in shown
    ticket = asking.send(browser, draft, authorised="1")
    assert (ticket.state, ticket.missing) == ("open", [])
    assert ticket.due_at is not None


def test_what_is_missing_is_named_and_turns_nobody_away(browser: FlaskClient) -> None:
    draft = asking.start(browser, KIND)
    asking.answer_all(browser, draft, KIND, answers())
    assert "Reloj sin arrancar" in page(browser, f"{draft}/revisar")
    ticket = asking.send(browser, draft, authorised="1")
    assert ticket.state == "needs_information"
    assert {entry["item"] for entry in ticket.missing} >= {"set-proof", "resolution"}
    assert ticket.started_at is None


def test_sending_twice_is_one_request(browser: FlaskClient) -> None:
    draft = asking.start(browser, KIND)
    asking.answer_all(browser, draft, KIND, answers())
    first = asking.send(browser, draft, authorised="1")
    second = asking.send(browser, draft, authorised="1")
    assert first.id == second.id
    assert db.session.scalar(select(func.count(Ticket.id))) == 1


def test_equal_open_request_is_shown_first(browser: FlaskClient) -> None:
    one = asking.start(browser, KIND)
    asking.answer_all(browser, one, KIND, answers())
    ticket = asking.send(browser, one, authorised="1")
    other = asking.start(browser, KIND)
    asking.answer_all(browser, other, KIND, answers())
    response = browser.post(f"{other}/revisar", data={"authorised": "1"})
    assert response.status_code == 422
    said = response.get_data(as_text=True)
    assert f"Ya hay una igual: {ticket.reference}. Escriba allí, o marque" in said
    assert 'href="#equal"' in said and said.count('id="equal"') == 1
    assert asking.send(browser, other, authorised="1", equal=ticket.reference).id != ticket.id


def test_file_that_is_not_what_its_name_says_is_refused(browser: FlaskClient) -> None:
    draft = asking.start(browser, KIND)
    data = {"resolution": (BytesIO(b"\x89PNG\r\n\x1a\n0000"), "resolucion.pdf")}
    response = browser.post(f"{draft}/archivos", data=data, content_type="multipart/form-data")
    assert response.status_code == 422
    assert not drafts.attachments(asking.draft_row())


def test_draft_is_resumed_where_it_stopped_and_expires(browser: FlaskClient, requester: User) -> None:
    draft = asking.start(browser, KIND)
    assert draft in page(browser, "/")
    row = asking.draft_row()
    assert row.expires_at - row.updated_at == timedelta(days=30)
    assert "/pagina/" in browser.get(draft).headers["Location"]
    row.expires_at = now() - timedelta(seconds=1)
    db.session.commit()
    assert browser.get(draft).status_code == 404


def test_expired_drafts_go_with_their_files(browser: FlaskClient) -> None:
    draft = asking.start(browser, KIND)
    asking.attach(browser, draft, "resolution")
    row = asking.draft_row()
    row.expires_at = now() - timedelta(seconds=1)
    db.session.commit()
    assert drafts.purge() == 1
    assert drafts.attachments(row) == []


def test_draft_of_somebody_else_does_not_exist(
    browser: FlaskClient, sign_in: Callable[..., FlaskClient]
) -> None:
    draft = asking.start(browser, KIND)
    stranger = sign_in(MembershipFactory().user)
    for step in ("", "/pagina/contact", "/archivos", "/revisar"):
        assert stranger.get(f"{draft}{step}").status_code == 404


def test_pasted_password_hash_is_not_kept(browser: FlaskClient) -> None:
    draft = asking.start(browser, "sincronizacion-plataforma-erp")
    secret = "a1" * 32
    browser.post(
        f"{draft}/pagina/happens", data={"what_happens": f"El WS responde 404 con la clave {secret}"}
    )
    kept = asking.draft_row().answers["what_happens"]
    assert secret not in kept
    assert kept.startswith("El WS responde 404")
