"""--select, --ignore, --fail-on: what is shown, and where the line between 0 and 1 is."""

import json
from pathlib import Path

import pytest

from diagnostics.__main__ import main
from diagnostics.sift import sifted
from tests.diagnostics.cases import Case, all_cases
from tests.diagnostics.inputs_folder import BAD, GOOD, QUERY, WARN
from tests.diagnostics.test_report_schema import VALIDATOR


def codes(out: str) -> set[str]:
    return {f["code"] for f in json.loads(out)["findings"]}


@pytest.mark.parametrize(
    ("options", "shown", "code"),
    [
        (["--select", "FAD16"], {"FAD16"}, 1),
        (["--select", "fad16"], {"FAD16"}, 1),
        (["--select", "FAD"], {"FAD16"}, 1),
        (["--select", "line-count"], {"FAD16"}, 1),
        (["--select", "2"], {"FAD16", "date-format"}, 1),
        (["--select", "totals"], set(), 0),
        (["--select", "warning"], set(), 0),
        (["--ignore", "FAD16"], {"date-format"}, 1),
        (["--ignore", "error"], set(), 0),
        (["--ignore", "FAD16,2"], set(), 0),
        (["--select", "error", "--ignore", "FAD16"], {"date-format"}, 1),
    ],
)
def test_what_is_chosen_is_shown_and_decides(
    folder: Path, options: list[str], shown: set[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([BAD, *options, "--format", "json"]) == code
    out = capsys.readouterr().out
    assert codes(out) == shown
    told = json.loads(out)
    assert told.get("left_out", {}).get("selection", 0) == 2 - len(shown)
    assert [e.message for e in VALIDATOR.iter_errors(told)] == []


def test_a_word_that_names_nothing_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([BAD, "--ignore", "FAD16,FAZZ9"]) == 2
    told = capsys.readouterr()
    assert "FAZZ9" in told.err and "FAD16" not in told.err
    assert told.out == ""


def test_the_text_says_that_something_was_left_out(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([BAD, "--ignore", "error"])
    assert "2 fuera de la selección" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("file", "line", "code"),
    [
        (BAD, "error", 1), (BAD, "info", 1), (BAD, "never", 0), (WARN, "error", 0), (WARN, "warning", 1),
        (WARN, "info", 1), (WARN, "never", 0), (GOOD, "info", 0), (QUERY, "never", 2),
    ],
)  # fmt: skip
def test_fail_on_moves_the_line(folder: Path, file: str, line: str, code: int) -> None:
    assert main([file, "--fail-on", line]) == code


def test_a_correction_keeps_to_the_selection(folder: Path) -> None:
    before = (folder / BAD).read_bytes()
    main([BAD, "--fix", "--ignore", "FAD16"])
    assert (folder / BAD).read_bytes() == before


TIED = {
    n: c for n, c in all_cases() if c.fails and any(f.consequence_of is not None for f in c.report.findings)
}


@pytest.mark.parametrize("case", [pytest.param(c, id=n) for n, c in list(TIED.items())[:12]])
def test_ties_between_findings_survive_what_is_left_out(case: Case) -> None:
    report = case.report
    for left_out in range(len(report.findings)):
        keep = [n != left_out for n in range(len(report.findings))]
        rest = sifted(report, keep)
        old = [f for n, f in enumerate(report.findings) if n != left_out]
        assert [(f.code, f.path) for f in rest.findings] == [(f.code, f.path) for f in old]
        for before, after in zip(old, rest.findings, strict=True):
            if before.consequence_of in (None, left_out):
                assert after.consequence_of is None
            else:
                cause = report.findings[before.consequence_of]
                assert after.consequence_of is not None
                assert rest.findings[after.consequence_of].path == cause.path
