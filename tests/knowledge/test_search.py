"""What people type finds what they mean."""

import pytest

from knowledge import load
from knowledge.search import search
from knowledge.search_terms import TERMS

KNOWN = load()


def found(query: str) -> list[tuple[str, str]]:
    return [(h.kind, h.id) for h in search(KNOWN, query)]


@pytest.mark.parametrize(
    ("query", "kind", "id_", "within"),
    [
        ("409 nit emisor", "response", "issuer-not-the-account", 3),
        ("ENC_6", "field", "ENC_6", 1),
        ("enc_6", "field", "ENC_6", 1),
        ("FAU14", "rule", "payable-amount", 1),
        ("fau14", "rule", "payable-amount", 1),
        ("dígito de verificación", "article", "digito-de-verificacion", 3),
        ("digito de verificacion", "article", "digito-de-verificacion", 3),
        ("dijito de verificasion", "article", "digito-de-verificacion", 5),
        ("payable-amount", "rule", "payable-amount", 1),
        ("FAB12b", "rule", "context-range", 1),
        ("test set id", "article", "test-set-id", 3),
        ("cambio a productivo", "request", "cambio-a-productivo", 3),
        ("sincronizar prefijos", "request", "sincronizacion-de-prefijos", 5),
        ("documento soporte", "article", "documento-soporte", 5),
        ("festivos", "policy", "policy", 3),
        ("teléfono", "policy", "policy", 5),
    ],
)
def test_a_query_finds_its_page(query: str, kind: str, id_: str, within: int) -> None:
    assert (kind, id_) in found(query)[:within]


@pytest.mark.parametrize(
    "query", ["", "   ", "¿?", "%_", "' OR 1=1", "a" * 10_000, "\x00", "\ud800", "(((((", "de la en"]
)
def test_odd_queries_end_in_a_list(query: str) -> None:
    assert isinstance(found(query), list)


@pytest.mark.parametrize("name", [n for n, r in KNOWN.rules.items()])
def test_a_rule_is_first_under_its_own_name(name: str) -> None:
    assert ("rule", name) in found(name)[:1]


def test_hits_lead_into_the_guide() -> None:
    for query in ("nit", "factura", "prefijo", "iva", "409"):
        hits = search(KNOWN, query)
        assert hits
        assert all(h.url.startswith("/") and h.title["es"] and h.title["en"] for h in hits)
        assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)


@pytest.mark.parametrize(
    ("query", "kind", "id_", "within"),
    [
        ("factura de exportación", "code", "document_types:02", 1),
        ("exportation invoice", "code", "document_types:02", 1),
        ("FAX", "rule", "line-tax-amount", 4),
        ("FAU", "rule", "payable-amount", 12),
        ("ENC", "field", "ENC_1", 1),
        ("prefijo no existe", "request", "sincronizacion-de-prefijos", 1),
        ("xml vacio", "response", "xml-empty", 1),
        ("clave incorrecta", "response", "credentials-wrong", 1),
        ("token", "article", "credenciales-c1-c2-c3", 3),
        ("retefuente", "tax", "06", 1),
        ("moneda extranjera dolares", "rule", "currency-everywhere", 1),
        ("TRM", "rule", "exchange-rate-zero", 1),
        ("nota credito sin factura", "article", "notas-y-referencias", 1),
        ("invoice total", "rule", "payable-amount", 5),
        ("check digit", "article", "digito-de-verificacion", 1),
        ("dijito verificasion", "article", "digito-de-verificacion", 1),
        ("adquirente", "rule", "acquirer-check-digit", 8),
        ("redondeo totales", "article", "totales-y-redondeo", 1),
        ("vat", "tax", "01", 1),
        ("credit note", "article", "notas-y-referencias", 1),
    ],
)
def test_what_people_type_finds_something_sensible(query: str, kind: str, id_: str, within: int) -> None:
    assert (kind, id_) in found(query)[:within]


def test_a_family_of_codes_comes_in_order() -> None:
    fields = [id_ for kind, id_ in found("ENC") if kind == "field"]
    assert fields[:3] == ["ENC_1", "ENC_2", "ENC_3"]
    assert fields.index("ENC_9") < fields.index("ENC_10")


def test_a_term_stands_for_pages_that_exist() -> None:
    for term, ours in TERMS.items():
        assert found(term) and found(ours), term
