"""Safe corrections: they remove what they are for, add nothing, and touch no other byte."""

from dataclasses import replace

import pytest

from diagnostics import Edit, Report, diagnose
from diagnostics.fixes import apply_edits, diff, fix_all, fixable
from tests.diagnostics.cases import Case, all_cases, base
from tests.inputs import WRITERS, put

CASES = {n: c for n, c in all_cases() if c.fails and c.format in WRITERS and fixable(c.report, unsafe=True)}
SAFE = {n: c for n, c in CASES.items() if fixable(c.report)}
MODEL = next(f for c in SAFE.values() for f in fixable(c.report) if f.severity == "error" and f.total == 1)
FAULTS = [
    ("/ENC/ENC_15", "5"), ("/ENC/ENC_6", "FCE-4106"), ("/TIM[1]/TIM_1", "False"), ("/ENC/ENC_8", "10:15:00"),
    ("/TOT/TOT_1", "132.000,00"), ("/EMI/EMI_6", "  Tejidos & <La> Ceiba "), ("/ITE[2]/ITE_1", "7"),
    ("/ENC/ENC_7", "31/07/2026"),
    ("/EMI/ICC/ICC_9", "ZZ"), ("/ADQ/ADQ_15", "Colombia"),
]  # fmt: skip


def keys(report: Report) -> set[tuple[str, str]]:
    """Findings without what moves when text before them grows or shrinks."""
    return {(f.code, f.path) for f in report.findings}


@pytest.mark.parametrize("case", [pytest.param(c, id=n) for n, c in SAFE.items()])
def test_a_safe_fix_removes_its_finding_and_adds_none(case: Case) -> None:
    before = case.report
    for finding in fixable(before):
        corrected = apply_edits(case.data, finding.edits)
        after = diagnose(corrected, context=case.spec.get("context"))
        assert (finding.code, finding.path) not in keys(after)
        assert keys(after) < keys(before)


@pytest.mark.parametrize("case", [pytest.param(c, id=n) for n, c in CASES.items()])
def test_a_fix_changes_nothing_but_the_value(case: Case) -> None:
    for finding in fixable(case.report, unsafe=True):
        (edit,) = finding.edits
        corrected = apply_edits(case.data, finding.edits)
        size = len(edit.text.encode())
        assert corrected[: edit.start] == case.data[: edit.start]
        assert corrected[edit.start + size :] == case.data[edit.end :]
        assert corrected[edit.start : edit.start + size] == edit.text.encode()


@pytest.mark.parametrize("format_", WRITERS)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_many_faults_are_corrected_at_once_in_any_encoding(format_: str, encoding: str) -> None:
    if encoding == "cp1252" and format_ == "json":
        encoding = "utf-8-sig"
    root, tree = base("factura")
    for path, value in FAULTS:
        tree = put(tree, path, value)
    declared = {"cp1252": "windows-1252", "utf-8-sig": "UTF-8"}.get(encoding, encoding)
    data = WRITERS[format_](root, tree).decode().replace('"UTF-8"', f'"{declared}"').encode(encoding)
    before = diagnose(data)
    corrected, after, made = fix_all(data, diagnose)
    assert before.verdict == "invalid"
    assert made == len(FAULTS)
    assert after.verdict in ("valid", "valid_with_warnings")
    assert fixable(after) == []
    assert fix_all(corrected, diagnose)[0] == corrected
    assert "Tejidos" in corrected.decode(encoding)


def test_what_is_not_certain_is_left_to_a_person() -> None:
    root, tree = base("factura")
    for path, value in (("/ENC/ENC_7", "05/07/2026"), ("/EMI/EMI_22", "1"), ("/TOT/TOT_1", "1,234")):
        report = diagnose(WRITERS["xml"](root, put(tree, path, value)))
        at = [f for f in report.findings if f.path == f"/FACTURA{path}"]
        assert at
        assert not any(f.safe for f in at), path


def test_a_fix_that_makes_it_worse_is_left_out_alone() -> None:
    """Of many corrections one does harm: the others are made, that one is not, and it ends."""
    data = b"a=1 b=1 c=1 d=1 e=1"

    def judge(content: bytes) -> Report:
        wrong = [n for n in range(5) if content[4 * n + 2 : 4 * n + 3] == b"1"]
        found = [
            replace(MODEL, code=f"X{n}", path=f"/{n}", edits=(Edit(4 * n + 2, 4 * n + 3, "2"),))
            for n in wrong
        ]
        worse = [replace(MODEL, code=f"Y{n}", path=f"/x{n}", edits=()) for n in range(6)]
        return Report("invalid", {}, {}, tuple(found + (worse if 3 not in wrong else [])))

    corrected, report, made = fix_all(data, judge)
    assert corrected == b"a=2 b=2 c=2 d=1 e=2"
    assert (made, [f.path for f in report.findings]) == (4, ["/3"])
    assert fix_all(corrected, judge)[::2] == (corrected, 0)


def test_a_diff_tells_a_last_line_without_end() -> None:
    told = diff(b"a\nb", b"a\nc", "x")
    assert told.splitlines()[-4:] == [
        "-b",
        "\\ No newline at end of file",
        "+c",
        "\\ No newline at end of file",
    ]
