"""What people paste is read as they paste it: logs, escapes, several rules in a line, secrets, hostile texts."""

import pytest

from knowledge import load
from knowledge.pasted import LONGEST_TEXT
from knowledge.web_service_responses import Reading, read_response
from tests.effort import at_most

KNOWN = load().responses


def read(text: str) -> Reading:
    return read_response(text, KNOWN)


def ids(text: str) -> list[str]:
    return [m.response.id for m in read(text).matches]


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-24 12:00:01 ERROR 409 El nit emisor del documeto no es igual al de la cuenta asosiada",
        "[main] WARN - El nit emisor del documeto no es igual al de la cuenta asosiada",
        '{"code":"409","error":"El nit emisor del documeto no es igual al de la cuenta asosiada"}',
    ],
)
def test_a_slip_is_forgiven_behind_what_a_log_puts_before(text: str) -> None:
    matches = read(text).matches
    assert [(m.response.id, m.how) for m in matches] == [("issuer-not-the-account", "fuzzy")]


def test_escapes_are_undone() -> None:
    json = (
        r'{"error":"El n\u00famero de autorizaci\u00f3n de la numeraci\u00f3n no coincide con el registrado'
    )
    assert ids(json + ' en plataforma"}') == ["authorization-differs"]
    html = "&lt;error&gt;No existe el recurso solicitado&lt;/error&gt;"
    assert ids(html) == ["resource-missing"]


def test_an_answer_behind_a_long_line_is_read() -> None:
    assert ids('{"resourceData":"' + "QUJD" * 5000 + '","error":"No existe el recurso solicitado"}') == [
        "resource-missing"
    ]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (
            "Regla: FAJ44b, Rechazo: Uno Regla: FAU14, Notificación: Dos",
            [("FAJ44b", "error", "Uno"), ("FAU14", "warning", "Dos")],
        ),
        ("REGLA: FAJ44B, NOTIFICACION: Uno", [("FAJ44b", "warning", "Uno")]),
        ("Regla: 90, Rechazo: Documento procesado", [("90", "error", "Documento procesado")]),
        ("<e>Regla: FAJ44b, Notificaci&amp;oacute;n: Uno</e>", [("FAJ44b", "warning", "Uno")]),
        (
            "Rechazo datos incorrectos, Errores [FAU14: valor a pagar], advertencias: [FAJ43b]",
            [("FAU14", "error", "valor a pagar"), ("FAJ43b", "warning", "")],
        ),
        ("La regla FAU14 dice", [("FAU14", None, "")]),
        ("La factura FV123 con FE990, DS45 y SETP990000001 no pasa", []),
    ],
)
def test_rules_are_read_with_severity_and_words(text: str, rules: list[tuple[str, str | None, str]]) -> None:
    assert [(r.code, r.severity, r.text) for r in read(text).rules] == rules


def test_a_rejection_without_advice_is_still_the_one_with_rules() -> None:
    assert ids('Rechazo datos incorrectos, Errores ["Regla: FAU14, Rechazo: total"]') == ["data-rejected"]


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("409", "data-conflict"),
        ("<code>409</code><error>algo que nadie ha visto</error>", "data-conflict"),
        ('{"code": 405, "error": "algo que nadie ha visto"}', "method-not-allowed"),
    ],
)
def test_words_that_nobody_knows_leave_the_general_answer_of_the_code(text: str, id_: str) -> None:
    assert ids(text) == [id_]


@pytest.mark.parametrize(
    "text",
    [
        "El documento no fue procesado correctamente",
        "El gato come pescado en la plataforma de la casa",
        "Usuario incorrecto",
        "Factura 409 por 404 pesos",
    ],
)
def test_what_is_no_answer_gives_nothing(text: str) -> None:
    assert ids(text) == []


def test_secrets_go_and_are_counted() -> None:
    reading = read(f"{'a' * 64} y {'B1' * 32}, pero el CUFE {'c' * 96} queda")
    assert reading.masked == 2
    assert "c" * 96 in reading.text
    assert "a" * 10 not in reading.text


def test_a_secret_on_the_cut_leaves_no_half_behind() -> None:
    text = "x" * (LONGEST_TEXT - 30) + " " + "a" * 64
    assert "aa" not in read(text).text


@pytest.mark.parametrize(
    "text",
    [
        ", elementos esperados: " * 9000,
        "\n".join(f"el nit emisor del documeto no es igual {n}" for n in range(5000)),
        "<" * LONGEST_TEXT,
        "Regla: " * 30_000,
        "Regla:" + " " * LONGEST_TEXT,
        "FAU14: " * 30_000,
    ],
    ids=["slots", "near misses", "tags", "heads", "blanks", "codes"],
)
def test_a_hostile_text_takes_bounded_work(text: str) -> None:
    with at_most(10):
        read(text)
