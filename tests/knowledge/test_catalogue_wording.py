"""Answers as people read them, and the short subject of a request."""

from typing import Any

import pytest

from knowledge.wording import SUBJECT_LENGTH, show_answer, subject
from tests.knowledge.kinds import CASE_IDS, CASES, KINDS


@pytest.mark.parametrize(("name", "case"), CASES, ids=CASE_IDS)
def test_the_subject_of_a_complete_request(name: str, case: dict[str, Any]):
    written = subject(KINDS[name], case["answers"])
    assert written["es"] == case["subject"]
    assert written["en"]
    assert not set("{}[]") & set(written["es"] + written["en"])


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_without_answers_the_title_serves(kind):
    assert subject(kind, {}) in (kind.title, {lang: t.split("[")[0] for lang, t in kind.subject.items()})


def test_the_subject_is_one_short_printable_line():
    kind = KINDS["mejora-del-integrador"]
    idea = "Leer\r\nBcc: x@y.example \u202eotra\u200b " + "carpeta " * 20
    written = subject(kind, {"idea": idea})["es"]
    assert written.isprintable()
    assert len(written) <= SUBJECT_LENGTH
    assert written.startswith("Mejora del Integrador: Leer Bcc: x@y.example otra carpeta")
    assert written.endswith("…")


def test_braces_in_an_answer_stay_as_written():
    written = subject(KINDS["mejora-del-integrador"], {"idea": "Leer {nit} y [x]"})
    assert written["es"].endswith("Leer {nit} y [x]")


@pytest.mark.parametrize(
    ("kind", "field", "value", "es", "en"),
    [
        ("cambio-a-productivo", "go_live_date", "2026-11-30", "30 de noviembre de 2026", "30 November 2026"),
        ("cambio-a-productivo", "go_live_date", "soon", "soon", "soon"),
        ("cambio-a-productivo", "authorised", True, "Sí", "Yes"),
        ("cambio-a-productivo", "range_to", 5000, "5000", "5000"),
        ("cambio-a-productivo", "sender", "erp", "Nuestro ERP", "Our ERP"),
        (
            "cambio-a-productivo",
            "document_types",
            ["invoice", "debit-note"],
            "Factura de venta, Nota débito",
            "Invoice, Debit note",
        ),
    ],
)
def test_an_answer_reads_as_words(kind: str, field: str, value: Any, es: str, en: str):
    question = KINDS[kind].question(field)
    assert show_answer(question, value) == es
    assert show_answer(question, value, "en") == en


def test_a_field_that_is_not_asked_has_no_question():
    with pytest.raises(KeyError):
        KINDS["mejora-del-integrador"].question("prefix")
