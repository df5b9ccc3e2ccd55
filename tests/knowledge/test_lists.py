"""Code lists: found by code and by name, in whose list a code stands, and what a wrong one probably meant."""

import pytest

from knowledge import load
from tests.effort import at_most

LISTS = load().codes


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("countries", 249),
        ("currencies", 179),
        ("departments", 33),
        ("identification_types", 13),
        ("languages", 183),
        ("municipalities", 1122),
        ("payment_means", 76),
        ("postal_codes", 3681),
        ("taxes", 22),
        ("units", 1090),
    ],
)
def test_a_list_is_whole(name: str, rows: int) -> None:
    assert len(LISTS[name].codes) == rows


def test_every_row_has_code_and_name_and_says_whose_it_is() -> None:
    odd = [
        (codes.list, row)
        for codes in LISTS.values()
        for row in codes.rows
        if not row[codes.name_column]
        or row["in"] not in ("both", "dian", "layout")
        or (not row[codes.key] and row[codes.name_column] != "Excluido")  # what is excluded has no rate
    ]
    assert odd == []


def test_a_municipality_and_a_postal_code_lie_in_known_places() -> None:
    departments, municipalities = LISTS["departments"], LISTS["municipalities"]
    assert {r["department_code"] for r in municipalities.rows} <= set(departments.codes)
    assert all(r["code"].startswith(r["department_code"]) for r in municipalities.rows)
    assert {r["department_code"] for r in LISTS["postal_codes"].rows} <= set(departments.codes)


@pytest.mark.parametrize(
    ("name", "code", "status"),
    [
        ("payment_forms", "2", "both"),
        ("credit_note_concepts", "5", "both"),
        ("credit_note_concepts", "6", "dian"),
        ("document_types", "20", "layout"),
        ("operation_types", "10", "both"),
        ("operation_types", "13", "dian"),
        ("payment_forms", "3", None),
        ("payment_forms", "", None),
    ],
)
def test_the_status_says_in_whose_list_a_code_stands(name: str, code: str, status: str | None) -> None:
    assert LISTS[name].status(code) == status


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("payment_means", "  EFECTIVO ", "10"),
        ("credit_note_concepts", "otros", "5"),
        ("credit_note_concepts", "descuento comercial  por pronto pago", "5"),
        (
            "credit_note_concepts",
            "Devolución parcial de los bienes y/o no aceptación parcial del servicio",
            "1",
        ),
        ("payment_forms", "credito", "2"),
        ("payment_forms", "trueque", None),
    ],
)
def test_a_name_gives_its_code_accents_case_and_blanks_apart(name: str, text: str, code: str | None) -> None:
    assert LISTS[name].by_name(text) == code


def test_a_name_that_several_codes_have_gives_none() -> None:
    assert LISTS["postal_codes"].by_name("EL ENCANTO") is None


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("municipalities", "5001", "05001"),
        ("departments", "5", "05"),
        ("municipalities", "Bogotá", "11001"),
        ("countries", "co", "CO"),
        ("currencies", "COPP", "COP"),
        ("countries", "COL", "CO"),
        ("units", "EACH", "EA"),
        ("fiscal_responsibilities", "R99PN", "R-99-PN"),
        ("payment_means", "efectvo", "10"),
        ("currencies", "", None),
        ("postal_codes", "zzzzzzzz", None),
    ],
)
def test_the_nearest_is_what_was_probably_meant(name: str, text: str, code: str | None) -> None:
    assert LISTS[name].nearest(text) == code


def test_a_thousand_wrong_codes_are_guessed_with_bounded_work() -> None:
    codes = LISTS["postal_codes"]
    with at_most(10):
        for n in range(1000):
            codes.nearest(f"{n:04}99999" + "9" * 10_000)


def test_an_unknown_code_has_no_row_and_no_name() -> None:
    assert LISTS["countries"].get("XX") is None
    assert LISTS["countries"].name("XX") is None
