"""What is not said is not claimed: good news inside a sentence, a "no", the opposite, the sibling of an answer."""

import pytest

from tests.knowledge.responses_read import certain, found, like


@pytest.mark.parametrize(
    "text",
    [
        "Pago procesado correctamente por la pasarela",
        "El lote fue procesado correctamente en el ERP",
        "Recurso obtenido correctamente del CRM",
        "Solicitud transmitida con éxito al banco",
        "El pedido 12 quedó procesado correctamente ayer",
        "Cada recurso obtenido correctamente se guarda",
    ],
)
def test_good_news_inside_a_sentence_is_never_certain(text: str) -> None:
    assert certain(text) == set()


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("code=201;success=Procesado correctamente;transaccionID=3f1c2a", "processed"),
        ("201 Procesado correctamente transaccionID 8812", "processed"),
        ("10:00 uploadInvoiceFile Procesado correctamente", "processed"),
        ("INFO ws: Procesado correctamente.", "processed"),
        (
            "<success>Recurso obtenido correctamente</success><resourceData>PD94</resourceData>",
            "resource-found",
        ),
        ('el servicio responde "Solicitud transmitida con éxito" y nada más', "transmitted"),
    ],
)
def test_good_news_that_stands_alone_is(text: str, id_: str) -> None:
    assert certain(text) == {id_}


@pytest.mark.parametrize(
    "text",
    [
        "Usuario y contraseña correctos",
        "Usuario correcto y contraseña correcta",
        "Procesado incorrectamente",
        "No procesado correctamente",
        "Documento no procesado correctamente",
        "No fue recurso obtenido correctamente",
        "La factura electrónica FV-22, no ha sido autorizada",
        "El nit emisor del documento es igual al de la cuenta asociada",
        "El número de autorización de la numeración coincide con el registrado en plataforma",
        "Usuario configurado con modo de trabajo",
        "Este usuario se encuentra en fase de pruebas",
        "El usuario está asociado al documento con este transaccionid",
        "Ya no existe un documento firmado con este folio, es posible procesarlo nuevamente",
        "Método permitido en servidor",
        "Existe el recurso solicitado",
        "Con folios disponibles para realizar facturación",
        "Los datos de acceso son correctos, verifique que la información sea correcta",
    ],
)
def test_the_contrary_of_an_answer_is_not_like_it(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("usuario y contrasena incorectos", "credentials-wrong-query"),
        ("Usuario y contraseña ncorrectos", "credentials-wrong-query"),
        ("procesado corectamente", "processed"),
        ("El numero de autorisacion de la numeracion no coinside con el registrado", "authorization-differs"),
    ],
)
def test_a_slip_is_no_contradiction(text: str, id_: str) -> None:
    assert like(text)[:1] == [id_]


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("La fecha de fin de la numeración no coincide con el registrado en plataforma", "end-date-differs"),
        ("la fecha final de la numeracion no coincide con la registrada", "end-date-differs"),
        (
            "la fecha inicial de la numeracion no coinside con el registrado en plataforma",
            "start-date-differs",
        ),
        ("El parametro pasword debe contener un valor valido", "password-empty"),
        ("El parametro transaccion debe contener un valor valido", "transaction-id-empty"),
        ("El parámetro transactionid debe contener un valor válido", "transaction-id-empty"),
        ("El parámetro prefijos debe contener un valor válido", "prefix-empty"),
    ],
)
def test_the_word_that_decides_puts_its_answer_first(text: str, id_: str) -> None:
    assert found(text) == [id_]


@pytest.mark.parametrize(
    "name", ["cufe", "usuario", "username", "layout", "JSON", "clave", "foliofiscal", "nit"]
)
def test_a_parameter_that_no_answer_names_is_like_none(name: str) -> None:
    assert found(f"El parámetro {name} debe contener un valor válido") == []
