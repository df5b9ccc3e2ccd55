"""Every page of the guide is drawn whole: no placeholder, no data structure shows through."""

import re

import pytest
from flask.testing import FlaskClient

from knowledge import load

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
KNOWN = load()
PAGES = [
    *(f"/guia/reglas/{name}" for name in KNOWN.rules),
    *(f"/guia/respuestas/{response.id}" for response in KNOWN.responses),
    *(f"/guia/listas/{name}" for name in KNOWN.codes),
    *(f"/guia/articulos/{slug}" for slug in KNOWN.articles),
    *(f"/solicitudes/{kind}" for kind in KNOWN.requests),
    "/guia/politica",
    "/contacto",
]
SHOWS_THROUGH = re.compile(r"\{(?:&#39;|')\w+(?:&#39;|'):|\{[a-z_]+\}|\bNone\b")


@pytest.mark.parametrize("language", ["es", "en"])
def test_nothing_shows_through(client: FlaskClient, language: str) -> None:
    client.set_cookie("language", language)
    wrong = {}
    for path in PAGES:
        response = client.get(path)
        assert response.status_code == 200, path
        text = re.sub(r"(?s)<(script|style|code|pre)\b.*?</\1>", "", response.get_data(as_text=True))
        if found := SHOWS_THROUGH.search(text):
            wrong[path] = found[0]
    assert wrong == {}
