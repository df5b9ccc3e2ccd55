"""A request as its requester follows it: what is shown, what never is, and what can be done."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.extensions import db
from portal.models import Attachment, Ticket
from portal.services import files, messages, moves, tickets
from tests.factories import MembershipFactory, UserFactory
from tests.portal.asking import PDF
from tests.portal.desk import ITEM, Desk


@pytest.fixture
def desk(app: object) -> Desk:
    made = Desk()
    db.session.commit()
    return made


@pytest.fixture
def browser(desk: Desk, sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(desk.requester)


def opened(desk: Desk, **more: object) -> Ticket:
    ticket = desk.open(**more)
    db.session.commit()
    return ticket


def solved(desk: Desk) -> Ticket:
    ticket = opened(desk)
    moves.claim(ticket, desk.agent)
    moves.solve(ticket, desk.agent, "Sincronizamos el prefijo")
    db.session.commit()
    return ticket


def page(browser: FlaskClient, ticket: Ticket) -> str:
    response = browser.get(f"/solicitud/{ticket.reference}")
    assert response.status_code == 200
    return str(response.get_data(as_text=True))


def test_state_deadline_and_ledger_in_plain_words(desk: Desk, browser: FlaskClient) -> None:
    shown = page(browser, opened(desk))
    assert "Recibida" in shown
    assert "Quedan" in shown
    assert "¿Cómo se calculó?" in shown
    assert "Solo cuenta el tiempo dentro del horario de atención" in shown


def test_internal_notes_and_last_names_are_never_shown(desk: Desk, browser: FlaskClient) -> None:
    ticket = opened(desk)
    moves.claim(ticket, desk.agent)
    messages.note(ticket, desk.agent, "Ojo: cliente moroso", [files.store(PDF, "interno.pdf")])
    messages.reply(ticket, desk.agent, "Ya lo miramos")
    moves.change_level(ticket, desk.lead, 3, "Motivo para el equipo")
    moves.assign(ticket, desk.lead, desk.other)
    db.session.commit()
    shown = page(browser, ticket)
    assert "Ya lo miramos" in shown
    assert "Eva" in shown
    for hidden in ("moroso", "interno.pdf", "Motivo para el equipo", "Eva Gil", "Iván Paz", "Sol Mora"):
        assert hidden not in shown


def test_foreign_requests_do_not_exist(desk: Desk, sign_in: Callable[..., FlaskClient]) -> None:
    ticket = opened(desk, missing=[ITEM])
    stranger = sign_in(MembershipFactory().user)
    here = f"/solicitud/{ticket.reference}"
    assert stranger.get(here).status_code == 404
    assert stranger.get(f"{here}/datos/resolution").status_code == 404
    for move in ("responder", "retirar", "confirmar", "reabrir"):
        assert stranger.post(f"{here}/{move}", data={"body": "x", "reason": "x"}).status_code == 404


def test_staff_go_to_the_desk(desk: Desk, sign_in: Callable[..., FlaskClient]) -> None:
    ticket = opened(desk)
    response = sign_in(desk.agent).get(f"/solicitud/{ticket.reference}")
    assert response.headers["Location"] == f"/mesa/{ticket.reference}"


def test_missing_file_arrives_and_the_clock_starts(desk: Desk, browser: FlaskClient) -> None:
    ticket = opened(desk, kind="cambio-a-productivo", missing=[ITEM])
    assert "Qué necesitamos de usted" in page(browser, ticket)
    address = f"/solicitud/{ticket.reference}/datos/resolution"
    assert "PDF" in browser.get(address).get_data(as_text=True)
    data = {"file": (BytesIO(PDF), "resolucion.pdf")}
    browser.post(address, data=data, content_type="multipart/form-data")
    db.session.refresh(ticket)
    assert (ticket.state, ticket.missing) == ("open", [])
    assert ticket.started_at is not None


def test_missing_file_of_another_type_is_refused(desk: Desk, browser: FlaskClient) -> None:
    ticket = opened(desk, kind="cambio-a-productivo", missing=[ITEM])
    address = f"/solicitud/{ticket.reference}/datos/resolution"
    data = {"file": (BytesIO(b"hola"), "resolucion.txt")}
    response = browser.post(address, data=data, content_type="multipart/form-data")
    assert response.status_code == 422
    db.session.refresh(ticket)
    assert ticket.state == "needs_information"


def test_missing_answer_is_judged_by_its_question(desk: Desk, browser: FlaskClient) -> None:
    entry = {"item": "prefix", "label": "Prefijo", "kind": "answer"}
    ticket = opened(desk, kind="cambio-a-productivo", missing=[entry])
    address = f"/solicitud/{ticket.reference}/datos/prefix"
    wrong = browser.post(address, data={"prefix": "ELR1"})
    assert wrong.status_code == 422
    assert 'value="ELR1"' in wrong.get_data(as_text=True)
    browser.post(address, data={"prefix": "ELR"})
    db.session.refresh(ticket)
    assert ticket.answers["prefix"] == "ELR"
    assert "prefix" not in [e["item"] for e in ticket.missing]


def test_item_that_an_agent_named_is_answered_in_words(desk: Desk, browser: FlaskClient) -> None:
    ticket = opened(desk, kind="credenciales-y-estructura")
    messages.request_item(ticket, desk.agent, "full-response", "Respuesta completa", "¿La pega completa?")
    db.session.commit()
    address = f"/solicitud/{ticket.reference}/datos/full-response"
    assert browser.post(address, data={"text": ""}).status_code == 422
    browser.post(address, data={"text": "404 Rechazo"})
    db.session.refresh(ticket)
    assert ticket.state == "open"
    assert "404 Rechazo" in page(browser, ticket)


def test_reply_with_a_file_ends_waiting(desk: Desk, browser: FlaskClient) -> None:
    ticket = opened(desk)
    moves.claim(ticket, desk.agent)
    messages.reply(ticket, desk.agent, "¿Reenvió la nota?", wait=True)
    db.session.commit()
    assert "Espera su respuesta" in page(browser, ticket)
    data = {"body": "Sí, ayer", "files": (BytesIO(PDF), "prueba.pdf")}
    browser.post(f"/solicitud/{ticket.reference}/responder", data=data, content_type="multipart/form-data")
    db.session.refresh(ticket)
    assert ticket.state == "in_progress"
    shown = page(browser, ticket)
    assert "Sí, ayer" in shown
    kept = db.session.scalars(select(Attachment)).one()
    assert f'href="/archivos/{kept.public_id}"' in shown


def test_refused_file_keeps_the_message(desk: Desk, browser: FlaskClient) -> None:
    ticket = opened(desk)
    data = {"body": "Va adjunto", "files": (BytesIO(b"MZ\0\0"), "virus.exe")}
    response = browser.post(
        f"/solicitud/{ticket.reference}/responder", data=data, content_type="multipart/form-data"
    )
    assert response.status_code == 422
    assert "Va adjunto" in response.get_data(as_text=True)
    assert db.session.scalars(select(Attachment)).all() == []


def test_attachments_are_downloads_for_whoever_may_see_them(
    desk: Desk, browser: FlaskClient, sign_in: Callable[..., FlaskClient], app: object
) -> None:
    ticket = opened(desk)
    public = messages.attach(ticket, desk.requester, files.store(PDF, "prueba.pdf"))
    internal = messages.attach(ticket, desk.agent, files.store(PDF, "interno.pdf"), public=False)
    db.session.commit()
    response = browser.get(f"/archivos/{public.public_id}")
    assert response.data == PDF
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert browser.get(f"/archivos/{internal.public_id}").status_code == 404
    other = app.test_client()  # type: ignore[attr-defined]
    stranger = sign_in(MembershipFactory().user, other)
    assert stranger.get(f"/archivos/{public.public_id}").status_code == 404
    agent = sign_in(desk.agent, app.test_client())  # type: ignore[attr-defined]
    assert agent.get(f"/archivos/{internal.public_id}").status_code == 200


def test_confirm_closes(desk: Desk, browser: FlaskClient) -> None:
    ticket = solved(desk)
    shown = page(browser, ticket)
    assert "Sincronizamos el prefijo" in shown
    assert "¿Quedó resuelta?" in shown
    browser.post(f"/solicitud/{ticket.reference}/confirmar")
    db.session.refresh(ticket)
    assert ticket.state == "closed"


def test_reopen_needs_a_reason_and_says_so(desk: Desk, browser: FlaskClient) -> None:
    ticket = solved(desk)
    address = f"/solicitud/{ticket.reference}/reabrir"
    assert browser.post(address, data={"reason": " "}).status_code == 422
    browser.post(address, data={"reason": "Sigue igual"})
    db.session.refresh(ticket)
    assert (ticket.state, ticket.cycle) == ("open", 2)
    assert "Reabierta" in page(browser, ticket)


def test_withdraw_and_then_nothing_can_be_said(desk: Desk, browser: FlaskClient) -> None:
    ticket = opened(desk)
    browser.post(f"/solicitud/{ticket.reference}/retirar", data={"reason": "Ya no"})
    db.session.refresh(ticket)
    assert ticket.state == "cancelled"
    late = browser.post(f"/solicitud/{ticket.reference}/responder", data={"body": "Espere"})
    assert late.status_code == 422


def test_level_four_promises_the_next_news(desk: Desk, browser: FlaskClient) -> None:
    ticket = opened(desk, kind="mejora-del-integrador")
    shown = page(browser, ticket)
    assert ticket.due_at is None
    assert "Próxima noticia" in shown
    assert "Avisar antes" not in shown


def test_colleague_sees_the_request_without_names(desk: Desk, sign_in: Callable[..., FlaskClient]) -> None:
    ticket = opened(desk)
    messages.answer(ticket, desk.requester, "Ya reenviamos")
    colleague = MembershipFactory(user=UserFactory(name="Beto Sol"), organisation=desk.organisation).user
    db.session.commit()
    shown = page(sign_in(colleague), ticket)
    assert "Ya reenviamos" in shown
    assert "Ana Ruiz" not in shown


def test_list_shows_open_ones_and_all(desk: Desk, browser: FlaskClient) -> None:
    kept, gone = opened(desk), opened(desk)
    moves.withdraw(gone, desk.requester)
    db.session.commit()
    opened_only = browser.get("/solicitudes/enviadas").get_data(as_text=True)
    assert kept.reference in opened_only
    assert gone.reference not in opened_only
    assert gone.reference in browser.get("/solicitudes/enviadas?ver=todas").get_data(as_text=True)
    assert tickets.by_reference(desk.requester, gone.reference) == gone


def test_the_state_says_what_is_next(desk: Desk, browser: FlaskClient) -> None:
    one = opened(desk, kind="cambio-a-productivo", missing=[ITEM])
    assert "Envíelo y el reloj arranca." in page(browser, one)
    prefix = {"item": "prefix", "label": "Prefijo", "kind": "answer"}
    two = opened(desk, kind="cambio-a-productivo", missing=[ITEM, prefix])
    assert "Faltan 2 datos. Envíelos: el reloj arranca con el último." in page(browser, two)
    assert "Le escribimos antes del" in page(browser, opened(desk))


def test_a_nit_stays_on_one_line(desk: Desk, browser: FlaskClient) -> None:
    assert f'<span class="nit">NIT {desk.organisation.nit_dv}</span>' in page(browser, opened(desk))


def test_a_question_comes_before_the_clock(desk: Desk, browser: FlaskClient) -> None:
    ticket = opened(desk)
    moves.claim(ticket, desk.agent)
    messages.reply(ticket, desk.agent, "¿Reenvió la nota?", wait=True)
    db.session.commit()
    shown = page(browser, ticket)
    assert 'class="phone-first"' in shown[: shown.index('id="talk"')].rpartition("<section")[2]
