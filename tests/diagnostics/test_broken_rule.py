"""A rule that fails takes no other with it, and the report does not read as complete."""

import re

import pytest

from diagnostics import diagnose
from diagnostics.issue import CODE_RULES, Scope
from diagnostics.rules import checks_of
from tests.diagnostics.cases import documents
from tests.effort import at_most


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> str:
    name = "time-zone"

    def fail(scope: Scope) -> list[object]:
        raise ZeroDivisionError

    assert name in CODE_RULES
    monkeypatch.setattr(
        "diagnostics.engine.checks_of", lambda s: [(n, fail if n == name else c) for n, c in checks_of(s)]
    )
    return name


def test_a_failed_rule_is_named_and_the_others_go_on(broken: str) -> None:
    ((_, data),) = documents(
        {"base": "factura", "edits": [{"path": "/ENC/ENC_15", "value": "4"}], "formats": ["xml"]}
    )
    report = diagnose(data)
    assert report.verdict == "incomplete"
    assert {f.rule for f in report.findings} == {"internal", "line-count"}
    (ours,) = [f for f in report.findings if f.rule == "internal"]
    assert broken in ours.message
    assert ours.severity == "warning"


def test_a_failure_is_logged_with_its_place_and_without_the_document(
    broken: str, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    ((_, data),) = documents({"base": "factura", "edits": [], "formats": ["xml"]})
    with at_most(seconds=5):
        diagnose(data)
    logged = "".join(capfd.readouterr()) + caplog.text
    assert broken in logged
    assert "ZeroDivisionError" in logged and "engine.py" in logged
    assert not [v for v in re.findall(r">([^<>\s]{8,})<", data.decode()) if v in logged]


def test_a_failed_sum_is_not_asked_again_for_its_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(scope: Scope) -> list[object]:
        raise ZeroDivisionError

    monkeypatch.setattr(
        "diagnostics.engine.checks_of",
        lambda s: [(n, fail if n == "gross-total" else c) for n, c in checks_of(s)],
    )
    edits = [{"path": "/TOT/TOT_7", "value": "1.00"}]
    ((_, data),) = documents({"base": "factura", "edits": edits, "formats": ["xml"]})
    report = diagnose(data)
    assert report.verdict == "incomplete"
    assert "tax-inclusive-total" in {f.rule for f in report.findings}


@pytest.mark.parametrize("field", ["ITE_3", "ITE_5", "ITE_7", "ITE_27"])
def test_the_longest_numbers_are_reckoned_with(field: str) -> None:
    edits = [{"path": f"/ITE[1]/{field}", "value": "999999999999999999.999999"}]
    for _, data in documents({"base": "factura", "edits": edits}):
        report = diagnose(data)
        assert report.verdict == "invalid"
        assert "internal" not in {f.rule for f in report.findings}
