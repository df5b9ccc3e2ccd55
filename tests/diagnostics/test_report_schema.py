"""Every report stands the published schema, in both languages, and comes back whole from its own JSON."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import diagnostics
from diagnostics import Report, diagnose
from diagnostics.reporters import rendered
from diagnostics.reporters.json import bundle
from diagnostics.reporters.result import Result
from diagnostics.reporters.style import Style
from tests.diagnostics.cases import Case, all_cases

SCHEMA = json.loads((Path(diagnostics.__file__).parent / "report.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
ONE_FORMAT = {n: c for n, c in all_cases() if c.fails and c.format in ("xml", "soap", "base64")}


def written(report: Report) -> dict[str, Any]:
    """A report as the JSON that is written of it says it."""
    told: dict[str, Any] = json.loads(rendered("json", [Result("a.xml", report)], Style()))
    return told


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("case", [pytest.param(c, id=n) for n, c in ONE_FORMAT.items()])
def test_a_report_stands_the_schema(case: Case) -> None:
    report = case.report
    for lang in ("es", "en"):
        assert [e.message for e in VALIDATOR.iter_errors(written(report))] == []
        assert [e.message for e in VALIDATOR.iter_errors(report.to_dict(lang))] == []


@pytest.mark.parametrize("case", [pytest.param(c, id=n) for n, c in ONE_FORMAT.items()])
def test_a_report_comes_back_whole(case: Case) -> None:
    told = written(case.report)
    assert Report.from_dict(told).to_dict() == told


def test_several_reports_stand_the_schema() -> None:
    told = bundle([c.report for c in list(ONE_FORMAT.values())[:5]])
    assert [e.message for e in VALIDATOR.iter_errors(told)] == []
    assert told["summary"]["files"] == 5


@pytest.mark.parametrize(
    "change", [{"verdict": "ok"}, {"extra": 1}, {"schema_version": "2"}, {"findings": None}]
)
def test_the_schema_refuses_what_is_no_report(change: dict) -> None:
    assert not VALIDATOR.is_valid({**diagnose(b"").to_dict(), **change})


def test_what_no_encoding_can_write_does_not_stop_a_report() -> None:
    data = b'{"FACTURA": {"ENC": {"ENC_6": "\\ud800", "ENC_2": "' + b"9" * 5000 + b'"}}}'
    told = written(diagnose(data, name="fact\udcff.xml"))
    assert len(told["documents"][0]["issuer_nit"]) == 80


def test_a_file_over_the_limit_is_named_as_it_is() -> None:
    report = diagnose(b"x" * 50, limits=diagnostics.Limits(size=10))
    assert report.file["size"] == 50
