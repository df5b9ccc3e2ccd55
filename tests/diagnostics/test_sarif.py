"""SARIF 2.1.0: the log stands the constraints of OASIS's schema on all that we write."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from diagnostics.__main__ import main
from diagnostics.fixes import apply_edits
from diagnostics.report import Edit
from tests.diagnostics.inputs_folder import BAD, GOOD, QUERY, WARN

SCHEMA = json.loads((Path(__file__).parent / "sarif-2.1.0-part.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft7Validator(SCHEMA, format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER)


@pytest.fixture
def log(folder: Path) -> dict[str, Any]:
    (folder / "con espacio.json").write_bytes((folder / BAD).read_bytes())
    main([BAD, GOOD, WARN, "con espacio.json", "--output", "sarif:a.sarif"])
    told: dict[str, Any] = json.loads((folder / "a.sarif").read_text("utf-8"))
    return told


def test_the_log_stands_the_schema(log: dict[str, Any]) -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    assert [(list(e.absolute_path), e.message) for e in VALIDATOR.iter_errors(log)] == []


@pytest.mark.parametrize("change", [{"version": "2.0.0"}, {"runs": [{}]}, {"runs": None}, {"other": 1}])
def test_the_schema_refuses_what_is_no_log(log: dict[str, Any], change: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid({**log, **change})


def test_results_point_at_their_rule_and_at_the_very_place(log: dict[str, Any], folder: Path) -> None:
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])
    uris = [a["location"]["uri"] for a in run["artifacts"]]
    assert uris == [BAD, GOOD, WARN, "con%20espacio.json"]
    wrong = next(r for r in run["results"] if r["ruleId"] == "FAD16")
    place = wrong["locations"][0]["physicalLocation"]
    assert uris[place["artifactLocation"]["index"]] == place["artifactLocation"]["uri"] == BAD
    region = place["region"]
    line = (folder / BAD).read_text("utf-8").splitlines()[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "4"


def test_a_fix_is_one_that_can_be_applied(log: dict[str, Any], folder: Path) -> None:
    wrong = next(r for r in log["runs"][0]["results"] if r["ruleId"] == "FAD16")
    ((replacement,),) = [c["replacements"] for f in wrong["fixes"] for c in f["artifactChanges"]]
    region = replacement["deletedRegion"]
    end = region["byteOffset"] + region["byteLength"]
    edit = Edit(region["byteOffset"], end, replacement["insertedContent"]["text"])
    assert b'"ENC_15": "3"' in apply_edits((folder / BAD).read_bytes(), [edit])


def test_what_did_not_finish_is_no_successful_run(folder: Path) -> None:
    main([QUERY, "--output", "sarif:a.sarif"])
    log = json.loads((folder / "a.sarif").read_text("utf-8"))
    assert log["runs"][0]["invocations"] == [{"executionSuccessful": False}]
