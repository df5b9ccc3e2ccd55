"""The generated schemas and the validator: what a schema refuses the validator refuses, and the other way round."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import orjson
import pytest
from jsonschema import Draft202012Validator
from lxml import etree

from knowledge.generate.json_schema import json_schema
from knowledge.generate.xsd import xsd
from tests.inputs import Tree, from_xml, put, to_xml
from tests.knowledge.generated import KNOWN, errors, judged, mirror, of_json, of_xml
from tests.knowledge.mutations import mutations

ROOT = Path(__file__).parents[2]
BASES = sorted(path.stem for path in (ROOT / "tests/bases").glob("*.xml"))
OFTEN = ("factura_completa", "nota_debito", "documento_soporte", "nota_ajuste")
SHARED = ROOT.parent / "shared/samples/layout"
UNSAID = {"missing-conditional", "empty-required", "missing-segment", "repeated-segment", "acquirer-name"}
"""What depends on another value, or counts segments without a required field: XSD 1.0 has no words for it."""


def base(name: str) -> tuple[str, Tree]:
    return from_xml((ROOT / f"tests/bases/{name}.xml").read_bytes())


def one_in(step: int, tree: Tree) -> Iterator[tuple[str, Tree]]:
    """One in `step` of what can be done to a document: another value in each field, and in the next."""
    yield from islice(mutations(tree), 0, None, step)


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("root", KNOWN.structure)
def test_the_schemas_are_schemas(root: str, lang: str) -> None:
    structure = KNOWN.structure[root]
    Draft202012Validator.check_schema(json_schema(KNOWN, structure, lang))
    etree.XMLSchema(etree.XML(xsd(KNOWN, structure, lang).encode()))
    assert structure.title[lang] in xsd(KNOWN, structure, lang)
    assert json_schema(KNOWN, structure, lang) is json_schema(KNOWN, structure, lang), "made once"


@pytest.mark.parametrize("name", BASES)
def test_a_clean_document_is_accepted(name: str) -> None:
    root, tree = base(name)
    assert errors(judged(mirror(root, tree))) == set()
    assert [e.message for e in of_json(root).iter_errors(mirror(root, tree))] == []
    assert of_xml(root).validate(etree.XML(to_xml(root, tree))), of_xml(root).error_log


@pytest.mark.parametrize("name", OFTEN)
def test_json_schema_and_validator_agree_on_what_is_changed(name: str) -> None:
    root, tree = base(name)
    refused = 0
    for what, changed in one_in(7, tree):
        document = mirror(root, changed)
        found = next(of_json(root).iter_errors(document), None)
        report = judged(document)
        if found is not None:
            refused += 1
            assert errors(report), f"{what}: the schema refuses ({found.message}), the validator does not"
        else:
            assert errors(report, "structure") == set(), f"{what}: the validator refuses, the schema does not"
    assert refused > 60


@pytest.mark.parametrize("name", OFTEN)
def test_xsd_and_validator_agree_on_what_is_changed(name: str) -> None:
    root, tree = base(name)
    refused = 0
    for what, changed in one_in(7, tree):
        data = to_xml(root, changed)
        report = judged(data)
        if not of_xml(root).validate(etree.XML(data)):
            refused += 1
            assert errors(report), f"{what}: {of_xml(root).error_log[0].message}, the validator does not"
        else:
            assert errors(report, "structure") <= UNSAID, f"{what}: the validator refuses, the XSD does not"
    assert refused > 60


@pytest.mark.parametrize("name", BASES)
def test_each_required_field_is_required_everywhere(name: str) -> None:
    root, tree = base(name)
    for what, changed in mutations(tree, ()):
        if not what.startswith("without ") or "missing-field" not in errors(judged(mirror(root, changed))):
            continue
        assert not of_json(root).is_valid(mirror(root, changed)), what
        assert not of_xml(root).validate(etree.XML(to_xml(root, changed))), what
        field = what.rpartition("/")[2]
        if "_" in field:
            assert f"'{field}.required'" in str(of_xml(root).error_log), "the message names the field"


def test_order_is_free_as_the_validator_has_it() -> None:
    root, tree = base("nota_debito")
    turned = [(n, v if isinstance(v, str) else v[::-1]) for n, v in tree[::-1]]
    assert errors(judged(to_xml(root, turned))) == set()
    assert of_xml(root).validate(etree.XML(to_xml(root, turned)))


def test_what_only_warns_is_let_through() -> None:
    root, tree = base("factura")
    tree = put(put(tree, "/DRF/DRF_4", " FCE "), "/EMI/DFE/DFE_4", "999999")
    report = judged(mirror(root, tree))
    assert {f.rule for f in report.findings if f.severity == "warning"} >= {
        "surrounding-blanks",
        "not-in-list",
    }
    assert of_json(root).is_valid(mirror(root, tree))
    assert of_xml(root).validate(etree.XML(to_xml(root, tree)))


def test_numbers_and_flags_may_be_written_bare() -> None:
    root, tree = base("factura")
    document = orjson.loads(orjson.dumps(mirror(root, tree)).replace(b'"false"', b"false"))
    document[root]["TOT"]["TOT_1"] = float(document[root]["TOT"]["TOT_1"])
    assert errors(judged(document)) == set()
    assert of_json(root).is_valid(document)
    document[root]["TOT"]["TOT_1"] = True
    assert errors(judged(document)) and not of_json(root).is_valid(document)


def test_another_root_and_an_extra_key_are_refused() -> None:
    root, tree = base("factura")
    for document in ({}, {"NOTA": mirror(root, tree)[root]}, {**mirror(root, tree), "version": "1"}):
        assert judged(document).verdict in ("invalid", "incomplete")
        assert not of_json(root).is_valid(document)


@pytest.mark.parametrize("path", sorted(SHARED.glob("*.*")) or [None], ids=lambda p: p.name if p else "none")
def test_the_samples_that_the_validator_finds_clean_are_accepted(path: Path | None) -> None:
    if path is None:
        pytest.skip(f"there are no samples at {SHARED}")
    if path.suffix == ".txt" or errors(judged(path.read_bytes())):
        pytest.skip(f"{path.name} is no XML or JSON, or not clean")
    if path.suffix == ".json":
        document = orjson.loads(path.read_bytes())
        assert [e.message for e in of_json(next(iter(document))).iter_errors(document)] == []
    else:
        element = etree.parse(path).getroot()
        assert of_xml(element.tag).validate(element), of_xml(element.tag).error_log
