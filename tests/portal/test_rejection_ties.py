"""A rejection beside its document: each line leads to its place, or it is said that it cannot be seen from here."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.clock import now, pretend
from portal.extensions import db, limiter
from portal.models import Diagnosis
from portal.services import diagnoses
from tests.factories import MembershipFactory
from tests.portal.diagnosing import EXAMPLE, SECRET, kept_files, page, upload
from tests.wrapped import CUFE, INVOICE, NUMBER, answer_of_dian, content, message, zipped

SignIn = Callable[..., FlaskClient]
TAB = "/diagnosticar/rechazo"
WRONG = INVOICE.replace("<cbc:ProfileExecutionID>2<", "<cbc:ProfileExecutionID>7<").encode()
LINES = "Regla: FAD04, Rechazo: Ambiente\nRegla: FAJ43b, Notificación: Nombre\nRegla: ZZZ99, Rechazo: Otra"


def send(client: FlaskClient, text: str = "", *files: tuple[bytes, str], **more: str) -> TestResponse:
    body = {"text": text, "files": [(io.BytesIO(data), name) for data, name in files], **more}
    return client.post(TAB, data=body, content_type="multipart/form-data")


def cards(text: str) -> dict[str, Tag]:
    """The parts of the page about the lines, by what their heading begins with."""
    found = BeautifulSoup(text, "html.parser").select("section.card[id^=r]")
    return {card.h2.get_text(" ", strip=True).split()[0]: card for card in found if card.h2 is not None}


def words(part: Tag) -> str:
    return " ".join(part.get_text(" ").split())


def test_each_line_leads_to_its_place_or_says_why_it_cannot(client: FlaskClient) -> None:
    response = send(client, LINES, (WRONG, "factura.xml"))
    assert response.status_code == 302
    shown = cards(page(client, response.location))
    assert list(shown) == ["FAD04", "FAJ43b", "ZZZ99"]
    line = WRONG.decode()[: WRONG.decode().index("<cbc:ProfileExecutionID>7")].count("\n") + 1
    seen = words(shown["FAD04"])
    for told in (
        "Se ve aquí",
        "Error",
        "«Ambiente»",
        f"línea {line}, columna",
        "Encontrado 7",
        "Qué dice la guía",
    ):
        assert told in seen
    placed = words(shown["FAJ43b"])
    assert "Este es su lugar" in placed and "Aviso" in placed and "lo decide la DIAN: RUT" in placed
    unseen = words(shown["ZZZ99"])
    assert "No se ve desde aquí" in unseen and "Ver en el documento" not in unseen
    assert "otra versión" in client.get(response.location).text


def test_the_link_of_a_line_ends_at_its_finding(client: FlaskClient) -> None:
    shown = cards(page(client, send(client, LINES, (WRONG, "factura.xml")).location))
    for code, expected in (("FAD04", "FAD04"), ("FAJ43b", "FAJ43b")):
        link = shown[code].find("a", string="Ver en el documento")
        assert isinstance(link, Tag)
        address, _, anchor = str(link["href"]).partition("#")
        target = BeautifulSoup(page(client, address), "html.parser").find(id=anchor)
        assert isinstance(target, Tag) and expected in words(target)


def test_what_can_be_mended_is_mended_from_the_line(client: FlaskClient) -> None:
    shown = cards(page(client, send(client, "Regla: FAJ24b, Rechazo: DV", (EXAMPLE, "factura.xml")).location))
    form = shown["FAJ24b"].find("form")
    assert isinstance(form, Tag)
    number = form.find("input", {"name": "finding"})
    assert isinstance(number, Tag)
    made = client.post(str(form["action"]), data={"finding": str(number["value"])})
    assert "FAJ24b" in page(client, made.location).split("Arreglado")[1].split("Sigue")[0]


def test_the_result_says_that_a_rejection_came_and_begins_with_what_it_names(client: FlaskClient) -> None:
    before = page(client, upload(client).location)
    causes = BeautifulSoup(before, "html.parser").select(".fixes > li")
    last = words([cause for cause in causes if "Error" in words(cause)][-1])
    code = last.split()[-1]
    assert code not in words(causes[0]) and "Vino con un rechazo" not in before
    address = send(client, f"Regla: {code}, Rechazo: x", (EXAMPLE, "factura.xml")).location
    text = page(client, address.removesuffix("/rechazo"))
    first, *others = [words(cause) for cause in BeautifulSoup(text, "html.parser").select(".fixes > li")]
    assert code in first and "Lo nombra el rechazo" in first
    assert all("Lo nombra" not in other for other in others)
    assert "Vino con un rechazo de una línea" in text and f'href="{address}"' in text


def test_no_word_says_that_dian_takes_what_was_rejected(client: FlaskClient) -> None:
    address = send(client, "Regla: FAD03, Rechazo: Perfil", (INVOICE.encode(), "f.xml")).location
    text = page(client, address.removesuffix("/rechazo"))
    assert "La DIAN lo recibe" not in text and "aquí no vemos errores" in text


def test_the_rejection_of_an_earlier_diagnosis(client: FlaskClient) -> None:
    address = upload(client, WRONG, "factura.xml").location
    public_id = address.rpartition("/")[2]
    assert f"{TAB}?diagnostico={public_id}" in page(client, address)
    tab = page(client, f"{TAB}?diagnostico={public_id}")
    assert "El documento es «factura.xml»" in tab and f'value="{public_id}"' in tab
    response = send(client, LINES, diagnostico=public_id)
    assert "Se ve aquí" in words(cards(page(client, response.location))["FAD04"])
    again = response.location.split("/")[-2]
    assert LINES.splitlines()[0] in page(client, f"{TAB}?diagnostico={again}")  # to be changed


def test_diagnosing_again_keeps_the_rejection(client: FlaskClient) -> None:
    address = send(client, LINES, (WRONG, "factura.xml")).location
    again = client.post(address.replace("/rechazo", "/otra-vez")).location
    assert set(cards(page(client, f"{again}/rechazo"))) == {"FAD04", "FAJ43b", "ZZZ99"}


def test_a_pasted_document_will_do(client: FlaskClient) -> None:
    response = send(client, LINES, document=WRONG.decode())
    assert "Se ve aquí" in words(cards(page(client, response.location))["FAD04"])


def test_the_words_of_the_service_lead_to_their_place(client: FlaskClient) -> None:
    said = "El número de autorización de la numeración no coincide con el registrado en plataforma"
    text = page(client, send(client, said, (content("layout:factura"), "f.xml")).location)
    (card,) = cards(text).values()
    assert "/FACTURA/DRF/DRF_1" in words(card) and "/guia/respuestas/" in str(card)


def test_words_about_no_field_say_so(client: FlaskClient) -> None:
    said = '{"code":"404","error":"El usuario no está asociado al documento con este transaccionid"}'
    (card,) = cards(page(client, send(client, said, (content("layout:factura"), "f.xml")).location)).values()
    assert "No se ve desde aquí" in words(card) and "no habla de un dato del documento" in words(card)


@pytest.mark.parametrize(
    ("files", "field"),
    [
        ([(WRONG, "a.xml"), (EXAMPLE, "b.xml")], "Son 3 documentos"),
        ([(zipped({"a.xml": WRONG, "b.xml": EXAMPLE}), "lote.zip")], "Son 3 documentos"),
        ([(b"x" * 9000, "enorme.xml")], "«enorme.xml» pesa"),
    ],
)
def test_an_error_keeps_what_was_pasted(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, files: list[tuple[bytes, str]], field: str
) -> None:
    if field.startswith("«"):
        monkeypatch.setattr(diagnoses, "LIMITS", replace(diagnoses.LIMITS, size=8000))
    response = send(client, LINES, *files, document="<FACTURA/>")
    assert response.status_code == 422
    assert field in response.text and "<title>Error:" in response.text
    assert LINES.splitlines()[2] in response.text and "&lt;FACTURA/&gt;" in response.text
    assert db.session.scalars(select(Diagnosis)).all() == []


def test_a_document_without_its_rejection_is_not_lost(client: FlaskClient) -> None:
    response = send(client, "", (WRONG, "factura.xml"))
    assert response.status_code == 422
    kept = db.session.scalars(select(Diagnosis)).one()
    assert "Pegue la respuesta que recibió" in response.text and f'value="{kept.public_id}"' in response.text
    response = send(client, LINES, diagnostico=kept.public_id)
    assert "Se ve aquí" in response.text or "Se ve aquí" in page(client, response.location)


def test_nothing_at_all_is_said_at_the_field(client: FlaskClient) -> None:
    response = send(client)
    assert response.status_code == 422 and 'href="#text"' in response.text


def test_what_nobody_recognises_is_said_beside_the_diagnosis(client: FlaskClient) -> None:
    text = page(client, send(client, "buenas tardes a todos", (WRONG, "factura.xml")).location)
    assert "No reconocimos ninguna regla" in text and cards(text) == {}


def test_an_answer_alone_is_explained_and_nothing_is_kept(client: FlaskClient) -> None:
    soap = message("FtechAction.uploadInvoiceFileResponse", {"error": "Regla: FAD04, Rechazo: Ambiente"})
    for response in (
        send(client, "Regla: FAD04, Rechazo: Ambiente"),
        send(client, "", (soap, "respuesta.xml")),
    ):
        assert response.status_code == 200 and "/guia/FAD04" in response.text
    assert db.session.scalars(select(Diagnosis)).all() == []


def test_a_password_in_the_rejection_is_nowhere(client: FlaskClient, app: Flask) -> None:
    address = send(client, f"pass {SECRET}\n{LINES}", (WRONG, "factura.xml")).location
    text = page(client, address)
    assert "Tapamos 1 clave" in text and SECRET not in text
    held = diagnoses.kept(db.session.scalars(select(Diagnosis)).one())
    assert held is not None and "FAD04" in held.rejection and SECRET not in held.rejection
    assert not any(SECRET.encode() in kept for kept in kept_files(Path(app.instance_path)))


def test_a_large_document_with_its_rejection_waits_nowhere(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagnoses, "IMMEDIATE", 1000)
    assert "Se ve aquí" in page(client, send(client, LINES, (WRONG, "factura.xml")).location)


SOAP = message(
    "FtechAction.uploadInvoiceFileResponse", {"code": "404", "error": "Regla: FAD04, Rechazo: Ambiente"}
)
DIAN = answer_of_dian(code="04", lines=("Regla: FAD04, Rechazo: Ambiente",)).encode()


@pytest.mark.parametrize(
    "answer", [SOAP, DIAN, b"Regla: FAD04, Rechazo: Ambiente"], ids=["soap", "dian", "text"]
)
@pytest.mark.parametrize("where", ["tab", "form", "zip"])
def test_the_answer_may_be_a_file_of_its_own(client: FlaskClient, where: str, answer: bytes) -> None:
    files = [(answer, "respuesta.xml"), (WRONG, "factura.xml")]
    if where == "tab":
        location = send(client, "", *files).location
    else:
        if where == "zip":
            files = [(zipped({name: data for data, name in files}), "lote.zip")]
        body = {"files": [(io.BytesIO(data), name) for data, name in files]}
        location = client.post("/diagnosticar", data=body, content_type="multipart/form-data").location
        result = page(client, location)
        assert "Tomamos «" in result and "Lo nombra el rechazo" in result
        location += "/rechazo"
    assert "Se ve aquí" in words(cards(page(client, location))["FAD04"])
    assert db.session.scalar(select(db.func.count(Diagnosis.id))) == 1


@pytest.mark.parametrize("named", ["cufe", "number"])
def test_among_several_documents_an_answer_is_of_the_one_that_it_names(
    client: FlaskClient, named: str
) -> None:
    other = INVOICE.replace(NUMBER, "OTRA1").replace(CUFE, "f" * 96)
    text = {"cufe": CUFE, "number": f"Documento {NUMBER}"}[named]
    files = [(other, "otra.xml"), (WRONG.decode(), "mal.xml"), (f"{text}\nRegla: FAD04, Rechazo: x", "r.txt")]
    body = {"files": [(io.BytesIO(data.encode()), name) for data, name in files]}
    client.post("/diagnosticar", data=body, content_type="multipart/form-data")
    made = {d.name: diagnoses.kept(d) for d in db.session.scalars(select(Diagnosis))}
    assert {name: bool(held and held.rejection) for name, held in made.items()} == {
        "otra.xml": False,
        "mal.xml": True,
    }


def test_an_answer_to_none_of_several_stays_by_itself(client: FlaskClient) -> None:
    files = [(EXAMPLE, "a.xml"), (WRONG, "b.xml"), (b"Regla: FAD04, Rechazo: x", "r.txt")]
    body = {"files": [(io.BytesIO(data), name) for data, name in files]}
    text = page(client, client.post("/diagnosticar", data=body, content_type="multipart/form-data").location)
    assert "r.txt" in text and "Tomamos" not in text


def test_an_answer_that_brings_its_document_is_tied_to_it(client: FlaskClient) -> None:
    fields = {"error": "Regla: FAD04, Rechazo: Ambiente", "resourceData": content_of(WRONG)}
    soap = message("FtechAction.downloadXMLFileResponse", fields)
    address = upload(client, soap, "respuesta.xml").location
    assert "Se ve aquí" in words(cards(page(client, f"{address}/rechazo"))["FAD04"])


def content_of(data: bytes) -> str:
    import base64

    return base64.b64encode(data).decode()


def test_nobody_ties_to_another_organisations_diagnosis(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    mine = sign_in(MembershipFactory().user, app.test_client())
    address = send(mine, LINES, (WRONG, "secreta.xml")).location
    public_id = address.split("/")[-2]
    for other in (client, sign_in(MembershipFactory().user, app.test_client())):
        assert other.get(address).status_code == 404
        assert "secreta.xml" not in page(other, f"{TAB}?diagnostico={public_id}")
        response = send(other, LINES, diagnostico=public_id)
        assert response.status_code == 422
        assert "Ese diagnóstico ya no está" in response.text and "ZZZ99" in response.text


def test_a_tied_diagnosis_without_account_ends_like_any_other(client: FlaskClient) -> None:
    address = send(client, LINES, (WRONG, "factura.xml")).location
    with pretend(now() + timedelta(minutes=31)):
        assert client.get(address).status_code == 404


def test_a_shared_report_names_what_the_rejection_names(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    mine = sign_in(MembershipFactory().user, app.test_client())
    address = send(mine, LINES, (WRONG, "factura.xml")).location.removesuffix("/rechazo")
    shares = mine.post(f"{address}/compartir", data={"audience": "link"}).location
    link = re.search(r'id="link" value="http://[^/]+([^"]+)"', page(mine, shares))
    assert link is not None
    assert "Lo nombra el rechazo" in page(client, link[1])


def test_the_page_is_in_english_too(client: FlaskClient) -> None:
    client.post("/cuenta/preferencias", data={"language": "en"})
    text = page(client, send(client, LINES, (WRONG, "factura.xml")).location)
    assert "Seen here" in text and "Cannot be seen from here" in text and "Se ve aquí" not in text


def test_twenty_a_minute_without_account(app: Flask, client: FlaskClient) -> None:
    limiter.enabled = True
    try:
        codes = [send(client, LINES).status_code for _ in range(21)]
    finally:
        limiter.reset()
        limiter.enabled = False
    assert codes == [200] * 20 + [429]


def test_the_answer_as_a_file_and_the_document_pasted(client: FlaskClient) -> None:
    response = send(client, "", (LINES.encode(), "respuesta.txt"), document=WRONG.decode())
    assert "Se ve aquí" in words(cards(page(client, response.location))["FAD04"])


def test_a_rejection_of_what_was_judged_as_told_is_judged_so_too(client: FlaskClient) -> None:
    address = upload(client, INVOICE.encode(), "factura.xml").location
    told = client.post(f"{address}/otra-vez", data={"document_kind": "support"}).location
    made = send(client, LINES, diagnostico=told.rpartition("/")[2]).location.removesuffix("/rechazo")
    assert "como se indicó" in page(client, told) and "como se indicó" in page(client, made)


def test_without_a_rejection_the_page_says_how_to_add_one(client: FlaskClient) -> None:
    text = page(client, f"{upload(client).location}/rechazo")
    assert "no trae un rechazo" in text and "en lo que pegó" not in text


def test_a_correction_keeps_the_rejection(client: FlaskClient) -> None:
    address = send(client, "Regla: FAJ24b, Rechazo: DV", (EXAMPLE, "factura.xml")).location
    made = client.post(address.replace("/rechazo", "/corregir")).location
    corrected = made.removesuffix("/comparar")
    assert "FAJ24b" in page(client, f"{corrected}/rechazo")


def test_an_answer_alone_is_never_said_to_be_fit(client: FlaskClient) -> None:
    data = message("FtechAction.documentStatusFileResponse", {"code": "404", "error": "x"})
    text = page(client, upload(client, data, "respuesta.xml").location)
    assert "Incompleto" in text and "Puede enviarlo" not in text and "Nada que arreglar" not in text
