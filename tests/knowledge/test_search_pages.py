"""Taxes and hashes by what people call them, rejections by their words, fields by any of their names."""

import csv
import re
from pathlib import Path

import pytest

from knowledge import load
from knowledge.correspondence import label_of
from knowledge.search import search

KNOWN = load()
ROWS = list(
    csv.DictReader((Path(__file__).parent / "responses_expected.csv").read_text("utf-8").splitlines())
)
MESSAGES = {r["message"]: r["response"] for r in ROWS if " " in r["message"] and r["message"][0] != "("}
CODES = sorted({c for r in KNOWN.rules.values() for code in r.codes.values() for c in code.split("/")})


def first(query: str) -> tuple[str, str]:
    hit = search(KNOWN, query)[0]
    return hit.kind, hit.id


@pytest.mark.parametrize("tax", KNOWN.taxes.values(), ids=lambda t: t.tax)
def test_a_tax_is_first_under_each_of_its_names(tax) -> None:
    shared = {n for t in KNOWN.taxes.values() if t is not tax for n in t.names}
    for name in {tax.name, *tax.names} - shared:
        assert first(name) == ("tax", tax.tax), name
        assert first(name.upper()) == ("tax", tax.tax), name


@pytest.mark.parametrize("entry", KNOWN.hashes.values(), ids=lambda h: h.hash)
def test_a_hash_is_first_under_each_of_its_names(entry) -> None:
    for name in {entry.name, *entry.names}:
        assert first(name) == ("hash", entry.hash), name


@pytest.mark.parametrize(
    ("query", "kind", "id_"),
    [
        ("cufe", "hash", "cufe"),
        ("CUFE no coincide", "hash", "cufe"),
        ("el cufe no me coincide", "hash", "cufe"),
        ("cuffe", "hash", "cufe"),
        ("cude no coincide", "hash", "cude"),
        ("código de seguridad del software", "hash", "software"),
        ("codigo de seguridad del sofware", "hash", "software"),
        ("llave técnica", "hash", "cufe"),
        ("código QR", "hash", "qr"),
        ("IBUA", "tax", "34"),
        ("impuesto bolsas", "tax", "22"),
        ("impuesto de bolzas", "tax", "22"),
        ("Retefuente", "tax", "06"),
        ("retención en la fuente", "tax", "06"),
        ("retension en la fuente", "tax", "06"),
        ("01 IVA", "tax", "01"),
        ("tributo 34", "tax", "34"),
    ],
)
def test_what_people_call_a_tax_or_a_hash(query: str, kind: str, id_: str) -> None:
    assert first(query) == (kind, id_)


@pytest.mark.parametrize("message", MESSAGES, ids=lambda m: m[:50])
def test_a_message_of_the_web_service_finds_its_answer(message: str) -> None:
    assert first(message) == ("response", MESSAGES[message])


@pytest.mark.parametrize("code", CODES[::11])
def test_a_line_of_a_rejection_finds_its_rule_whatever_its_words_are(code: str) -> None:
    rule = KNOWN.rule_for_code(code)
    assert rule is not None
    for words in ("Grupo de contacto informado", "Suma de los tributos de la cabecera", rule.message["es"]):
        assert first(f"Regla: {code}, Rechazo: {words}") == ("rule", rule.rule)


@pytest.mark.parametrize("id_", sorted(KNOWN.fields)[::13])
def test_a_field_is_found_by_its_layout_name_its_path_and_its_title(id_: str) -> None:
    field = KNOWN.fields[id_][0]
    root = next(r for r in KNOWN.structure.values() if id_ in r.by_id)
    here = ("field", field.name)
    assert first(field.name) == here
    for pointer in (f"/{root.name}/{field.segment}/0/{field.name}", f"({field.segment}){field.name}:"):
        assert first(pointer) == here, pointer
    titled = [(h.kind, h.id) for h in search(KNOWN, field.title["es"])[:10]]
    assert here in titled or len(KNOWN.fields[id_]) > 1, titled


IN_UBL = [
    i for i in sorted(KNOWN.ubl_fields) if re.search(r"/(cbc|sts):\w+$", KNOWN.ubl["Invoice"].path_of(i))
]


@pytest.mark.parametrize("id_", IN_UBL[::7])
def test_a_field_is_found_by_its_path_in_ubl(id_: str) -> None:
    root = KNOWN.ubl["Invoice"]
    names = {id_, *(f.name for f in KNOWN.fields.get(id_, ()))}
    path = f"/Invoice/{root.path_of(id_)}"
    assert first(path)[1] in names, path
    label = label_of(root, id_)
    same = [i for i in root.by_id if label_of(root, i) == label]
    found = {h.id for h in search(KNOWN, label, 200)}
    assert names & found or len(same) > 20, label
