"""A message that a mail, a terminal or JSON broke over lines is as certain as on one line."""

import pytest

from tests.knowledge.responses_read import SENTENCES, certain, found, like


def halves(text: str, between: str) -> str:
    """The text with this in the place of the blank nearest to its middle."""
    middle = text.find(" ", len(text) // 2)
    middle = middle if middle > 0 else text.find(" ")
    return text[:middle] + between + text[middle + 1 :]


@pytest.mark.parametrize(("text", "id_"), SENTENCES.items(), ids=SENTENCES.values())
@pytest.mark.parametrize(
    "between", ["\n", "\r\n", "\n> ", "   \n      ", "\\n"], ids=["unix", "windows", "mail", "table", "JSON"]
)
def test_every_answer_broken_in_the_middle(text: str, id_: str, between: str) -> None:
    assert id_ in certain(halves(text, between))


@pytest.mark.parametrize(
    "id_", ["credentials-wrong", "folio-out-of-range", "already-processing", "prefix-folio-inconsistent"]
)
def test_a_terminal_breaks_inside_words(id_: str) -> None:
    text = next(t for t, i in SENTENCES.items() if i == id_)
    for width in (19, 33, 41):
        assert id_ in certain("\n".join(text[n : n + width] for n in range(0, len(text), width)))


def test_three_lines_in_a_mail_with_words_around() -> None:
    text = (
        "Buenas tardes,\n\nal enviar la factura nos dice: Los datos de acceso son\n   incorrectos, verifique que\n"
        "   la información sea correcta\n\nQuedo atenta."
    )
    assert certain(text) == {"credentials-wrong"}


def test_a_slip_in_a_broken_line_is_still_alike() -> None:
    assert like("El nit emisor del documeto no es\nigual al de la cuenta asosiada") == [
        "issuer-not-the-account"
    ]


def test_the_lines_that_were_read_are_shown() -> None:
    from knowledge.web_service_responses import read_response
    from tests.knowledge.responses_read import KNOWN

    text = "10:01 El folio del documento no se encuentra dentro\ndel rango de la numeración registrada en plataforma"
    (match,) = read_response(f"antes\n{text}\ndespués", KNOWN).matches
    assert match.line == text.replace("\n", " ")


def test_words_stuck_together_by_copying_are_read() -> None:
    assert certain("409El nit emisor del documento no es igual al de la cuenta asociadaCerrar") == {
        "issuer-not-the-account"
    }
    assert certain("La conversion del XML a BASE64 no es valido") == {"xml-not-base64"}
    assert certain(
        "El nÃºmero de autorizaciÃ³n de la numeraciÃ³n no coincide con el registrado en plataforma"
    ) == {"authorization-differs"}


@pytest.mark.parametrize(
    ("text", "sure", "alike"),
    [
        (
            "Sin folios disponibles para realizar facturación\nEste usuario no se encuentra en face de prueba",
            "no-folios",
            "not-in-test-phase",
        ),
        (
            "10:01 El parámetro XML debe contener un valor válido\n10:07 el nit emisor del documeto no es igual al de "
            "la cuenta asosiada",
            "xml-empty",
            "issuer-not-the-account",
        ),
        (
            "No existe un documento con este transacionid\n\nProcesado correctamente",
            "processed",
            "transaction-id-unknown",
        ),
    ],
)
def test_a_certain_line_does_not_hide_what_another_is_like(text: str, sure: str, alike: str) -> None:
    assert found(text) == [sure, alike]
    assert certain(text) == {sure}


@pytest.mark.parametrize(("text", "id_"), SENTENCES.items(), ids=SENTENCES.values())
def test_a_certain_line_is_like_nothing_else(text: str, id_: str) -> None:
    assert certain(text) == {id_}
    assert like(text) == []
