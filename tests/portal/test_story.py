"""The story of a request: everything for the desk, for the requester what is theirs to know."""

import pytest

from knowledge import load
from portal.models.ticket_event import NAMES
from portal.services import events, messages, moves
from portal.web.areas import AREA_NAMES, area_name
from portal.web.story import FACTS, story
from tests.portal.desk import Desk, bogota

SILENT = {"message_sent", "message_received", "note_added", "secret_issued", "secret_viewed"}
"""Told by the message itself, or nobody's business."""


def test_every_event_has_words() -> None:
    assert set(FACTS) == set(NAMES) - SILENT


def test_every_area_of_the_catalogue_has_a_name() -> None:
    assert {kind.area for kind in load().requests.values()} == set(AREA_NAMES)
    assert area_name("soporte-ws") == "Soporte Web Service"
    assert area_name("Redes") == "Redes"


@pytest.fixture
def desk(app: object) -> Desk:
    return Desk()


def test_reasons_and_last_names_stay_at_the_desk(desk: Desk) -> None:
    ticket = desk.open()
    moves.claim(ticket, desk.agent)
    moves.escalate(ticket, desk.agent, "programacion", "Falla del servidor")
    moves.commit_to(ticket, desk.agent, bogota("2031-03-04 09:30"))
    messages.note(ticket, desk.agent, "Solo para el equipo")

    told = [(one.who, one.words or one.message.body) for one in story(ticket)]
    assert ("Eva Gil", "Se escaló a Programación: Falla del servidor") in told
    assert ("Eva Gil", "Solo para el equipo") in told
    assert told[1] == ("Eva Gil", "El área se comprometió para el martes 4 de marzo de 2031, 9:30.")

    read = [(one.who, one.words) for one in story(ticket, desk.requester)]
    assert read[:3] == [
        ("Eva", "El área se comprometió para el martes 4 de marzo de 2031, 9:30."),
        ("Eva", "La recibió otra área."),
        ("Eva", "Una persona del área la tomó."),
    ]
    assert read[-1] == ("Usted", "La solicitud se recibió.")


def test_an_empty_reason_leaves_no_colon(desk: Desk) -> None:
    ticket = desk.open()
    events.append(ticket, "cancelled", desk.agent, {"reason": ""})
    assert story(ticket)[0].words == "Se retiró."
