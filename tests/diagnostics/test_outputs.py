"""`--output`: several formats at once, each to its place."""

import json
import re
from pathlib import Path

import pytest
from lxml import etree

from diagnostics.__main__ import main
from diagnostics.reporters import FORMATS, reporter
from tests.diagnostics.inputs_folder import BAD, GOOD, QUERY, WARN
from tests.diagnostics.test_report_schema import VALIDATOR


def test_several_outputs_in_one_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([BAD, GOOD, "--output", "json:a.json", "--output", "junit:a.xml", "--output", "text"]) == 1
    assert "FAD16" in capsys.readouterr().out
    told = json.loads((folder / "a.json").read_text("utf-8"))
    assert told["summary"]["files"] == 2
    assert etree.parse(folder / "a.xml").getroot().tag == "testsuites"


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_writes_a_file_and_says_nothing_else(
    folder: Path, format_: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main([BAD, GOOD, QUERY, "--output", f"{format_}:informe"])
    assert (folder / "informe").stat().st_size > 0
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "")
    assert "\x1b" not in (folder / "informe").read_bytes().decode("latin-1") or format_ == "pdf"


@pytest.mark.parametrize("format_", FORMATS)
def test_a_module_of_a_format_can_be_asked(format_: str) -> None:
    module = reporter(format_)
    assert hasattr(module, "each") or hasattr(module, "end")


@pytest.mark.parametrize(
    ("outputs", "named"),
    [
        (["sarif2"], "sarif2"),
        (["json", "text"], "salida estándar"),
        (["json:falta/a.json"], "falta/a.json"),
    ],
)
def test_an_output_that_cannot_be_is_said_before_any_work(
    folder: Path, outputs: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([BAD, *(part for o in outputs for part in ("--output", o))]) == 2
    told = capsys.readouterr()
    assert named in told.err
    assert told.out == ""


def test_json_lines_are_a_report_each(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([BAD, GOOD, "--output", "jsonl"])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [told["file"]["name"] for told in lines] == [BAD, GOOD]
    assert [e.message for told in lines for e in VALIDATOR.iter_errors(told)] == []


def test_junit_tells_failures_from_warnings_and_from_what_did_not_finish(folder: Path) -> None:
    main([BAD, GOOD, WARN, QUERY, "--output", "junit:a.xml"])
    suites = {s.get("name"): s for s in etree.parse(folder / "a.xml").getroot()}
    assert {name: (s.get("failures"), s.get("errors")) for name, s in suites.items()} == {
        BAD: ("2", "0"), GOOD: ("0", "0"), WARN: ("0", "0"), QUERY: ("0", "1"),
    }  # fmt: skip
    assert suites[WARN].find("testcase/system-out") is not None
    assert [len(s) for s in suites.values()] == [int(s.get("tests", "0")) for s in suites.values()]
    main([WARN, "--output", "junit:a.xml", "--fail-on", "warning"])
    assert etree.parse(folder / "a.xml").getroot().get("failures") == "1"


def test_github_commands_are_one_line_each_and_escaped(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a,b:c.json").write_bytes((folder / BAD).read_bytes())
    main(["a,b:c.json", WARN, "--output", "github"])
    out = capsys.readouterr().out
    command = re.compile(
        r"::(error|warning|notice) file=([^,:]+),title=[^,:]+,line=(\d+),col=\d+(,\w+=\d+)?::.+"
    )
    found = [command.fullmatch(line) for line in out.splitlines()]
    assert found and all(found)
    assert {m[2] for m in found if m} == {"a%2Cb%3Ac.json", WARN}
    assert {m[1] for m in found if m} == {"error", "warning"}
    assert "%0A" in out


def test_gitlab_issues_have_what_gitlab_asks(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([BAD, WARN, "--output", "gitlab"])
    issues = json.loads(capsys.readouterr().out)
    assert {i["severity"] for i in issues} == {"critical", "minor"}
    assert {i["location"]["path"] for i in issues} == {BAD, WARN}
    assert all(i["description"] and i["check_name"] and i["location"]["lines"]["begin"] >= 1 for i in issues)
    assert len({i["fingerprint"] for i in issues}) == len(issues)


def test_a_summary_counts_codes_and_shows_no_finding(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([BAD, GOOD, WARN, "--summary"])
    out = capsys.readouterr().out
    assert "-->" not in out
    assert re.search(r"^ +1  error FAD16 ", out, re.M)
    assert re.findall(r"^ +1  (error|aviso)", out, re.M) == ["error", "error", "aviso"]
    assert out.rstrip().endswith("3 archivos: 1 no apto, 1 apto, 1 apto con avisos")
