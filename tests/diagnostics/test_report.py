"""Verdict, counts, cap and folding of a report."""

import pytest

from diagnostics import Limits, Report, diagnose
from diagnostics.consequences import causes_of
from diagnostics.document import At
from diagnostics.issue import Issue
from diagnostics.report import verdict_of
from tests.diagnostics.cases import base, edited
from tests.inputs import put, to_json, to_xml


def report_of(name: str, *edits: tuple[str, str | None], **options: object) -> Report:
    root, tree = base(name)
    for path, value in edits:
        tree = put(tree, path, value)
    return diagnose(to_xml(root, tree), **options)


@pytest.mark.parametrize(
    ("severities", "complete", "verdict"),
    [
        ([], True, "valid"),
        (["info"], True, "valid"),
        (["info", "warning"], True, "valid_with_warnings"),
        (["warning", "error"], True, "invalid"),
        (["error"], False, "incomplete"),
        ([], False, "incomplete"),
    ],
)
def test_the_verdict(severities: list[str], complete: bool, verdict: str) -> None:
    class Told:
        def __init__(self, severity: str) -> None:
            self.severity = severity

    assert verdict_of([Told(s) for s in severities], complete) == verdict


def test_equal_findings_are_capped_and_counted() -> None:
    root, tree = base("factura")
    (lines,) = [i for i, (n, _) in enumerate(tree) if n == "ITE"][:1]
    tree = [*tree[:lines], *[tree[lines + 1]] * 50]
    report = diagnose(to_json(root, put(tree, "/ENC/ENC_15", "50")))
    numbers = [f for f in report.findings if f.rule == "line-numbers"]
    assert len(numbers) == 20
    assert {f.total for f in numbers} == {49}
    assert report.counts["error"] >= 49
    assert (
        len(
            [
                f
                for f in diagnose(to_json(root, tree), limits=Limits(shown=3)).findings
                if f.rule == "line-numbers"
            ]
        )
        == 3
    )


@pytest.mark.parametrize(
    ("name", "path", "value", "code"),
    [
        ("factura", "/ITE[1]/ITE_7", "60000.00", "FAV06"),
        ("factura", "/ITE[1]/TII[1]/IIM[1]/IIM_4", "95000.00", "FAX07"),
        ("factura", "/TIM[1]/IMP[1]/IMP_6", "5.00", "FAS01b"),
        ("factura_completa", "/TIM[3]/TIM_1", "false", "withholding-flag"),
        ("factura_completa", "/DSC[1]/DSC_3", "2500.00", "allowance-amount"),
        ("nota_debito", "/ENC/ENC_1", "NC", "operation-type"),
    ],
)
def test_one_wrong_value_is_one_cause(name: str, path: str, value: str, code: str) -> None:
    report = report_of(name, (path, value))
    causes = [f for f in report.findings if f.consequence_of is None]
    blamed = [f for f in causes if f.path.endswith(path)]
    assert blamed or name == "nota_debito"
    if blamed:
        assert [f.path for f in causes if f.severity == "error"] in ([blamed[0].path], [])
        assert not any(f.edits for f in report.findings if f.consequence_of is not None)


def test_a_wrong_total_is_one_finding() -> None:
    report = report_of("factura", ("/TOT/TOT_1", "999.00"))
    assert [f.code for f in report.findings if f.consequence_of is None] == ["FAU02"]
    assert {f.consequence_of for f in report.findings} <= {None, 0}


def test_causes_lead_to_the_first_and_never_in_circles() -> None:
    a, b, c = (At(None, n, "x") for n in range(3))
    issues = [Issue(a, because=(b,)), Issue(b, because=(a,)), Issue(c, because=(a,))]
    assert causes_of(issues, [True] * 3) == [1, None, 1]
    assert causes_of(issues, [False] * 3) == [None, None, None]


def test_a_missing_field_stands_at_its_parents_tag() -> None:
    root, tree = base("factura")
    tree = edited(tree, [{"remove": "/ITE[2]/ITE_7"}])
    text = to_xml(root, tree).decode()
    found = [f for f in diagnose(text.encode()).findings if f.rule == "missing-field"]
    second = [n for n, line in enumerate(text.split("\n"), 1) if line == "  <ITE>"][1]
    assert [(f.line, f.column, f.path) for f in found] == [(second, 3, "/FACTURA/ITE[2]")]
    assert "`ITE_6`" in found[0].fix


def test_what_only_others_know_is_listed() -> None:
    report = report_of("factura")
    assert report.verdict == "valid"
    needs = {n["code"]: n["needs"] for n in report.not_checked}
    assert "FAD06" in needs
    assert all(needs.values())


@pytest.mark.parametrize(
    ("name", "codes", "others"),
    [
        ("factura", {"FAJ44b", "RUT01", "FAD09e", "FAB19b"}, {"DSAJ21", "adjusted-support-exists"}),
        ("nota_credito", {"CBG04", "CAD09e", "CAJ44b"}, {"RUT01", "adjusted-support-exists"}),
        ("nota_ajuste", {"DSAJ21", "DSAB19b", "DSAD06", "adjusted-support-exists"}, {"FAD06", "RUT01"}),
        ("documento_soporte", {"DSAJ21", "DSAD06", "numbering-registered"}, {"FAJ21", "FAD09e"}),
    ],
)
def test_each_kind_of_document_lists_what_others_decide_of_it(
    name: str, codes: set[str], others: set[str]
) -> None:
    listed = {n["code"] for n in report_of(name).not_checked}
    assert codes <= listed
    assert not others & listed


def test_the_scenario_is_said() -> None:
    root, tree = base("nota_credito")
    assert diagnose(to_xml(root, tree)).file["scenario"] == "nota crédito, layout XML, UTF-8"


def test_english_changes_titles_and_messages_only() -> None:
    report = report_of("factura", ("/ENC/ENC_15", "4"))
    spanish, english = report.to_dict()["findings"][0], report.to_dict("en")["findings"][0]
    changed = {k for k in spanish if spanish[k] != english[k]}
    assert {"title", "message"} <= changed <= {"title", "message", "action"}


@pytest.mark.parametrize(
    "data",
    [b"hola a todos", b"%PDF-1.7", b"<Pedido/>", b"[FACTURA](ENC)ENC_1:A;(/EMI)", b"{,}", b"<a><b></a>"],
)
def test_no_placeholder_is_left_in_what_could_not_be_read(data: bytes) -> None:
    finding = diagnose(data).findings[0]
    assert "{" not in finding.message
    assert "«»" not in finding.message
