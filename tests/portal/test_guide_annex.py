"""The guide's pages of DIAN's annex: one entry with the codes of each document, in both vocabularies."""

import re

import pytest
from flask.testing import FlaskClient

from knowledge import load
from knowledge.correspondence import label_of
from tests.portal.test_guide_pages import bare, page_of

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
KNOWN = load()
ONLY_UBL = [id_ for id_, f in KNOWN.ubl_fields.items() if id_ not in KNOWN.fields and f.name[0] != "#"]


@pytest.mark.parametrize(
    ("code", "document", "path"),
    [
        ("FAU14", "factura", "/Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount"),
        ("CAU14", "nota crédito", "/CreditNote/cac:LegalMonetaryTotal/cbc:PayableAmount"),
        ("DAU14", "nota débito", "/DebitNote/cac:RequestedMonetaryTotal/cbc:PayableAmount"),
    ],
)
def test_each_code_is_the_same_page_with_its_own_document(
    client: FlaskClient, code: str, document: str, path: str
) -> None:
    page = page_of(client, f"/guia/{code}")
    words = bare(page)
    others = {"FAU14", "CAU14", "DAU14"} - {code}
    assert f"Error {code} {document} en " in words
    assert all(f'href="/guia/{other}"' in page for other in others)
    assert path in words
    assert "TOT/TOT_5" in words


def test_a_note_is_told_no_field_that_it_lacks(client: FlaskClient) -> None:
    assert "ANT_1" in bare(page_of(client, "/guia/FAU14")).partition("Dónde está")[2]
    assert "ANT_1" not in bare(page_of(client, "/guia/CAU14")).partition("Dónde está")[2]


def test_a_rule_says_how_much_it_weighs_in_each_document(client: FlaskClient) -> None:
    table = bare(page_of(client, "/guia/FAJ09")).partition("En cada documento")[2]
    assert "FAJ09 factura, en UBL Error Publicada" in table
    assert "CAJ09 nota crédito, en UBL Aviso Por analogía" in table
    assert "Sí, sin conexión, en UBL" in table


def test_documents_of_one_code_and_weight_share_a_row(client: FlaskClient) -> None:
    words = bare(page_of(client, "/guia/DC24"))
    assert "DC24 factura, nota crédito, nota débito, evento, en UBL Error Confirmada" in words


def test_the_severity_of_a_note_is_its_own(client: FlaskClient) -> None:
    assert "Aviso CAJ09 nota crédito en factura: FAJ09" in bare(page_of(client, "/guia/CAJ09"))


def test_a_code_of_two_rules_shows_both(client: FlaskClient) -> None:
    words = bare(page_of(client, "/guia/FAK20"))
    assert "FAK20 en otras reglas" in words
    names = {r.rule for r in KNOWN.rules.values() if r.codes.get("invoice") == "FAK20"}
    page = page_of(client, "/guia/FAK20")
    other = names - {KNOWN.rule_for_code("FAK20").rule}
    assert other and all(f'href="/guia/reglas/{name}"' in page for name in other)


def test_a_code_of_the_structure_shows_its_field_beside_the_rule_of_ubl(client: FlaskClient) -> None:
    page = page_of(client, "/guia/FAK02")
    assert (
        "Tipo de persona del adquiriente , en el layout." in bare(page).partition("FAK02 en otras reglas")[2]
    )
    assert 'href="/guia/campos/ADQ_1"' in page and 'href="/guia/reglas/not-in-list"' in page
    assert 'href="/guia/listas/organization_types"' in page


def test_a_code_that_an_entry_answers_for_leads_there(client: FlaskClient) -> None:
    page = page_of(client, "/guia/CAU13")
    assert '<span aria-current="page">CAU13</span>' in page
    assert KNOWN.rules["currency-everywhere"].title["es"] in bare(page)


def test_what_is_only_known_by_name_invents_nothing(client: FlaskClient) -> None:
    words = bare(page_of(client, "/guia/FAB04"))
    assert "No se revisa aquí." in words and "Su texto publicado no lo hallamos" in words
    assert "Por qué se revisa" not in words and "Cómo arreglarlo" not in words
    assert "No: se explica" in words


@pytest.mark.parametrize("id_", ONLY_UBL[::12])
def test_what_only_ubl_has_has_a_page(client: FlaskClient, id_: str) -> None:
    words = bare(page_of(client, f"/guia/campos/{id_}"))
    assert KNOWN.ubl_fields[id_].title["es"] in words
    assert any(f"{root.name}/" in words for root in KNOWN.ubl.values())


def test_a_field_of_the_layout_tells_its_nodes_in_each_document(client: FlaskClient) -> None:
    words = bare(page_of(client, "/guia/campos/TOT_5"))
    for path in (
        "/Invoice/cac:LegalMonetaryTotal",
        "/CreditNote/cac:LegalMonetaryTotal",
        "/DebitNote/cac:Requ",
    ):
        assert path in words
    assert "No sabemos a qué nodo del UBL va." in bare(page_of(client, "/guia/campos/ENC_13"))


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("totals.payable", "/guia/campos/TOT_5"),
        ("cbc:PayableAmount", "/guia/campos/TOT_5"),
        ("ds:SignatureValue", "/guia/campos/signature.value"),
        ("cbc:UUID/@schemeID", "/guia/campos/doc.uuid_scheme_id"),
        ("cac:RequestedMonetaryTotal", "/guia/campos/totals"),
    ],
)
def test_any_name_of_a_field_leads_to_its_page(client: FlaskClient, asked: str, address: str) -> None:
    response = client.get(f"/guia/campos/{asked}")
    assert response.status_code == 301 and response.headers["Location"] == address
    assert client.get(address).status_code == 200


def test_a_name_of_many_fields_offers_them_with_their_place(client: FlaskClient) -> None:
    page = page_of(client, "/guia/campos/cbc:CompanyID")
    same = [i for i in KNOWN.ubl_fields if label_of(KNOWN.ubl["Invoice"], i) == "cbc:CompanyID"]
    assert len(same) > 3
    assert len(set(re.findall(r'href="/guia/campos/([^"]+)"', page))) == len(same)
    assert "/Invoice/cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme/cbc:CompanyID" in bare(page)


@pytest.mark.parametrize("document", ["Invoice", "CreditNote", "DebitNote", "ApplicationResponse"])
def test_the_index_lists_the_nodes_of_a_document(client: FlaskClient, document: str) -> None:
    page = page_of(client, f"/guia/campos?documento={document}")
    assert f"/{document}/cbc:UUID" in bare(page)
    assert ("event.code" in page) == (document == "ApplicationResponse")
    assert ("/guia/campos/TOT_5" in page) == (document != "ApplicationResponse")


def test_the_rules_are_folded_by_family_with_a_title_each(client: FlaskClient) -> None:
    page = page_of(client, "/guia/reglas")
    assert {r.family for r in KNOWN.rules.values()} == set(re.findall(r'class="tbl-wrap"\s+id="(\w+)"', page))
    assert page.count('<details class="fold">') == len({r.family for r in KNOWN.rules.values()})


def test_the_coverage_adds_up(client: FlaskClient) -> None:
    table = page_of(client, "/guia/reglas").partition("Cuánto del anexo")[2]
    lines = [
        [int(n.replace(".", "")) for n in re.findall(r'class="num">([\d.]+)<', row)]
        for row in table.split("<tr>")
    ]
    *kinds, total = [line for line in lines if line]
    assert len(kinds) > 3 and [sum(column) for column in zip(*kinds, strict=True)] == total
    assert total[1] + total[4] == total[0] and total[0] > 900
