"""`python -m diagnostics`: exit codes, what it reads, what it writes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from diagnostics.__main__ import main
from tests.diagnostics.cases import base
from tests.diagnostics.inputs_folder import BAD, GOOD, QUERY, UNREAD, WARN
from tests.diagnostics.test_report_schema import VALIDATOR
from tests.inputs import WRITERS, put


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ([GOOD], 0),
        ([WARN], 0),
        ([BAD], 1),
        ([UNREAD], 1),
        ([QUERY], 2),
        (["falta.xml"], 2),
        ([GOOD, WARN], 0),
        ([GOOD, BAD], 1),
        ([BAD, QUERY, GOOD], 2),
        ([BAD, "falta.xml"], 2),
        (["."], 2),
        (["*.json"], 1),
        (["*.pdf"], 2),
    ],
)
def test_exit_codes(folder: Path, files: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(files) == code
    told = capsys.readouterr()
    assert told.out or told.err


def test_a_missing_file_is_named_and_the_others_go_on(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([GOOD, "falta.xml"]) == 2
    told = capsys.readouterr()
    assert "falta.xml" in told.err
    assert GOOD in told.out


def test_the_text_shows_place_extract_and_hint(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([BAD])
    out = capsys.readouterr().out
    assert "FAD16" in out
    line = (folder / BAD).read_text("utf-8").split('"ENC_15"')[0].count("\n") + 1
    assert f"{BAD}:{line}:" in out
    assert "^" in out
    assert "/FACTURA/ENC/ENC_15" in out
    assert "\x1b" not in out


def test_one_file_as_json_is_a_report_and_several_a_bundle(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([BAD, "--format", "json"])
    one = json.loads(capsys.readouterr().out)
    assert one["file"]["name"] == BAD
    main([BAD, GOOD, QUERY, "--format", "json"])
    several = json.loads(capsys.readouterr().out)
    assert [r["file"]["name"] for r in several["reports"]] == [BAD, GOOD, QUERY]
    for told in (one, several):
        assert [e.message for e in VALIDATOR.iter_errors(told)] == []


def test_standard_input_is_read(folder: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "diagnostics", "-", "--format", "json"],
        input=(folder / BAD).read_bytes(), capture_output=True, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert run.returncode == 1
    assert json.loads(run.stdout)["file"]["name"] is None


def test_fix_writes_the_safe_corrections_only(folder: Path) -> None:
    assert main([BAD, "--fix"]) == 1
    text = (folder / BAD).read_text("utf-8")
    assert '"ENC_15": "3"' in text
    assert "05/07/2026" in text
    assert main([BAD, "--fix", "--unsafe-fixes"]) == 0
    assert '"ENC_7": "2026-07-05"' in (folder / BAD).read_text("utf-8")


def test_fix_mends_all_of_many_equal_faults(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A report shows twenty equal findings; `--fix` stops at none of them."""
    root, tree = base("factura")
    line = next(node for node in tree if node[0] == "ITE")
    lines = [("ITE", put(line[1], "/ITE_1", f" {n} ")) for n in range(1, 401)]
    many = [node for node in tree if node[0] != "ITE"] + lines
    (folder / "muchas.xml").write_bytes(WRITERS["xml"](root, many))
    main(["muchas.xml", "--format", "json"])
    before = json.loads(capsys.readouterr().out)
    blanks = [f for f in before["findings"] if f["rule"] == "surrounding-blanks"]
    assert (len(blanks), blanks[0]["total"]) == (20, 400)
    main(["muchas.xml", "--fix", "--format", "json"])
    after = json.loads(capsys.readouterr().out)
    assert [f for f in after["findings"] if f["rule"] == "surrounding-blanks"] == []
    assert b"<ITE_1> " not in (folder / "muchas.xml").read_bytes()
    assert b"<ITE_1>400</ITE_1>" in (folder / "muchas.xml").read_bytes()


def test_fix_leaves_a_good_file_as_it_is(folder: Path) -> None:
    before = (folder / GOOD).stat().st_mtime_ns, (folder / GOOD).read_bytes()
    assert main([GOOD, "--fix"]) == 0
    assert ((folder / GOOD).stat().st_mtime_ns, (folder / GOOD).read_bytes()) == before


def test_diff_shows_and_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (folder / BAD).read_bytes()
    main([BAD, "--fix", "--diff"])
    out = capsys.readouterr().out
    assert '-   "ENC_15": "4",' in out
    assert '+   "ENC_15": "3",' in out
    assert (folder / BAD).read_bytes() == before


def test_fix_of_standard_input_goes_to_standard_output(folder: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "diagnostics", "-", "--fix"],
        input=(folder / WARN).read_bytes(), capture_output=True, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert run.returncode == 0
    assert run.stdout == (folder / WARN).read_bytes().replace(b"ENC_8:10:15:00;", b"ENC_8:10:15:00-05:00;")


@pytest.mark.parametrize("code", ["FAU14", "payable-amount", "FAD10", "FAB12b"])
def test_a_code_is_explained(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--explain", code]) == 0
    assert capsys.readouterr().out.startswith(f"{code}: ")


def test_an_unknown_code_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--explain", "XYZ99"]) == 2
    assert "XYZ99" in capsys.readouterr().err


def test_english(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([BAD, "--lang", "en"])
    assert "The number of lines does not match" in capsys.readouterr().out


@pytest.mark.parametrize(
    "content",
    [
        '{"ambiente": "2"}',
        '{"environment": "3"}',
        "[]",
        "{",
        '{"numbering": [{"number_from": "x"}]}',
        '{"received_at": "ayer"}',
    ],
)
def test_a_context_that_is_none_stops_before_any_file(
    folder: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "contexto.json").write_text(content)
    assert main([GOOD, "--context", "contexto.json"]) == 2
    told = capsys.readouterr()
    assert "contexto.json" in told.err
    assert told.out == ""


def test_a_context_is_used(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "contexto.json").write_text('{"environment": "1"}')
    assert main([GOOD, "--context", "contexto.json"]) == 1
    assert "/FACTURA/ENC/ENC_20" in capsys.readouterr().out


def test_options_that_need_fix_say_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([BAD, "--diff"]) == 2
    assert "--fix" in capsys.readouterr().err


def test_a_reader_that_stops_early_is_no_crash(folder: Path) -> None:
    """`python -m diagnostics folder | head -1`."""
    with subprocess.Popen(
        [sys.executable, "-m", "diagnostics", str(folder)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=Path(__file__).parents[2],
    ) as run:  # fmt: skip
        assert run.stdout is not None and run.stderr is not None
        run.stdout.close()
        told = run.stderr.read()
    assert b"Traceback" not in told
    assert run.returncode == 2
