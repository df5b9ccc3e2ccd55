"""What a search engine reads of the guide's pages: their own title, description and address."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from knowledge import load
from tests.portal.test_guide_pages import page_of

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
KNOWN = load()
PARTS = {
    "rules": [f"/guia/{c.split('/')[0]}" for r in KNOWN.rules.values() for c in list(r.codes.values())[:1]][
        ::9
    ],
    "rules without code": [f"/guia/reglas/{r.rule}" for r in KNOWN.rules.values() if not r.codes][::9],
    "fields": sorted({f"/guia/campos/{f.name}" for fields in KNOWN.fields.values() for f in fields})[::19],
    "ubl": ["/guia/campos/issuer.legal_nit", "/guia/campos/cbc:CompanyID"],
    "lists": [f"/guia/listas/{name}" for name in KNOWN.codes],
    "responses": [f"/guia/respuestas/{r.id}" for r in KNOWN.responses],
    "articles": [f"/guia/articulos/{slug}" for slug in KNOWN.articles],
    "taxes": [f"/guia/impuestos/{code}" for code in KNOWN.taxes],
    "hashes": [f"/guia/huellas/{name}" for name in KNOWN.hashes],
    "indexes": [
        "/guia",
        *(f"/guia/{n}" for n in ("reglas", "respuestas", "listas", "articulos", "politica")),
        *(f"/guia/{n}" for n in ("impuestos", "huellas", "huellas/calcular")),
    ],
}


def head(page: str) -> tuple[str, str, str]:
    found = (
        re.search(r"<title>(.*?)</title>", page, re.S),
        re.search(r'<meta name="description" content="([^"]*)"', page),
        re.search(r'<link rel="canonical" href="([^"]*)"', page),
    )
    assert all(found)
    title, words, address = (unescape(m[1]) for m in found if m)
    return " ".join(title.split()), words, address


@pytest.mark.parametrize("part", PARTS)
def test_each_page_has_a_head_of_its_own(client: FlaskClient, part: str) -> None:
    heads = {path: head(page_of(client, path)) for path in PARTS[part]}
    assert len(heads) == len(PARTS[part])
    for path, (title, words, address) in heads.items():
        assert len(title) > 12 and 40 <= len(words) <= 163, path
        assert "`" not in words and "{" not in words and "None" not in words, words
        assert address == f"http://localhost{path}", path
    for n, what in enumerate(("title", "description", "canonical")):
        seen = [h[n] for h in heads.values()]
        twice = {s for s in seen if seen.count(s) > 1}
        assert not twice or (what != "canonical" and part.startswith("rules")), (what, twice)


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("/guia/fau14", "/guia/FAU14"),
        ("/guia/CAU14", "/guia/CAU14"),
        ("/guia/payable-amount", "/guia/FAU14"),
        ("/guia/reglas/payable-amount", "/guia/FAU14"),
        ("/guia?q=iva", "/guia"),
        ("/guia/listas/taxes?q=34", "/guia/listas/taxes"),
        ("/guia/campos/enc_6", "/guia/campos/ENC_6"),
    ],
)
def test_one_page_has_one_address(client: FlaskClient, path: str, canonical: str) -> None:
    assert head(page_of(client, path))[2] == f"http://localhost{canonical}"


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/guia/FAU14", "FAU14: El total a pagar no cuadra"),
        ("/guia/impuestos/34", "34 IBUA: Impuesto a las bebidas ultraprocesadas azucaradas"),
        ("/guia/huellas/cufe", "CUFE: Código único de factura electrónica"),
        ("/guia/campos/ENC_6", "ENC_6: "),
    ],
)
def test_the_title_begins_with_the_code_and_says_it_in_words(
    client: FlaskClient, path: str, title: str
) -> None:
    page = page_of(client, path)
    assert head(page)[0].startswith(title)
    assert page.count("<h1>") == 1


def test_what_is_not_there_has_no_address(client: FlaskClient) -> None:
    assert "canonical" not in page_of(client, "/guia/FAU99", status=404)
