"""Receiving a request: complete or not, once however often it is sent, with what belongs to it."""

import threading

from sqlalchemy import func, select

from portal.extensions import db
from portal.models import Attachment, Diagnosis, Ticket
from portal.services import events, files, tickets
from tests.factories import DiagnosisFactory, MembershipFactory
from tests.portal.desk import ITEM, Desk


def test_complete_request_is_open_and_its_clock_runs(desk):
    ticket = desk.open()
    assert (ticket.state, ticket.reference) == ("open", f"WS-{ticket.id}")
    assert ticket.started_at == ticket.created_at
    assert ticket.due_at > ticket.started_at
    assert [event.name for event in events.log(ticket)] == ["opened"]


def test_incomplete_request_is_received_without_clock(desk):
    ticket = desk.open(missing=[ITEM])
    assert ticket.state == "needs_information"
    assert (ticket.started_at, ticket.due_at, ticket.nearest_due_at) == (None, None, None)


def test_same_token_is_the_same_ticket(desk):
    assert desk.open(submit_token="abc").id == desk.open(submit_token="abc").id
    assert desk.open(submit_token="def").id != desk.open(submit_token="abc").id


def test_twenty_identical_submits_at_once_make_one_ticket(app, desk):
    requester, organisation = desk.requester.id, desk.organisation.id
    db.session.commit()  # and lets go of SQLite's lock
    found, errors = [], []

    def submit() -> None:
        with app.app_context():
            try:
                here = Desk.__new__(Desk)
                here.requester = db.session.get(type(desk.requester), requester)
                here.organisation = db.session.get(type(desk.organisation), organisation)
                found.append(here.open(submit_token="double click").id)
            except Exception as error:  # the test shows what any thread met
                errors.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=submit) for _click in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(found) == 20
    assert len(set(found)) == 1
    assert db.session.scalar(select(func.count(Ticket.id))) == 1


def test_diagnosis_stays_as_long_as_the_ticket(desk):
    diagnosis = DiagnosisFactory(user=desk.requester, organisation=desk.organisation)
    diagnosis.expires_at = diagnosis.created_at
    ticket = desk.open(diagnosis=diagnosis)
    assert db.session.get(Diagnosis, diagnosis.id).expires_at is None
    assert [event.name for event in events.log(ticket)] == ["opened", "diagnosis_attached"]


def test_without_agreement_in_force_it_is_received_and_marked(desk):
    assert not desk.open().outside_agreement
    desk.organisation.agreements = [{"kind": "service", "from": "2020-01-01", "to": "2020-12-31"}]
    assert desk.open().outside_agreement


def test_reference_finds_it_for_its_people_only(desk):
    ticket = desk.open()
    stranger = MembershipFactory().user
    for reference in (ticket.reference, ticket.reference.lower(), f"ws{ticket.id}", str(ticket.id)):
        assert tickets.by_reference(desk.requester, reference) == ticket
        assert tickets.by_reference(stranger, reference) is None
    for nonsense in ("WS-", "WS-0x1", "WS-99999999999", "WS-１", ""):
        assert tickets.by_reference(desk.requester, nonsense) is None


def test_attachment_is_reached_only_by_who_may_see_the_ticket(desk):
    ticket, file = desk.open(), files.store(b"%PDF-1.7", "rut.pdf")
    public, internal = (
        Attachment(public_id=name, ticket_id=ticket.id, file_id=file.id, name="rut.pdf", public=name == "p")
        for name in ("p", "i")
    )
    db.session.add_all([public, internal])
    db.session.flush()
    stranger = MembershipFactory().user
    assert tickets.attachment_by_address(desk.requester, "p") == public
    assert tickets.attachment_by_address(desk.requester, "i") is None
    assert tickets.attachment_by_address(desk.agent, "i") == internal
    assert tickets.attachment_by_address(stranger, "p") is None
    assert tickets.attachment_by_address(None, "p") is None


def test_equal_open_request_is_found(desk):
    diagnosis = DiagnosisFactory(user=desk.requester, organisation=desk.organisation)
    ticket = desk.open(diagnosis=diagnosis)
    kind = tickets.load().requests["revision-de-insumo"]

    def equal(sha256: str):
        return tickets.equal_open(desk.requester, desk.organisation, kind, {}, sha256)

    assert equal(diagnosis.sha256) == ticket
    assert equal("0" * 64) is None
