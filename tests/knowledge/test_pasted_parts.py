"""Part of a message is enough, and values inside it do no harm."""

import pytest

from tests.knowledge.responses_read import SENTENCES, certain, found, like

CLAUSES = [
    ("not-a-ws-client", "No tiene autorización para utilizar el servicio web service"),
    ("not-a-ws-client", "No está configurado como cliente web service dentro de plataforma"),
    ("credentials-wrong", "Los datos de acceso son incorrectos"),
    ("mapping-missing", "no tiene un mapeo definido"),
    ("prefix-folio-inconsistent", "INCONSISTENCIA EN DATOS DE PREFIJO Y FOLIO"),
    ("already-processing", "ya existe un documento en status de procesamiento con este folio"),
    ("already-signed", "ya existe un documento firmado con este folio"),
    ("attachment-unreadable", "Ocurrio un problema al leer el XML con attachment"),
    ("delivery-mail-missing", "Debe definir el nodo CDA"),
]


@pytest.mark.parametrize(("id_", "clause"), CLAUSES)
@pytest.mark.parametrize(
    "paste", ["{}", "404 {}", "Error: {}.", '{{"error": "{}"}}', "hola, me dice: {}\n¿qué hago?"]
)
def test_the_first_clause_is_certain_where_no_other_answer_begins_so(
    id_: str, clause: str, paste: str
) -> None:
    assert certain(paste.format(clause)) == {id_}


@pytest.mark.parametrize(
    "text",
    [
        "Los datos de acceso son incorrectos para el servidor FTP",
        "no tiene un mapeo definido la unidad de red",
    ],
)
def test_a_clause_that_goes_on_otherwise_is_not_certain(text: str) -> None:
    assert certain(text) == set()
    assert len(like(text)) == 1


@pytest.mark.parametrize(
    ("id_", "text"),
    [
        ("folio-out-of-range", "EL FOLIO DEL DOCUMENTO NO SE ENCUENTRA DENTRO DEL RANGO"),
        ("end-date-differs", "LA FECHA DE FINAL DE LA NUMERACION NO COINCIDE"),
        ("folio-attempts", "El numero de transaciones permitidas para el folio"),
        ("credentials-wrong", "los datos de aceso son incorectos"),
        ("processing", "Procesando documento"),
        ("issuer-not-the-account", "nit emisor no es igual al de la cuenta asociada"),
    ],
)
def test_a_message_that_was_cut_or_shortened_is_alike(id_: str, text: str) -> None:
    assert found(text)[:1] == [id_]


@pytest.mark.parametrize(
    "text", ["El parámetro", "El usuario no está", "Su cuenta de", "La fecha de la factura"]
)
def test_a_beginning_that_is_too_short_is_nothing(text: str) -> None:
    assert found(text) == []


VALUES = [
    ("issuer-not-the-account", "El nit emisor del documento (900.373.913-4) no es igual al de la cuenta asociada"),
    ("issuer-not-the-account", "El nit emisor 900373913 del documento no es igual al de la cuenta asociada (901)"),
    ("issuer-not-the-account", "El nit emisor (NIT 900.373.913-4) del documento no es igual al de la cuenta asociada"),
    ("authorised-with-warnings", "La factura electrónica FV-22, ha sido autorizada"),
    ("authorised-with-warnings", "201 La factura electrónicaSETT990000123, ha sido autorizada"),
    (
        "prefix-folio-inconsistent",
        "404 Inconsistencia en datos de prefijo y folio. Nodo: ENC_6 (valor SETP990000001), contactar a soporte web "
        "service",
    ),
    ("prefix-folio-inconsistent", "Inconsistencia en datos de prefijo y folio SETT-1. Nodo: ENC_6"),
    ("folio-out-of-range", "El folio del documento SETP5001 no se encuentra dentro del rango 1-5000 de la numeración "
     "registrada en plataforma"),
    ("start-date-differs", "La fecha de inicio de la numeración 2019-01-19 no coincide con el registrado en "
     "plataforma"),
    ("transaction-id-unknown", "No existe un documento con este transaccionid a81bc81b-dead-4e5d-abff-90865d1e13b1"),
    ("demo-folios-used-up", "Su cuenta de pruebas 901143311 ha llegado al límite de folios (500)"),
    ("structure-rejected", "Elementos esperados: ENC_1, ENC_2, Elementos inesperados: ENC_99, Errores: ENC"),
    ("signed", "status SIGNED_XML"),
]  # fmt: skip


@pytest.mark.parametrize(("id_", "text"), VALUES)
def test_values_inside_a_message_do_not_hide_it(id_: str, text: str) -> None:
    assert certain(text) == {id_}


@pytest.mark.parametrize(
    "value", ["900373913", "(901.143.311-8)", "SETT990000001", "FV-22", "2026-11-24", "10:15:00"]
)
@pytest.mark.parametrize(
    ("text", "id_"),
    [(t, i) for t, i in SENTENCES.items() if len(t.split()) > 6 and "(" not in t],
    ids=lambda v: str(v)[:30],
)
def test_a_value_in_the_middle_of_any_long_message(text: str, id_: str, value: str) -> None:
    words = text.split()
    middle = len(words) // 2
    assert id_ in certain(" ".join([*words[:middle], value, *words[middle:]]))
