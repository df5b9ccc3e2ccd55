"""Every rule finds what it is for, at its place and in each format, and leaves alone what is next to it."""

import pytest

from tests.diagnostics.cases import Case, all_cases

CASES = dict(all_cases())


@pytest.mark.parametrize("case", [pytest.param(c, id=n) for n, c in CASES.items() if c.fails])
def test_a_rule_finds_its_fault(case: Case) -> None:
    wanted = case.wanted
    found = [f for f in case.report.findings if f.rule == case.rule]
    assert found, f"{case.rule} found nothing"
    near = [{k: getattr(f, k) for k in wanted} for f in found]
    assert wanted in near


@pytest.mark.parametrize("case", [pytest.param(c, id=n) for n, c in CASES.items() if c.fails])
def test_a_fault_decides_the_verdict(case: Case) -> None:
    report = case.report
    severity = case.spec["finding"]["severity"]
    worst = {"error": {"invalid"}, "warning": {"invalid", "valid_with_warnings"}}
    assert report.verdict in worst.get(severity, {"valid", "valid_with_warnings", "incomplete", "invalid"})


@pytest.mark.parametrize("case", [pytest.param(c, id=n) for n, c in CASES.items() if not c.fails])
def test_a_rule_leaves_good_documents_alone(case: Case) -> None:
    assert [f.message for f in case.report.findings if f.rule == case.rule] == []
