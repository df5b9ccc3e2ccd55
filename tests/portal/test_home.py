"""The first page and the contacts: for anybody, and with what is one's own."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from knowledge import load
from portal.clock import now, pretend
from portal.extensions import db
from portal.models import Incident
from portal.services import messages, moves
from tests.factories import DiagnosisFactory
from tests.portal.desk import ITEM, Desk, bogota


@pytest.fixture
def desk(app: object) -> Desk:
    made = Desk()
    db.session.commit()
    return made


def text_of(browser: FlaskClient, address: str = "/") -> str:
    response = browser.get(address)
    assert response.status_code == 200
    return str(response.get_data(as_text=True))


def test_anybody_sees_what_one_can_do(client: FlaskClient) -> None:
    shown = text_of(client)
    for address in ("/solicitudes", "/guia", "/contacto"):
        assert f'href="{address}"' in shown


def test_what_needs_the_person_comes_first(desk: Desk, sign_in: Callable[..., FlaskClient]) -> None:
    waits = desk.open(kind="cambio-a-productivo", missing=[ITEM])
    asked = desk.open()
    moves.claim(asked, desk.agent)
    messages.reply(asked, desk.agent, "¿Reenvió la nota?", wait=True)
    DiagnosisFactory(user=desk.requester, organisation=desk.organisation, name="TCFA28305.xml")
    db.session.commit()
    shown = text_of(sign_in(desk.requester))
    assert f"/solicitud/{waits.reference}/datos/resolution" in shown
    assert "Envíe un dato: Resolución de numeración" in shown
    assert "Responda a Eva" in shown
    assert "¿Reenvió la nota?" in shown
    assert shown.index("Necesitamos algo de usted") < shown.index("Solicitudes abiertas")
    assert "TCFA28305.xml" in shown


def test_several_missing_items_are_asked_for_at_once(desk: Desk, sign_in: Callable[..., FlaskClient]) -> None:
    other = {"item": "nit", "label": "NIT", "kind": "answer"}
    waits = desk.open(kind="cambio-a-productivo", missing=[other, ITEM])
    db.session.commit()
    shown = text_of(sign_in(desk.requester))
    assert "Complete los 2 datos que faltan" in shown
    assert f'href="/solicitud/{waits.reference}/datos"' in shown


def test_nothing_needed_is_said(desk: Desk, sign_in: Callable[..., FlaskClient]) -> None:
    desk.open()
    db.session.commit()
    assert "Nada pendiente de su parte." in text_of(sign_in(desk.requester))


def test_staff_find_the_desk(desk: Desk, sign_in: Callable[..., FlaskClient]) -> None:
    assert 'href="/mesa"' in text_of(sign_in(desk.agent))


def test_incident_that_lasts_is_announced(desk: Desk, client: FlaskClient) -> None:
    started = now() - timedelta(hours=1)
    for title, end in (("Intermitencia de la DIAN.", None), ("Corte de ayer.", started)):
        db.session.add(Incident(title=title, starts_at=started, ends_at=end, declared_by_id=desk.lead.id))
    db.session.commit()
    shown = text_of(client)
    assert "Intermitencia de la DIAN." in shown
    assert "Corte de ayer." not in shown


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-24 09:00", "Hoy hasta las 18:00."),
        ("2026-11-24 20:00", "Abrimos mañana, 8:00."),
        ("2026-11-28 15:00", "Abrimos lun 30, 8:00."),
    ],
)
def test_contact_says_whether_somebody_attends(client: FlaskClient, moment: str, words: str) -> None:
    with pretend(bogota(moment)):
        assert words in text_of(client, "/contacto")


def test_contact_dials_and_names_every_option(client: FlaskClient) -> None:
    shown = text_of(client, "/contacto")
    for number in ("+576046090004", "+576014850851", "+576023896000"):
        assert f'href="tel:{number}"' in shown
    for entry in load().policy.contacts.menu:
        assert entry.name["es"] in shown
    assert "alanMantis" in shown


def test_subject_is_built_from_the_profile(desk: Desk, sign_in: Callable[..., FlaskClient]) -> None:
    desk.requester.phone, desk.requester.contact_hours = "300 000 0000", "8:00 a 12:00"
    desk.organisation.name = "Roble S.A.S."
    db.session.commit()
    shown = text_of(sign_in(desk.requester), "/contacto")
    organisation = desk.organisation
    assert f"{organisation.nit}-{organisation.dv} + {organisation.name} + Ana Ruiz + 300 000 0000" in shown
    assert f"mailto:soportews@facturatech.co?subject={organisation.nit}-{organisation.dv}%20%2B%20" in shown
