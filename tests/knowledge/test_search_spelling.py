"""Codes are found as people spell them, with words of their list, and by what is nearest where one is not here."""

import re

import pytest

from knowledge import load
from knowledge.search import search

KNOWN = load()
FIELDS = [f.name for root in KNOWN.structure.values() for f in root.by_id.values()]
CODES = sorted({c for r in KNOWN.rules.values() for code in r.codes.values() for c in code.split("/")})


def found(query: str) -> list[tuple[str, str]]:
    return [(h.kind, h.id) for h in search(KNOWN, query)]


@pytest.mark.parametrize("name", sorted({n for n in FIELDS if re.fullmatch(r"[A-Z]{2,4}_\d+", n)})[::9])
@pytest.mark.parametrize("sign", ["", " ", "-", "_"], ids=["none", "blank", "hyphen", "underscore"])
def test_a_field_is_first_however_it_is_spelled(name: str, sign: str) -> None:
    assert found(name.lower().replace("_", sign))[0] == ("field", name)


@pytest.mark.parametrize(
    ("query", "name"),
    [("enc6", "ENC_6"), ("adq24", "ADQ_24"), ("mep2", "MEP_2"), ("drf4", "DRF_4"), ("ENC_06", "ENC_6")],
)
def test_these_fields(query: str, name: str) -> None:
    assert found(query) == found(name)


@pytest.mark.parametrize("code", [c for c in CODES if re.fullmatch(r"[A-Z]{3}\d{2}[a-z]?", c)][::5])
@pytest.mark.parametrize("sign", [" ", "-", "_"])
def test_a_rejection_code_is_found_with_a_sign_in_it(code: str, sign: str) -> None:
    assert found(f"{code[:3]}{sign}{code[3:]}")[:1] == found(code)[:1]


def test_a_code_in_another_spelling_among_words() -> None:
    assert found("error fau 14 total")[0] == ("rule", "payable-amount")


@pytest.mark.parametrize(
    ("query", "id_"),
    [
        ("31 NIT", "identification_types:31"),
        ("nit 31", "identification_types:31"),
        ("94 unidad", "units:94"),
        ("94: Unidad", "units:94"),
        ("13 cedula de ciudadania", "identification_types:13"),
        ("13 cédula", "identification_types:13"),
        ("municipio 05001", "municipalities:05001"),
        ("10 efectivo", "payment_means:10"),
        ("moneda COP", "currencies:COP"),
        ("R-99-PN", "fiscal_responsibilities:R-99-PN"),
        ("r99pn", "fiscal_responsibilities:R-99-PN"),
        ("O-13", "fiscal_responsibilities:O-13"),
        ("no aplica otros", "fiscal_responsibilities:R-99-PN"),
    ],
)
def test_a_listed_value_is_first(query: str, id_: str) -> None:
    hits = search(KNOWN, query)
    same = [h.id for h in hits if h.kind == "code" and h.score == hits[0].score]
    assert hits[0].kind == "code"
    assert id_ in same


@pytest.mark.parametrize("query", ["31 facturas", "409 nit emisor", "iva 19", "05001 unidades", "factura 94"])
def test_a_number_with_other_words_is_no_listed_value(query: str) -> None:
    assert [id_ for kind, id_ in found(query)[:1] if kind == "code"] == []


def test_the_page_of_a_listed_value_shows_its_code() -> None:
    assert search(KNOWN, "31 NIT")[0].url == "/guia/listas/identification_types?q=31"


@pytest.mark.parametrize(
    ("query", "kind", "id_"),
    [
        ("horas hábiles", "policy", "policy"),
        ("Valor a Pagar de Factura", "rule", "payable-amount"),
        ("dijito de verificasion", "article", "digito-de-verificacion"),
    ],
)
def test_words_that_people_use(query: str, kind: str, id_: str) -> None:
    assert (kind, id_) in found(query)[:3]


@pytest.mark.parametrize(
    ("query", "near"),
    [
        ("FAJ44", "FAJ44"),
        ("FAJ44a", "FAJ44"),
        ("faj 44", "FAJ44"),
        ("FAD09", "FAD09"),
        ("FAD09 cufe", "FAD09"),
        ("FAU99", "FAU"),
        ("CAU98", "CAU"),
    ],
)
def test_the_nearest_codes_stand_for_one_that_is_not_here(query: str, near: str) -> None:
    kind, id_ = found(query)[0]
    assert kind == "rule"
    assert any(code.startswith(near) for code in (*KNOWN.rules[id_].codes.values(), *KNOWN.rules[id_].also))


def test_the_same_number_comes_before_its_neighbours() -> None:
    assert found("FAJ44")[0] == found("FAJ44b")[0]
    assert found("ENC_99")[0] == ("field", "ENC_21")


@pytest.mark.parametrize("query", ["ZZZ99", "XYZ_4"])
def test_a_family_that_is_not_here_gives_nothing(query: str) -> None:
    assert found(query) == []


def test_half_of_a_question_is_not_answered() -> None:
    assert ("response", "end-date-differs") not in found("consumidor final")
    assert {kind for kind, _ in found("factura Wooxby")} <= {"article", "request", "policy"}
    assert found("factura Wooxby") != []


@pytest.mark.parametrize(
    "query", ["uploadInvoiceFil", "uploadInvoiceFile", "documentStatusFile", "downloadPDFFile"]
)
def test_a_method_finds_the_pages_that_name_it(query: str) -> None:
    by_id = {r.id: r for r in KNOWN.responses}
    named = [by_id[id_] for kind, id_ in found(query) if kind == "response"]
    assert named
    assert any(m.startswith(query) for m in named[0].methods)
