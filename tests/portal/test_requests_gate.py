"""Kinds with a gate: the input comes with its pre-diagnosis, errors may be contested, nobody is turned away."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from knowledge import load
from knowledge.completeness import INPUT
from portal.extensions import db
from portal.models import Ticket, User
from portal.services import diagnoses, gate
from tests.factories import DiagnosisFactory, MembershipFactory, UserFactory
from tests.knowledge.kinds import cases
from tests.portal import asking

KIND = "revision-de-insumo"
WRONG = b"""<?xml version="1.0" encoding="UTF-8"?>
<FACTURA><ENC><ENC_1>INVOIC</ENC_1><ENC_9>99</ENC_9></ENC></FACTURA>"""


@pytest.fixture
def requester(app: object) -> User:
    made = MembershipFactory(user=UserFactory(name="Ana Ruiz")).user
    db.session.commit()
    return made


@pytest.fixture
def browser(requester: User, sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(requester)


def answered(browser: FlaskClient, kind: str = KIND, **data: object) -> str:
    draft = asking.start(browser, kind, **data)
    asking.answer_all(browser, draft, kind, dict(cases(kind)[0]["answers"]))
    return draft


def diagnosis(requester: User, **more: object) -> object:
    organisation = requester.memberships[0].organisation
    made = DiagnosisFactory(user=requester, organisation=organisation, **more)
    db.session.commit()
    return made


def missing(ticket: Ticket) -> list[str]:
    return [entry["item"] for entry in ticket.missing]


def test_request_from_a_result_opens_pre_validated(browser: FlaskClient, requester: User) -> None:
    made = diagnosis(requester)
    draft = answered(browser, diagnostico=made.public_id)
    ticket = asking.send(browser, draft)
    assert (ticket.state, ticket.diagnosis_id, ticket.flagged) == ("open", made.id, False)
    assert made.expires_at is None
    shown = browser.get(f"/solicitud/{ticket.reference}").get_data(as_text=True)
    assert f'href="/diagnosticar/{made.public_id}"' in shown


def test_input_with_errors_is_asked_about_first_and_by_its_name(
    browser: FlaskClient, requester: User
) -> None:
    organisation = requester.memberships[0].organisation
    made = diagnoses.start(WRONG, "factura.xml", user=requester, organisation=organisation)
    response = browser.post(f"/solicitudes/{KIND}", data={"diagnostico": made.public_id})
    assert response.location.endswith("/insumo")
    draft = response.location.removesuffix("/insumo")
    asking.answer_all(browser, draft, KIND, dict(cases(KIND)[0]["answers"]))
    owed = "Insumo corregido, o una razón por error"
    assert owed in browser.get(f"{draft}/revisar").get_data(as_text=True)
    ticket = asking.send(browser, draft)
    shown = browser.get(f"/solicitud/{ticket.reference}").get_data(as_text=True)
    assert owed in shown
    assert "Suba el insumo para diagnosticarlo" not in shown


def test_without_an_input_it_is_received_and_asked_for(browser: FlaskClient) -> None:
    ticket = asking.send(browser, answered(browser))
    assert (ticket.state, missing(ticket)) == ("needs_information", [INPUT])


def test_upload_is_diagnosed_in_the_flow_and_shows_the_guide(browser: FlaskClient) -> None:
    draft = answered(browser)
    asking.upload(browser, draft, WRONG)
    shown = browser.get(f"{draft}/insumo").get_data(as_text=True)
    assert "No apto" in shown
    assert "Sigo necesitando un agente" in shown
    assert "/guia/" in shown


def test_errors_without_a_reason_wait_for_a_corrected_input(browser: FlaskClient) -> None:
    draft = answered(browser)
    asking.upload(browser, draft, WRONG)
    errors = gate.contested(asking.draft_row().diagnosis)
    browser.post(f"{draft}/insumo", data={f"reason-{errors[0].index}": "La DIAN lo aceptó"})
    ticket = asking.send(browser, draft)
    assert (ticket.state, missing(ticket)) == ("needs_information", [INPUT])


def test_a_reason_for_every_error_opens_it_as_disputed(browser: FlaskClient) -> None:
    draft = answered(browser)
    asking.upload(browser, draft, WRONG)
    errors = gate.contested(asking.draft_row().diagnosis)
    assert errors
    browser.post(f"{draft}/insumo", data={f"reason-{e.index}": "La DIAN lo aceptó" for e in errors})
    ticket = asking.send(browser, draft)
    assert (ticket.state, ticket.disputed, len(ticket.disputes)) == ("open", True, len(errors))


def test_another_input_takes_the_reasons_back(browser: FlaskClient) -> None:
    draft = answered(browser)
    asking.upload(browser, draft, WRONG)
    errors = gate.contested(asking.draft_row().diagnosis)
    browser.post(f"{draft}/insumo", data={f"reason-{e.index}": "La DIAN lo aceptó" for e in errors})
    asking.upload(browser, draft, WRONG.replace(b"99", b"98"))
    assert asking.draft_row().disputes == []


def test_review_that_did_not_finish_never_blocks(browser: FlaskClient, requester: User) -> None:
    made = diagnosis(requester, state="failed", verdict=None)
    ticket = asking.send(browser, answered(browser, diagnostico=made.public_id))
    assert (ticket.state, ticket.flagged) == ("open", True)


def test_format_that_is_not_reviewed_does_not_meet_the_gate(browser: FlaskClient, requester: User) -> None:
    made = diagnosis(requester, verdict="incomplete", summary={"codes": ["soap-without-document"]})
    ticket = asking.send(browser, answered(browser, diagnostico=made.public_id))
    assert (ticket.state, missing(ticket)) == ("needs_information", [INPUT])


def test_pasted_rejection_meets_the_gate_that_takes_it(browser: FlaskClient) -> None:
    draft = answered(browser, "credenciales-y-estructura")
    ticket = asking.send(browser, draft)
    assert (ticket.state, ticket.diagnosis_id) == ("open", None)


def test_optional_gate_asks_for_nothing(browser: FlaskClient) -> None:
    draft = answered(browser, "uso-de-integrador")
    assert browser.get(f"{draft}/insumo").status_code == 200
    assert INPUT not in missing(asking.send(browser, draft))


def test_kind_without_a_gate_has_no_page_for_an_input(browser: FlaskClient) -> None:
    draft = asking.start(browser, "emision-de-credenciales")
    assert browser.get(f"{draft}/insumo").status_code == 404


def test_diagnosis_of_somebody_else_does_not_travel(browser: FlaskClient) -> None:
    foreign = DiagnosisFactory()
    db.session.commit()
    draft = asking.start(browser, KIND, diagnostico=foreign.public_id)
    assert asking.draft_row().diagnosis_id is None
    response = browser.post(f"{draft}/insumo", data={"diagnostico": foreign.public_id})
    assert response.status_code == 422


def test_diagnosis_made_before_signing_in_becomes_the_persons(browser: FlaskClient, requester: User) -> None:
    made = diagnoses.start(WRONG, "x.xml", user=None, organisation=None)
    ticket = asking.send(browser, answered(browser, diagnostico=made.public_id))
    db.session.refresh(made)
    assert (made.user_id, made.expires_at, ticket.diagnosis_id) == (requester.id, None, made.id)
    assert gate.contested(made)


def test_same_open_file_is_shown_first(browser: FlaskClient, requester: User) -> None:
    made = diagnosis(requester)
    first = asking.send(browser, answered(browser, diagnostico=made.public_id))
    again = diagnosis(requester, sha256=made.sha256)
    draft = answered(browser, diagnostico=again.public_id)
    assert first.reference in browser.get(f"{draft}/revisar").get_data(as_text=True)


def test_corrected_input_answers_the_item_and_starts_the_clock(browser: FlaskClient, requester: User) -> None:
    ticket = asking.send(browser, answered(browser))
    address = f"/solicitud/{ticket.reference}/insumo"
    assert browser.get(address).status_code == 200
    made = diagnosis(requester)
    browser.post(address, data={"diagnostico": made.public_id})
    db.session.refresh(ticket)
    assert (ticket.state, ticket.missing, ticket.diagnosis_id) == ("open", [], made.id)
    assert ticket.started_at is not None


def test_reasons_on_an_open_request_answer_the_item(browser: FlaskClient) -> None:
    draft = answered(browser)
    asking.upload(browser, draft, WRONG)
    ticket = asking.send(browser, draft)
    errors = gate.contested(ticket.diagnosis)
    browser.post(
        f"/solicitud/{ticket.reference}/insumo", data={f"reason-{e.index}": "Así lo pide" for e in errors}
    )
    db.session.refresh(ticket)
    assert (ticket.state, ticket.disputed) == ("open", True)


def test_only_what_follows_from_nothing_else_needs_a_reason(requester: User) -> None:
    made = diagnoses.start(WRONG, "x.xml", user=requester, organisation=None)
    held = diagnoses.kept(made)
    assert held is not None
    independent = [f for f in held.report.findings if f.severity == "error" and f.consequence_of is None]
    assert [e.finding.code for e in gate.contested(made)] == [f.code for f in independent]
    assert gate.accepts_rejection(load().requests["credenciales-y-estructura"])
