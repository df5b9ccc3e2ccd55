"""Answers of each kind: complete ones pass, what is taken away is named, what is wrong says what to write."""

import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from knowledge.answer_check import check_answers
from knowledge.answer_schema import answer_schema, format_checker
from knowledge.catalogue import is_required, visible_answers
from knowledge.completeness import missing_items
from knowledge.questions import Question
from tests.knowledge.kinds import CASE_IDS, CASES, KINDS, SAMPLES, TODAY, cases

each_case = pytest.mark.parametrize(("name", "case"), CASES, ids=CASE_IDS)
WRONG = [(name, wrong) for name, sample in SAMPLES.items() for wrong in sample["wrong"]]
WRONG_IDS = [f"{name}-{wrong['field']}-{wrong['value']}" for name, wrong in WRONG]


def accepts(name: str, answers: dict[str, Any], *, complete: bool = True) -> bool:
    schema = answer_schema(KINDS[name], complete=complete)
    return Draft202012Validator(schema, format_checker=format_checker()).is_valid(answers)


@each_case
def test_complete_answers_pass(name: str, case: dict[str, Any]):
    kind = KINDS[name]
    assert check_answers(kind, case["answers"], today=TODAY, complete=True) == []
    assert missing_items(kind, case["answers"], case["attachments"], case["diagnosis"]) == []
    assert accepts(name, case["answers"])
    assert visible_answers(kind, case["answers"]) == case["answers"], "a case answers what is not asked"


@each_case
def test_each_required_answer_taken_away_is_named(name: str, case: dict[str, Any]):
    kind = KINDS[name]
    required = [q for q in kind.questions if is_required(q, case["answers"])]
    assert len(required) >= 10
    for q in required:
        fewer = {f: v for f, v in case["answers"].items() if f != q.field}
        named = {i.item: i for i in missing_items(kind, fewer, case["attachments"], case["diagnosis"])}
        assert named[q.field].ask == q.error
        assert [p.missing for p in check_answers(kind, fewer, complete=True) if p.field == q.field] == [True]
        assert check_answers(kind, fewer) == []
        assert not accepts(name, fewer)
        assert accepts(name, fewer, complete=False)


@each_case
def test_each_required_file_taken_away_is_named(name: str, case: dict[str, Any]):
    kind = KINDS[name]
    required = [a for a in kind.attachments if is_required(a, case["answers"])]
    for a in required:
        fewer = [item for item in case["attachments"] if item != a.item]
        missing = missing_items(kind, case["answers"], fewer, case["diagnosis"])
        assert [(i.item, i.kind) for i in missing] == [(a.item, "attachment")]
        assert a.label["es"] in missing[0].ask["es"]


@pytest.mark.parametrize(("name", "wrong"), WRONG, ids=WRONG_IDS)
def test_a_wrong_value_says_what_to_write(name: str, wrong: dict[str, Any]):
    answers = {**cases(name)[0]["answers"], wrong["field"]: wrong["value"]}
    missing = wrong.get("missing", False)
    problems = check_answers(KINDS[name], answers, today=TODAY, complete=missing)
    assert [p.field for p in problems] == [wrong.get("at", wrong["field"])]
    assert wrong["says"].lower() in problems[0].message["es"].lower()
    assert problems[0].message["en"] != problems[0].message["es"]
    assert problems[0].missing is missing


def test_every_kind_has_wrong_values():
    assert {name for name, _ in WRONG} == set(KINDS)


def test_one_page_judges_only_its_own_questions():
    kind = KINDS["cambio-a-productivo"]
    answers = {"nit": "1", "go_live": "never"}
    by_page = {p.page: [x.field for x in check_answers(kind, answers, page=p)] for p in kind.pages}
    assert {page: fields for page, fields in by_page.items() if fields} == {
        "organisation": ["nit"],
        "go-live": ["go_live"],
    }


def test_a_field_that_the_kind_does_not_ask_is_refused():
    kind = KINDS["mejora-del-integrador"]
    problems = check_answers(kind, {"level": 1})
    assert [(p.field, p.message["en"]) for p in problems] == [
        ("level", "Remove this datum, the request does not ask for it.")
    ]
    assert not accepts("mejora-del-integrador", {"level": 1}, complete=False)


def test_an_answer_hidden_by_a_later_change_no_longer_counts():
    kind = KINDS["emision-de-credenciales"]
    answers = {**cases("emision-de-credenciales")[0]["answers"], "credential": "c3"}
    assert "client_status" not in visible_answers(kind, answers)
    missing = [i.item for i in missing_items(kind, answers, [], "none")]
    assert "go_live_date" in missing
    assert "client_status" not in missing
    assert {"set-proof", "resolution"} <= set(missing)
    assert "checklist" not in missing


def test_dates_are_judged_against_today_only_where_it_is_given():
    kind = KINDS["cambio-a-productivo"]
    answers = {**cases("cambio-a-productivo")[0]["answers"], "go_live_date": "2020-01-01"}
    assert check_answers(kind, answers) == []
    assert [p.field for p in check_answers(kind, answers, today=TODAY)] == ["go_live_date"]


@pytest.mark.parametrize("nit", ["900.373.913-4", "900373913-4", "901.143.311-8", "8600020-0"])
def test_a_nit_with_its_digit_passes(nit: str):
    from knowledge.answer_schema import check_digit

    number = nit.split("-")[0]
    written = f"{number}-{check_digit(number)}"
    assert check_answers(KINDS["mejora-del-integrador"], {"nit": written}) == []


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("legal_name", "Comercial\r\nBcc: x@y.example", "una sola línea"),
        ("legal_name", "Comercial\x00 El Roble", "no se ven"),
        ("need", "Copiamos los archivos a mano\x1b[2J", "no se ven"),
        ("need", "Copiamos los archivos a mano \ud800", "no se ven"),
        ("need", "Copiamos los archivos\r\n\ta mano", None),
    ],
)
def test_characters_that_nothing_can_show_are_refused(field: str, value: str, says: str | None):
    problems = check_answers(KINDS["mejora-del-integrador"], {field: value})
    assert len(problems) == (says is not None)
    assert says is None or says in problems[0].message["es"]


def test_blanks_are_no_answer():
    kind = KINDS["mejora-del-integrador"]
    answers = {**cases(kind.request)[0]["answers"], "legal_name": "     "}
    assert [i.item for i in missing_items(kind, answers, [], "none")] == ["legal_name"]


@pytest.mark.parametrize("value", [["a"], {"a": 1}, 7, True, 1.5])
def test_a_value_of_another_type_is_a_problem_and_no_crash(value: Any):
    for kind in KINDS.values():
        fields = [q.field for q in kind.questions if q.schema["type"] == "string" and q.when is None]
        problems = check_answers(kind, dict.fromkeys(fields, value), today=TODAY)
        assert [p.field for p in problems] == fields


SINGLE_LINE = ("text", "tel", "number", "date", "nit", "email")
TYPED = [(k.request, q) for k in KINDS.values() for q in k.questions if q.widget in SINGLE_LINE]


@pytest.mark.parametrize(("kind", "question"), TYPED, ids=[f"{k}-{q.field}" for k, q in TYPED])
def test_the_error_of_a_typed_question_gives_an_example(kind: str, question: Question) -> None:
    assert re.search(r"\bcomo |por ejemplo", question.error["es"]), question.error
    assert re.search(r"such as|for example", question.error["en"]), question.error


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("cambio-a-productivo", "mobile", "(604) 609 00 04 extensión 22"),
        ("cambio-a-productivo", "prefix", "ELR-2026"),
        ("cambio-a-productivo", "resolution_number", "187640123456789012345678"),
        ("revision-de-insumo", "document_number", "factura ELR 1842 de noviembre"),
    ],
)
def test_what_is_wrong_in_shape_and_too_long_is_told_its_shape(kind: str, field: str, value: str) -> None:
    [problem] = check_answers(KINDS[kind], {field: value})
    assert problem.message == KINDS[kind].question(field).error


def test_what_is_only_too_long_is_told_by_how_much() -> None:
    [problem] = check_answers(KINDS["cambio-a-productivo"], {"erp": "x" * 90})
    assert "90" in problem.message["es"] and "80" in problem.message["es"]
