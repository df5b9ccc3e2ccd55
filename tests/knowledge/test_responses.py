"""Every answer that the web service is known to give is found by its text, also as people paste it."""

import csv
from pathlib import Path

import pytest

from knowledge import load
from knowledge.web_service_responses import mask_secrets, read_response

ROWS = list(
    csv.DictReader((Path(__file__).parent / "responses_expected.csv").read_text("utf-8").splitlines())
)
KNOWN = load()
SENTENCES = [r for r in ROWS if not r["message"].startswith("(") and len(r["message"]) > 25]


def first(text: str) -> str | None:
    matches = read_response(text, KNOWN.responses).matches
    return matches[0].response.id if matches else None


def test_all_72_are_here() -> None:
    assert len(ROWS) == 72


@pytest.mark.parametrize("row", ROWS, ids=lambda r: f"{r['code']}-{r['response']}-{r['method']}"[:60])
def test_an_answer_is_found(row: dict[str, str]) -> None:
    assert first(row["message"]) == row["response"]


def _accents_lost(text: str) -> str:
    return text.translate(str.maketrans("áéíóúñÁÉÍÓÚ", "aeiounAEIOU"))


@pytest.mark.parametrize("row", SENTENCES, ids=lambda r: r["response"])
@pytest.mark.parametrize(
    "paste",
    [
        str.upper,
        _accents_lost,
        lambda t: f"<return><code>409</code><error>{t}</error></return>",
        lambda t: f'{{"code": "404", "error": "{t}"}}',
        lambda t: f"2026-07-31 10:15:00 ERROR ws: {t}\n  at Factura.enviar(Factura.java:88)",
    ],
    ids=["capitals", "without accents", "SOAP", "JSON", "log"],
)
def test_an_answer_is_found_as_it_is_pasted(row: dict[str, str], paste) -> None:
    found = {m.response.id for m in read_response(paste(row["message"]), KNOWN.responses).matches}
    assert row["response"] in found


@pytest.mark.parametrize(
    "text", ["", "hola", "No me deja facturar desde ayer", "x" * 300_000, "\x00\ud800", "<" * 5000]
)
def test_what_is_no_answer_is_not_guessed(text: str) -> None:
    assert [m for m in read_response(text, KNOWN.responses).matches if m.how != "fuzzy"] == []


def test_the_rules_of_a_rejection_are_named() -> None:
    text = "Regla: FAU14, Rechazo: Valor a pagar distinto. Regla: FAJ43b, Notificación: Nombre no coincide"
    assert [(r.code, r.severity) for r in read_response(text, KNOWN.responses).rules][:2] == [
        ("FAU14", "error"),
        ("FAJ43b", "warning"),
    ]


def test_a_secret_in_the_text_is_starred_out() -> None:
    secret = "a1" * 32
    masked, count = mask_secrets(f"clave {secret} fin")
    assert count == 1
    assert secret not in masked
    assert secret not in str(read_response(f"El parámetro password {secret}", KNOWN.responses))


@pytest.mark.parametrize("response", KNOWN.responses, ids=lambda r: r.id)
def test_an_answer_says_what_to_do(response) -> None:
    assert response.meaning
    assert response.fix
    assert response.request is None or response.request in KNOWN.requests
    assert set(response.articles) <= set(KNOWN.articles)
    assert all(KNOWN.rule_for_code(code) for code in response.rules)


def test_every_rejection_leads_somewhere() -> None:
    assert [
        r.id for r in KNOWN.responses if r.outcome in ("rejected", "fault") and not (r.request or r.articles)
    ] == []
