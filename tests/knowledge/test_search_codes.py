"""Codes of long lists and names as programs write them are found too."""

import pytest

from knowledge import load
from knowledge.search import search
from tests.effort import at_most

KNOWN = load()


@pytest.mark.parametrize(
    ("query", "id_"),
    [
        ("05001", "municipalities:05001"),
        ("Medellín", "municipalities:05001"),
        ("medellin", "municipalities:05001"),
        ("O-13", "fiscal_responsibilities:O-13"),
        ("cop", "currencies:COP"),
    ],
)
def test_an_entry_of_a_list_is_found_by_code_or_name(query: str, id_: str) -> None:
    hits = [h for h in search(KNOWN, query) if h.kind == "code"]
    assert id_ in [h.id for h in hits]
    assert all(h.url.startswith("/guia/listas/") and "?q=" in h.url for h in hits)


def test_many_codes_of_one_name_are_one_result() -> None:
    postal = [h for h in search(KNOWN, "Medellín") if h.id.startswith("postal_codes:")]
    assert len(postal) == 1


@pytest.mark.parametrize("query", ["PayableAmount", "payable amount"])
def test_a_name_in_camel_case_is_read_as_its_words(query: str) -> None:
    assert ("rule", "payable-amount") in [(h.kind, h.id) for h in search(KNOWN, query)][:3]


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("FAK24", "acquirer-check-digit"),
        ("CAU06", "tax-inclusive-total"),
        ("DC24", "signature-time-required"),
        ("ZE02", "signature-intact"),
        ("FAU15", "currency-everywhere"),
    ],
)
def test_a_code_of_the_annex_finds_its_rule_first(code: str, rule: str) -> None:
    assert search(KNOWN, code)[0].id == rule


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("PayableAmount", {"payable-amount", "prepaid-in-payable", "TOT_5"}),
        ("cbc:TaxableAmount", {"IMP_2", "IIM_4"}),
        ("cac:PartyLegalEntity", {"issuer.legal_group", "acquirer.legal_group"}),
    ],
)
def test_a_name_of_ubl_finds_its_fields_first(query: str, first: set[str]) -> None:
    assert first <= {h.id for h in search(KNOWN, query)[:9]}


def test_shared_texts_stand_behind_those_of_their_own() -> None:
    """The annex asks hundreds of things in the same words: they must not bury what we wrote ourselves."""
    for query in ("moneda", "adquirente", "firma", "digito de verificacion"):
        rules = [KNOWN.rules[h.id] for h in search(KNOWN, query, 40) if h.kind == "rule"]
        shared = [n for n, r in enumerate(rules) if r.text]
        own = [n for n, r in enumerate(rules) if not r.text]
        assert own and (not shared or min(own) < min(shared)), query


@pytest.mark.parametrize("query", ["", "xyzzy qwerty"])
def test_what_is_nowhere_gives_nothing(query: str) -> None:
    assert search(KNOWN, query) == []


@pytest.mark.parametrize("query", ["409 nit emisor", "digito de verificacon de la factura " * 6, "zz " * 70])
def test_a_long_query_takes_bounded_work(query: str) -> None:
    search(KNOWN, query)
    with at_most(1):
        for _ in range(5):
            search(KNOWN, query)
