"""The files of the 16 kinds: shape, fixed names, texts in both languages, the voice, no password."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import knowledge
from knowledge.catalogue import RequestKind
from knowledge.conditions import fields_of
from tests.knowledge.kinds import KINDS, RAW, SAMPLES, SHARED

SCHEMA = json.loads((Path(knowledge.__file__).parent / "schemas" / "request.schema.json").read_text())
each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)

FIXED = {
    "emision-de-credenciales": (1, "none", "soporte-ws"),
    "actualizacion-test-set-id": (1, "none", "soporte-ws"),
    "cambio-cliente-factura-a-ws": (1, "none", "soporte-ws"),
    "cambio-a-productivo": (1, "none", "soporte-ws"),
    "sincronizacion-de-prefijos": (1, "none", "soporte-ws"),
    "informacion-estructura-base": (1, "none", "soporte-ws"),
    "cambio-responsable-de-envio": (1, "none", "soporte-ws"),
    "asignacion-folios-demo": (1, "none", "soporte-ws"),
    "revision-de-insumo": (2, "diagnosis", "soporte-ws"),
    "credenciales-y-estructura": (2, "diagnosis", "soporte-ws"),
    "uso-de-integrador": (2, "optional", "soporte-ws"),
    "calculo-de-impuestos": (3, "diagnosis", "programacion"),
    "sincronizacion-plataforma-erp": (3, "none", "programacion"),
    "funcionamiento-interno-ws": (4, "none", "by-routing"),
    "funcionamiento-interno-integrador": (4, "none", "by-routing"),
    "mejora-del-integrador": (4, "none", "by-routing"),
}


def texts(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Every text in two languages below a node, with its place."""
    if isinstance(node, dict) and ("es" in node or "en" in node):
        yield path, node
    elif isinstance(node, dict | list):
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from texts(value, f"{path}/{key}")


SOURCES = [("_shared", SHARED), *RAW.items()]
ALL_TEXTS = [(f"{name}{path}", text) for name, source in SOURCES for path, text in texts(source)]


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("source", [SHARED, *RAW.values()], ids=["_shared", *RAW])
def test_every_file_follows_the_schema(source):
    assert [f"{e.json_path}: {e.message}" for e in Draft202012Validator(SCHEMA).iter_errors(source)] == []


def test_an_unknown_key_breaks_the_schema():
    source = {**RAW["mejora-del-integrador"], "colour": "red"}
    assert [e.json_path for e in Draft202012Validator(SCHEMA).iter_errors(source)] == ["$"]


def test_names_levels_gates_and_areas_are_the_fixed_ones():
    assert {k.request: (k.level, k.gate, k.area) for k in KINDS.values()} == FIXED
    assert {name: raw["request"] for name, raw in RAW.items()} == {name: name for name in FIXED}
    assert set(SAMPLES) == set(FIXED)


def test_only_credentials_and_structure_take_a_pasted_rejection():
    takes = [k.request for k in KINDS.values() if "pasted-rejection" in k.gate_accepts]
    assert takes == ["credenciales-y-estructura"]


def test_credentials_ask_first_which_one():
    first = next(KINDS["emision-de-credenciales"].questions)
    assert [o.value for o in first.options] == ["c2", "c3"]


@each_kind
def test_a_page_of_several_questions_has_a_title(kind: RequestKind):
    untitled = [p.page for p in kind.pages if p.title is None and not starts_with_the_decision(p)]
    assert untitled == []
    assert all(p.section for p in kind.pages)


def starts_with_the_decision(page: Any) -> bool:
    """One question, with at most the detail that one of its choices opens under it."""
    first, *more = page.questions
    return all(first.field in fields_of(q.when) for q in more)


@each_kind
def test_who_asks_is_asked_of_everybody_and_prefilled(kind: RequestKind):
    prefilled = {q.prefill for q in kind.questions}
    assert prefilled >= {
        "nit",
        "legal_name",
        "contact_name",
        "mobile",
        "contact_hours",
        "role",
        "erp",
        "phase",
    }


@each_kind
def test_choices_go_with_the_widget(kind: RequestKind):
    for q in kind.questions:
        assert bool(q.options) == (q.widget in ("radio", "select", "checkboxes")), q.field
        assert (q.schema["type"] == "array") == (q.widget == "checkboxes"), q.field
        bounded = "maxLength" in q.schema or q.schema.get("format") == "date"
        assert q.options or bounded or q.schema["type"] in ("integer", "boolean"), q.field


def test_every_text_has_its_twin_with_the_same_placeholders():
    assert len(ALL_TEXTS) > 500
    assert [place for place, text in ALL_TEXTS if set(text) != {"es", "en"}] == []
    assert [place for place, text in ALL_TEXTS if holes(text["es"]) != holes(text["en"])] == []


def holes(text: str) -> list[str]:
    return sorted(re.findall(r"\{\w+\}", text))


FORBIDDEN = re.compile(
    r"inválid|ilegal|fatal|ups\b|señor usuario|por favor|!|\bticket\b|\bcaso urgente\b", re.I
)


def test_texts_keep_the_voice_of_the_house():
    assert [place for place, text in ALL_TEXTS if FORBIDDEN.search(text["es"])] == []


ASKS = re.compile(r"(escriba|copie|pegue|adjunte|write|copy|paste|attach)[^.]*\b(clave|password)\b", re.I)
DOES_NOT = re.compile(
    r"sin la clave|without the password|tapada|covered|técnica|technical|no escriba|write no|nunca|never"
)


@each_kind
def test_no_question_asks_for_a_password(kind: RequestKind):
    for q in kind.questions:
        assert not re.search("password|contrasena|clave$", q.field)
        said = [t for text in (q.label, q.hint, q.error) if text for t in text.values()]
        assert [t for t in said if ASKS.search(t) and not DOES_NOT.search(t.lower())] == []


@pytest.mark.parametrize("field", ["response_message", "what_happens", "c1_user", "ws_user"])
def test_where_a_password_could_slip_in_the_page_says_not_to(field: str):
    asked = [(k, p, q) for k in KINDS.values() for p in k.pages for q in p.questions if q.field == field]
    for kind, page, q in asked:
        said = " ".join(t["es"] for t in (page.intro, q.hint, q.error) if t)
        if "WS answer today" not in q.label["en"]:
            assert re.search("clave", said), kind.request
    assert asked
