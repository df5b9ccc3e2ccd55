"""--baseline: what was known passes, what is new fails, wherever lines have moved to."""

import json
from pathlib import Path

import pytest

from diagnostics.__main__ import main
from tests.diagnostics.cases import base
from tests.diagnostics.inputs_folder import BAD, GOOD, QUERY, WARN
from tests.inputs import WRITERS, put

KNOWN = ["--baseline", "conocidos.json"]


def test_what_is_known_passes_and_is_counted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([BAD, WARN, *KNOWN, "--write-baseline"]) == 0
    capsys.readouterr()
    assert main([BAD, WARN, *KNOWN, "--fail-on", "warning"]) == 0
    out = capsys.readouterr().out
    assert "-->" not in out
    assert "2 ya conocidos por la línea base" in out


def test_what_is_new_fails_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([BAD, *KNOWN, "--write-baseline"])
    text = (folder / BAD).read_text("utf-8")
    (folder / BAD).write_text("\n\n" + text.replace('"ENC_6": "', '"ENC_6": " '), "utf-8")
    capsys.readouterr()
    main([BAD, *KNOWN, "--format", "json", "--fail-on", "warning"])
    told = json.loads(capsys.readouterr().out)
    assert {f["rule"] for f in told["findings"]} == {"surrounding-blanks"}
    assert told["left_out"] == {"baseline": 2}


def test_another_wrong_value_is_new(folder: Path) -> None:
    main([BAD, *KNOWN, "--write-baseline"])
    (folder / BAD).write_bytes((folder / BAD).read_bytes().replace(b'"ENC_15": "4"', b'"ENC_15": "5"'))
    assert main([BAD, *KNOWN]) == 1


def _many(folder: Path, wrong: int) -> None:
    root, tree = base("factura")
    line = next(node for node in tree if node[0] == "ITE")
    lines = [("ITE", put(line[1], "/ITE_1", f" {n} ")) for n in range(1, wrong + 1)]
    (folder / "muchas.xml").write_bytes(
        WRITERS["xml"](root, [node for node in tree if node[0] != "ITE"] + lines)
    )


def test_of_many_alike_all_are_known_and_one_more_is_not(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A report shows twenty equal findings; a baseline knows every one."""
    _many(folder, 60)
    chosen = ["muchas.xml", "--select", "surrounding-blanks", *KNOWN, "--format", "json"]
    main([*chosen, "--write-baseline"])
    capsys.readouterr()
    main(chosen)
    assert json.loads(capsys.readouterr().out)["findings"] == []
    _many(folder, 61)
    main(chosen)
    (new,) = json.loads(capsys.readouterr().out)["findings"]
    assert (new["total"], new["found"]) == (1, " 61 ")


def test_the_file_does_not_depend_on_the_order_of_the_run(folder: Path) -> None:
    main([BAD, WARN, *KNOWN, "--write-baseline"])
    first = (folder / "conocidos.json").read_bytes()
    main([f"./{WARN}", str(folder / BAD), *KNOWN, "--write-baseline"])
    assert (folder / "conocidos.json").read_bytes() == first
    assert {e["file"] for e in json.loads(first)["findings"]} == {BAD, WARN}


def test_what_did_not_finish_is_no_baseline_that_passes(folder: Path) -> None:
    assert main([QUERY, *KNOWN, "--write-baseline"]) == 2


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"version": 2, "findings": []}'])
def test_a_file_that_is_no_baseline_is_named(
    folder: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "conocidos.json").write_text(content)
    assert main([GOOD, *KNOWN]) == 2
    assert "conocidos.json" in capsys.readouterr().err


def test_writing_needs_a_name(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([GOOD, "--write-baseline"]) == 2
    assert "--baseline" in capsys.readouterr().err
