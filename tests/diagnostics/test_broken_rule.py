"""A rule that fails takes no other with it, and the report does not read as complete."""

import pytest

from diagnostics import diagnose
from diagnostics.issue import CODE_RULES, Scope
from diagnostics.rules import checks_of
from tests.diagnostics.cases import documents


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
