"""Every page of the guide is drawn whole: no placeholder, no data structure shows through."""

import re

import pytest
from flask.testing import FlaskClient

from knowledge import load
from knowledge.lists import fold

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
KNOWN = load()
PAGES = [
    *(f"/guia/reglas/{name}" for name in KNOWN.rules),
    *(f"/guia/respuestas/{response.id}" for response in KNOWN.responses),
    *(f"/guia/listas/{name}" for name in KNOWN.codes),
    *sorted({f"/guia/campos/{f.name}" for fields in KNOWN.fields.values() for f in fields})[::7],
    *(f"/guia/articulos/{slug}" for slug in KNOWN.articles),
    *(f"/solicitudes/{kind}" for kind in KNOWN.requests),
    "/guia/politica",
    "/contacto",
]
SHOWS_THROUGH = re.compile(r"\{(?:&#39;|')\w+(?:&#39;|'):|\{[a-z_]+\}|\bNone\b(?! of)")


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


def page_of(client: FlaskClient, path: str, language: str = "es", status: int = 200) -> str:
    client.set_cookie("language", language)
    response = client.get(path)
    assert response.status_code == status, path
    return response.get_data(as_text=True)


def bare(page: str) -> str:
    """The words of a page, without tags and double blanks."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_rule_says_what_why_how_where_and_from_where(client: FlaskClient) -> None:
    page = page_of(client, "/guia/FAU14")
    words = bare(page)
    assert "Suma las partes y compara con el total declarado." in words
    assert "TOT_5 = TOT_7 − Σ DSC_3 (DSC_1 = false) + Σ DSC_3 (DSC_1 = true) [− Σ ANT_1]" in words
    assert words.index("Así falla") < words.index("Así pasa") < words.index("Cómo arreglarlo")
    assert "<mark>147900.00</mark>" in page and "<mark>149700.00</mark>" in page
    assert "/FACTURA/DSC[1]/DSC_3" in words and "/FACTURA/DSC/0/DSC_3" in words and "(DSC)DSC_3:" in words
    assert 'href="/guia/campos/TOT_7"' in page
    assert "Publicada. Está en un documento público" in words
    assert "Anexo técnico de factura electrónica de venta 1.9, DIAN" in words
    assert 'href="/diagnosticar"' in page.partition("<aside")[2]


@pytest.mark.parametrize("path", [f"/guia/reglas/{name}" for name in KNOWN.rules][::9])
def test_sources_are_told_by_name(client: FlaskClient, path: str) -> None:
    rule = KNOWN.rules[path.rpartition("/")[2]]
    words = bare(page_of(client, path))
    told = words.partition("De dónde lo sabemos")[2].partition("Nombre de la regla")[0]
    assert told and not re.search(r"\bS\d+\b|\bown\b|toolbox-", told)
    assert all(KNOWN.sources[key]["es"] in told for key in rule.source)


def test_neighbours_lead_through_the_whole_family(client: FlaskClient) -> None:
    family = [r for r in KNOWN.rules.values() if r.family == "totals"]
    path, seen = f"/guia/reglas/{min(family, key=lambda r: fold(r.title['es'])).rule}", []
    while path:
        page = page_of(client, path)
        seen.append(path.rpartition("/")[2])
        following = re.search(r'href="(/guia/reglas/[^"]+)" rel="next"', page)
        path = following[1] if following else ""
    titles = [fold(KNOWN.rules[name].title["es"]) for name in seen]
    assert titles == sorted(titles) and len(seen) == len(family)


def test_a_rule_names_those_of_the_same_fields(client: FlaskClient) -> None:
    aside = page_of(client, "/guia/FAU14").partition("<aside")[2]
    assert "Miran los mismos campos" in aside
    assert "/guia/reglas/prepaid-in-payable" in aside and "/guia/reglas/tax-inclusive-total" in aside


@pytest.mark.parametrize("path", ["/guia/FAU14", "/guia/respuestas/no-folios"])
def test_english_pages_say_once_what_is_only_in_spanish(client: FlaskClient, path: str) -> None:
    note = "This guide text is in Spanish only."
    assert page_of(client, path, "en").count(note) == 1
    assert note not in page_of(client, path, "es")


def test_a_finding_says_once_in_english_that_its_texts_are_spanish(client: FlaskClient) -> None:
    page = page_of(client, "/piezas", "en")
    cards = page.count('<details class="finding')
    assert cards and page.count("This guide text is in Spanish only.") == cards


def test_a_field_tells_all_that_is_known_of_it(client: FlaskClient) -> None:
    words = bare(page_of(client, "/guia/campos/ADQ_3"))
    assert re.search(r"Ejemplo \d\d Tipo", words) and "Tipo código" in words and "ADQ una vez" in words
    assert "/FACTURA/ADQ/ADQ_3" in words and "/NOTA/ADQ/ADQ_3" in words
    assert "Lista Tipos de identificación" in words
    conditional = bare(page_of(client, "/guia/campos/ADQ_8"))
    assert "Obligatorio si ADQ_1 es 2." in conditional
    repeated = bare(page_of(client, "/guia/campos/IIM_6"))
    assert "ITE una o más veces; TII" in repeated and "en cada ITE" in repeated


def test_a_list_says_once_whose_all_its_codes_are(client: FlaskClient) -> None:
    agreed, mixed = (bare(page_of(client, f"/guia/listas/{n}")) for n in ("taxes", "operation_types"))
    assert agreed.count("en la lista de la DIAN y en la del proveedor") == 1
    assert "DIAN y proveedor" not in agreed and "En qué lista" not in agreed
    assert "En qué lista" in mixed and mixed.count("solo DIAN") > 1


def test_lists_stand_in_the_order_in_which_people_look(client: FlaskClient) -> None:
    def linked(path: str) -> list[str]:
        return re.findall(rf'href="{path}/([^"?#]+)"', page_of(client, path))

    titles = [fold(KNOWN.codes[name].title["es"]) for name in linked("/guia/listas")]
    assert titles == sorted(titles) and len(titles) == len(KNOWN.codes)
    codes = {r.id: [int(c) for c in r.codes if c.isdigit()] for r in KNOWN.responses}
    numbers = [codes[name] for name in linked("/guia/respuestas") if codes[name]]
    assert len(numbers) > 20 and numbers == sorted(numbers)
    rows = re.findall(r'<td class="mono">(\w+)</td>', page_of(client, "/guia/listas/units?q=1"))
    numeric = [int(r) for r in rows if r.isdigit()]
    assert len(numeric) > 5 and numeric == sorted(numeric)


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("/guia/FAU99", "/guia/reglas/payable-amount"),
        ("/guia/campos/ENC_66", "/guia/campos/ENC_"),
        ("/guia/listas/municipios", "/guia/listas/municipalities"),
        ("/guia/respuestas/xml-vacio", "/guia/respuestas/xml-empty"),
        ("/guia/articulos/digito-de-verificasion", "/guia/articulos/digito-de-verificacion"),
        ("/guia/campos/a/FAU14", "/guia/reglas/payable-amount"),
        ("/FAU14", "/guia/reglas/payable-amount"),
    ],
)
def test_what_is_not_there_offers_the_search_and_the_nearest(
    client: FlaskClient, path: str, nearest: str
) -> None:
    page = page_of(client, path, status=404)
    assert 'role="search"' in page and f'href="{nearest}' in page


def test_another_part_s_lost_page_offers_the_search_alone(client: FlaskClient) -> None:
    page = page_of(client, "/solicitudes/FAU14/nada", status=404)
    assert 'role="search"' in page and 'class="hits"' not in page


def test_what_is_like_nothing_still_has_a_way_on(client: FlaskClient) -> None:
    page = page_of(client, "/guia/zzqqzzq", status=404)
    assert 'role="search"' in page and 'class="hits"' not in page


def test_a_code_in_small_letters_is_its_own_page(client: FlaskClient) -> None:
    for asked in ("fau14", "FAU14"):
        assert '<span aria-current="page">FAU14</span>' in page_of(client, f"/guia/{asked}")
    assert '<span aria-current="page">FAB12b</span>' in page_of(client, "/guia/FAB12b")
