"""What was recognised is said with its reasons, and the reader may say otherwise; the report says that it was so."""

from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select

from portal.extensions import db
from portal.models import Diagnosis
from portal.services import corrections, diagnoses
from tests.portal.diagnosing import page, upload
from tests.wrapped import attached, content

NOTE = content("layout:nota_credito")


def told(client: FlaskClient, address: str) -> str:
    return " ".join(html.fromstring(page(client, address)).text_content().split())


def test_a_result_says_what_was_recognised_and_why(client: FlaskClient) -> None:
    text = told(client, upload(client, NOTE).location)
    assert "Lo que reconocimos nota crédito, layout XML" in text
    assert "La raíz es NOTA, ENC_1 dice NC y ENC_20 dice 2." in text
    assert "Se juzgó como usted lo indicó" not in text


def test_the_same_bytes_are_judged_as_the_reader_says(client: FlaskClient) -> None:
    address = upload(client, NOTE).location
    again = client.post(
        f"{address}/otra-vez", data={"document_kind": "debit_note", "environment": ""}
    ).location
    text = told(client, again)
    assert "nota débito (como se indicó)" in text and "Se juzgó como usted lo indicó." in text
    assert "Usted indicó una nota débito. Así se revisó, pero ENC_1 dice NC" in text
    first, second = db.session.scalars(select(Diagnosis).order_by(Diagnosis.id))
    assert first.sha256 == second.sha256 and second.previous == first
    assert diagnoses.kept(second).report.documents[0]["kind"] == "debit_note"


def test_what_the_root_forbids_is_said_and_judged_by_content(client: FlaskClient) -> None:
    address = upload(client, NOTE).location
    text = told(client, client.post(f"{address}/otra-vez", data={"document_kind": "support"}).location)
    assert "nota crédito, layout XML" in text
    assert "Usted indicó un documento soporte. La raíz es NOTA, que no puede serlo" in text


def test_the_claim_goes_on_with_corrections_and_ends_when_it_is_taken_back(client: FlaskClient) -> None:
    address = upload(client, NOTE).location
    said = client.post(f"{address}/otra-vez", data={"document_kind": "debit_note"}).location
    held = db.session.scalar(select(Diagnosis).order_by(Diagnosis.id.desc()))
    report = diagnoses.kept(held).report
    index = next(n for n, f in enumerate(report.findings) if f.rule == "context-document-kind")
    assert report.findings[index].safe is False
    client.post(f"{said}/corregir", data={"finding": str(index)})
    fixed = db.session.scalar(select(Diagnosis).order_by(Diagnosis.id.desc()))
    assert b"<ENC_1>ND" in diagnoses.content_of(fixed)
    assert diagnoses.kept(fixed).told == {"document_kind": "debit_note"}
    assert "context-document-kind" not in {f.rule for f in diagnoses.kept(fixed).report.findings}
    assert corrections.corrected(held)[0] == NOTE  # nothing safe: a type is never changed in silence
    repeated = client.post(f"{said}/otra-vez").location
    assert "(como se indicó)" in told(client, repeated)
    lifted = client.post(f"{said}/otra-vez", data={"document_kind": ""}).location
    assert "(como se indicó)" not in told(client, lifted)


def test_where_it_is_sent_may_be_said_too_and_is_not_kept(client: FlaskClient) -> None:
    address = upload(client, NOTE).location
    again = client.post(f"{address}/otra-vez", data={"document_kind": "", "environment": "1"}).location
    assert "environment-matches-context" in told(client, again)
    held = db.session.scalar(select(Diagnosis).order_by(Diagnosis.id.desc()))
    assert diagnoses.kept(held).told == {}


def test_what_is_no_option_is_refused(client: FlaskClient) -> None:
    address = upload(client, NOTE).location
    response = client.post(f"{address}/otra-vez", data={"document_kind": "carta"})
    assert response.status_code == 409
    assert "Elija una de las opciones" in response.get_data(as_text=True)


def test_the_answer_in_a_container_is_not_what_was_said(client: FlaskClient) -> None:
    address = upload(client, attached().encode(), "c.xml").location
    again = client.post(f"{address}/otra-vez", data={"document_kind": "invoice"}).location
    assert "context-document-kind" not in told(client, again)


def test_the_form_has_the_choice_that_was_made(client: FlaskClient) -> None:
    address = upload(client, NOTE).location
    again = client.post(f"{address}/otra-vez", data={"document_kind": "debit_note"}).location
    tree = html.fromstring(page(client, again))
    assert [i.get("value") for i in tree.xpath(".//input[@name='document_kind'][@checked]")] == ["debit_note"]
