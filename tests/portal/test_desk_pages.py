"""The desk as an agent sees it: queue, one winner, answers, notes, missing items, moves."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from knowledge import load
from knowledge.completeness import checklist
from portal.extensions import db
from portal.models import Ticket
from portal.services import diagnoses, example, gate, messages, moves
from tests.factories import UserFactory
from tests.portal.desk import ITEM, Desk


@pytest.fixture
def desk(app: object) -> Desk:
    made = Desk()
    db.session.commit()
    return made


def text_of(response: object) -> str:
    assert response.status_code == 200  # type: ignore[attr-defined]
    return str(response.get_data(as_text=True))  # type: ignore[attr-defined]


def opened(desk: Desk, **more: object) -> Ticket:
    ticket = desk.open(**more)
    db.session.commit()
    return ticket


def test_queue_shows_reference_clock_and_organisation(
    desk: Desk, sign_in: Callable[..., FlaskClient]
) -> None:
    ticket = opened(desk)
    browser = sign_in(desk.agent)
    page = text_of(browser.get("/mesa"))
    assert ticket.reference in page
    assert "Respuesta en" in page
    assert desk.organisation.nit_dv in page
    messages.reply(ticket, desk.agent, "La estamos revisando.")
    db.session.commit()
    page = text_of(browser.get("/mesa"))
    assert "Quedan" in page
    assert "Respuesta en" not in page


def test_queue_is_not_for_clients(desk: Desk, sign_in: Callable[..., FlaskClient]) -> None:
    assert sign_in(desk.requester).get("/mesa").status_code in (403, 404)


def test_views_narrow_and_unknown_view_is_404(desk: Desk, sign_in: Callable[..., FlaskClient]) -> None:
    ticket = opened(desk)
    browser = sign_in(desk.agent)
    assert ticket.reference in text_of(browser.get("/mesa?vista=unassigned"))
    assert ticket.reference not in text_of(browser.get("/mesa?vista=mine"))
    assert browser.get("/mesa?vista=otra").status_code == 404


def test_search_finds_reference_nit_and_prefix(desk: Desk, sign_in: Callable[..., FlaskClient]) -> None:
    ticket = opened(desk)
    browser = sign_in(desk.agent)
    for wanted in (ticket.reference, desk.organisation.nit, "SETT12"):
        assert ticket.subject in text_of(browser.get(f"/mesa?q={wanted}"))
    assert ticket.subject not in text_of(browser.get("/mesa?q=nada-de-esto"))


def test_claim_has_one_winner_and_says_who(
    desk: Desk, sign_in: Callable[..., FlaskClient], app: object
) -> None:
    ticket = opened(desk)
    address = f"/mesa/{ticket.reference}/tomar"
    assert "es suya" in text_of(sign_in(desk.agent).post(address, follow_redirects=True))
    second = app.test_client()  # type: ignore[attr-defined]
    assert "Eva" in text_of(sign_in(desk.other, second).post(address, follow_redirects=True))
    db.session.refresh(ticket)
    assert ticket.assignee_id == desk.agent.id


def test_reply_is_public_and_note_is_not(desk: Desk, sign_in: Callable[..., FlaskClient]) -> None:
    ticket = opened(desk)
    browser = sign_in(desk.agent)
    address = f"/mesa/{ticket.reference}/responder"
    browser.post(address, data={"body": "Ya lo miramos", "how": "reply"})
    page = text_of(browser.post(address, data={"body": "Ojo con este", "how": "note"}, follow_redirects=True))
    assert "Ya lo miramos" in page
    assert "Nota interna" in page
    db.session.refresh(ticket)
    assert ticket.first_response_at is not None


def test_empty_reply_keeps_the_page_and_says_what_to_do(
    desk: Desk, sign_in: Callable[..., FlaskClient]
) -> None:
    ticket = opened(desk)
    page = text_of(
        sign_in(desk.agent).post(f"/mesa/{ticket.reference}/responder", data={"body": "", "how": "reply"})
    )
    assert "Escriba el mensaje." in page
    assert "<title>Error:" in page.replace("\n", "")


def test_question_pauses_and_can_be_taken_back(desk: Desk, sign_in: Callable[..., FlaskClient]) -> None:
    ticket = opened(desk)
    browser = sign_in(desk.agent)
    page = text_of(
        browser.post(
            f"/mesa/{ticket.reference}/responder",
            data={"body": "¿Cuál folio?", "how": "ask"},
            follow_redirects=True,
        )
    )
    assert "En pausa" in page
    page = text_of(browser.post(f"/mesa/{ticket.reference}/retomar", follow_redirects=True))
    assert "Quedan" in page


def test_missing_item_stops_the_clock(desk: Desk, sign_in: Callable[..., FlaskClient]) -> None:
    ticket = opened(desk)
    browser = sign_in(desk.agent)
    page = text_of(browser.get(f"/mesa/{ticket.reference}"))
    item = page.split('name="item"')[1].split('<option value="')[1].split('"')[0]
    page = text_of(
        browser.post(
            f"/mesa/{ticket.reference}/pedir",
            data={"item": item, "body": "Falta esto"},
            follow_redirects=True,
        )
    )
    assert "Sin arrancar" in page
    db.session.refresh(ticket)
    assert ticket.state == "needs_information"


def test_solve_needs_a_reason_then_solves(desk: Desk, sign_in: Callable[..., FlaskClient]) -> None:
    ticket = opened(desk)
    browser = sign_in(desk.agent)
    address = f"/mesa/{ticket.reference}/resolver"
    assert "Escriba el motivo." in text_of(browser.post(address, data={"reason": ""}))
    assert "Resuelta" in text_of(
        browser.post(address, data={"reason": "Se corrigió el prefijo"}, follow_redirects=True)
    )


def test_escalated_ticket_takes_a_commitment(desk: Desk, sign_in: Callable[..., FlaskClient]) -> None:
    ticket = opened(desk)
    browser = sign_in(desk.agent)
    browser.post(f"/mesa/{ticket.reference}/escalar", data={"area": "programación", "reason": "Es del WS"})
    page = text_of(
        browser.post(
            f"/mesa/{ticket.reference}/compromiso", data={"until": "2099-01-05T10:00"}, follow_redirects=True
        )
    )
    assert "compromiso" in page
    db.session.refresh(ticket)
    assert ticket.committed_at is not None


def test_level_is_for_leads(desk: Desk, sign_in: Callable[..., FlaskClient], app: object) -> None:
    ticket = opened(desk)
    data = {"level": "3", "reason": "Necesita programación"}
    assert sign_in(desk.agent).post(f"/mesa/{ticket.reference}/nivel", data=data).status_code in (403, 404)
    lead = app.test_client()  # type: ignore[attr-defined]
    text_of(
        sign_in(desk.lead, lead).post(f"/mesa/{ticket.reference}/nivel", data=data, follow_redirects=True)
    )
    db.session.refresh(ticket)
    assert ticket.level == 3


def test_refused_move_is_said_and_changes_nothing(desk: Desk, sign_in: Callable[..., FlaskClient]) -> None:
    ticket = opened(desk)
    moves.solve(ticket, desk.agent, "Listo")
    db.session.commit()
    page = text_of(
        sign_in(desk.agent).post(
            f"/mesa/{ticket.reference}/escalar", data={"area": "x", "reason": "y"}, follow_redirects=True
        )
    )
    assert "no pasa a" in page


def test_pages_follow_each_other_without_gaps(desk: Desk, sign_in: Callable[..., FlaskClient]) -> None:
    made = [desk.open() for _ in range(53)]
    db.session.commit()
    browser = sign_in(desk.agent)
    first = text_of(browser.get("/mesa"))
    following = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    second = text_of(browser.get(following))
    for ticket in made:
        assert (f">{ticket.reference}<" in first) != (f">{ticket.reference}<" in second)


def test_unknown_ticket_is_404(desk: Desk, sign_in: Callable[..., FlaskClient]) -> None:
    assert sign_in(UserFactory(role="agent")).get("/mesa/WS-999999").status_code == 404


def test_ticket_names_the_errors_and_the_reasons_against_them(
    desk: Desk, sign_in: Callable[..., FlaskClient]
) -> None:
    diagnosis = diagnoses.start(
        example.faulty().encode(), "factura.xml", user=desk.requester, organisation=desk.organisation
    )
    digit = next(e for e in gate.contested(diagnosis) if e.finding.code == "FAJ24b")
    disputes = gate.disputes_from(diagnosis, {digit.index: "El RUT dice 4."})
    ticket = opened(desk, diagnosis=diagnosis, disputes=disputes)
    page = text_of(sign_in(desk.agent).get(f"/mesa/{ticket.reference}"))
    for expected in ("FAJ24b", "FAU14", "date-format", "«El RUT dice 4.»"):
        assert expected in page


def test_ticket_of_an_unverified_organisation_leads_to_its_review(
    desk: Desk, sign_in: Callable[..., FlaskClient]
) -> None:
    desk.organisation.verified_at = None
    ticket = opened(desk)
    page = text_of(sign_in(desk.agent).get(f"/mesa/{ticket.reference}"))
    assert f'href="/mesa/organizaciones/{desk.organisation.id}"' in page


def test_history_names_the_item_that_came(desk: Desk, sign_in: Callable[..., FlaskClient]) -> None:
    ticket = opened(desk)
    item = checklist(load().requests[ticket.kind])[1]
    messages.request_item(ticket, desk.agent, item.item, item.label["es"], "Envíelo, por favor.")
    messages.receive_item(ticket, desk.requester, item.item, text="Listo")
    db.session.commit()
    page = text_of(sign_in(desk.agent).get(f"/mesa/{ticket.reference}"))
    assert "«»" not in page
    assert f"«{item.label['es']}»" in page


def test_duplicate_is_joined_to_the_one_that_goes_on(desk: Desk, sign_in: Callable[..., FlaskClient]) -> None:
    first, second, strange = opened(desk), opened(desk), opened(Desk())
    browser = sign_in(desk.agent)
    offered = text_of(browser.get(f"/mesa/{second.reference}"))
    assert f'value="{first.reference}"' in offered and f'value="{strange.reference}"' not in offered
    refused = browser.post(f"/mesa/{second.reference}/unir", data={"into": strange.reference})
    assert refused.status_code == 200 and second.state == "open"
    browser.post(f"/mesa/{second.reference}/unir", data={"into": first.reference})
    db.session.refresh(second)
    assert (second.state, second.merged_into_id) == ("merged", first.id)
    assert sign_in(desk.requester).post(f"/mesa/{first.reference}/unir").status_code in (403, 404)


def test_an_agent_reads_what_to_verify_and_the_area_by_name(
    desk: Desk, sign_in: Callable[..., FlaskClient]
) -> None:
    ticket = opened(desk)
    page = text_of(sign_in(desk.agent).get(f"/mesa/{ticket.reference}"))
    for check in load().requests[ticket.kind].agent_checklist:
        assert f"<li>{check.verify['es']}</li>" in page
        assert f"<li>{check.ask['es']}</li>" not in page
    assert "Soporte Web Service" in page
    assert "soporte-ws" not in page
    assert f">{ticket.subject}</h1>" in page


def test_a_clock_that_stands_says_so_before_why(desk: Desk, sign_in: Callable[..., FlaskClient]) -> None:
    ticket = opened(desk, kind="cambio-a-productivo", missing=[ITEM])
    browser = sign_in(desk.agent)
    page = text_of(browser.get(f"/mesa/{ticket.reference}"))
    assert '<p class="due">Sin arrancar</p>' in page
    assert "Arranca con lo último" in page


def test_the_desk_does_not_read_that_it_is_waited_for(
    desk: Desk, sign_in: Callable[..., FlaskClient]
) -> None:
    ticket = opened(desk)
    moves.claim(ticket, desk.agent)
    messages.reply(ticket, desk.agent, "¿Reenvió la nota?", wait=True)
    db.session.commit()
    at_desk = text_of(sign_in(desk.agent).get(f"/mesa/{ticket.reference}"))
    assert "Espera al cliente" in at_desk
    assert "Espera su respuesta" not in at_desk


def test_the_current_view_is_marked_for_the_strip_of_a_phone(
    desk: Desk, sign_in: Callable[..., FlaskClient]
) -> None:
    page = text_of(sign_in(desk.agent).get("/mesa?vista=done"))
    _before, marked = page.split('<li class="current">')
    assert "vista=done" in marked.split("</li>")[0]


@pytest.mark.usefixtures("monday")
def test_staff_alone_see_the_internal_objective(desk: Desk, sign_in: Callable[..., FlaskClient]) -> None:
    """48 business hours with a warning after 24, on the way to a promise of 48 hours of attention."""
    ticket = opened(desk)
    at_desk = " ".join(text_of(sign_in(desk.agent).get(f"/mesa/{ticket.reference}")).split())
    assert "Objetivo interno: mié 25, 9:00, con aviso desde mañana, 9:00" in at_desk
    assert "Vence" in at_desk
    theirs = text_of(sign_in(desk.requester).get(f"/solicitud/{ticket.reference}"))
    assert "viernes 27 de noviembre, 17:00" in theirs
    assert "bjetivo" not in theirs
    assert "mié 25" not in theirs.split('<details class="fold">')[0]


def test_without_an_objective_or_a_running_clock_no_line_is_shown(
    desk: Desk, sign_in: Callable[..., FlaskClient]
) -> None:
    elsewhere, waiting = opened(desk, kind="mejora-del-integrador"), opened(desk)
    moves.claim(waiting, desk.agent)
    messages.reply(waiting, desk.agent, "¿Reenvió la nota?", wait=True)
    db.session.commit()
    browser = sign_in(desk.agent)
    for ticket in (elsewhere, waiting):
        assert "Objetivo interno" not in text_of(browser.get(f"/mesa/{ticket.reference}"))
