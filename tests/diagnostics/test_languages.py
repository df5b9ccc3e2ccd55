"""What a finding says is whole in both languages, also where the rule tells several reasons apart."""

import re

import pytest

from diagnostics import diagnose
from knowledge import load
from tests.diagnostics.cases import BASES

SPANISH = re.compile(r"[áéíóúñ¿]|\b(el|la|los|las|una|que|con|del|no es|hay|falta|sobra|empieza)\b")


def test_each_reason_has_both_languages() -> None:
    reasons = {(r.rule, key): text for r in load().rules.values() for key, text in r.details.items()}
    assert reasons
    assert {where for where, text in reasons.items() if SPANISH.search(text["en"])} == set()


@pytest.mark.parametrize(
    ("data", "spanish", "english"),
    [
        (b"<FACTURA><ENC></FACTURA>", "abierta en la línea 1", "opened in line 1"),
        (b'{"FACTURA": {"ENC": {"ENC_1": "INVOIC",}}}', "sobra", "too many"),
        (b"%PDF-1.7 ...", "es un PDF", "it is a PDF"),
    ],
)
def test_reason_is_told_in_the_language_of_the_text(data: bytes, spanish: str, english: str) -> None:
    finding = diagnose(data).findings[0]
    assert spanish in finding.message
    assert english in finding.texts["en"]["message"]


@pytest.mark.parametrize(
    ("code", "spanish"), [("77", "la lista empieza por 01"), ("1", "Lo más cercano: 01")]
)
def test_code_of_no_list_names_the_nearest_or_how_the_list_begins(code: str, spanish: str) -> None:
    invoice = (BASES / "factura.xml").read_text("utf-8").replace("<ENC_9>01<", f"<ENC_9>{code}<")
    found = diagnose(invoice.encode()).findings
    message = next(f.message for f in found if f.rule == "not-in-list")
    assert spanish in message
