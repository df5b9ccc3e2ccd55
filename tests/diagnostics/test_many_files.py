"""Several processes tell the same as one, in the same order; watching tells what changes."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from diagnostics.__main__ import main
from diagnostics.commands.watch import watch
from tests.diagnostics.inputs_folder import BAD, GOOD, QUERY

ROOT = Path(__file__).parents[2]


def untimed(text: str) -> str:
    return re.sub(r'"duration_ms":[\d.]+', "", text)


def test_processes_tell_what_one_tells(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for n in range(12):
        (folder / f"{n:02}.json").write_bytes((folder / (BAD if n % 3 else GOOD)).read_bytes())
    names = [*sorted(str(p.name) for p in folder.glob("[0-9]*")), QUERY]
    told = []
    for jobs in ("1", "3"):
        assert main([*names, "--output", "jsonl", "--jobs", jobs]) == 2
        told.append(untimed(capsys.readouterr().out))
    assert told[0] == told[1]
    assert told[0].count("\n") == 13


def test_processes_correct_too(folder: Path) -> None:
    (folder / "otra.json").write_bytes((folder / BAD).read_bytes())
    main([BAD, "otra.json", "--fix", "--jobs", "2"])
    assert b'"ENC_15": "3"' in (folder / "otra.json").read_bytes()
    assert (folder / BAD).read_bytes() == (folder / "otra.json").read_bytes()


def test_a_bar_is_drawn_on_a_terminal_only(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(20):
        (folder / f"{n:02}.xml").write_bytes((folder / GOOD).read_bytes())
    main(["[0-9]*.xml", "--jobs", "1"])
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    main(["[0-9]*.xml", "--jobs", "1"])
    told = capsys.readouterr()
    assert "10/20" in told.err and told.err.endswith("\r\x1b[2K")
    assert "\x1b" not in told.out


def test_standard_input_can_be_given_a_name(folder: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "diagnostics", "-", "--stdin-filename", "src/mala.json", "--output", "github"],
        input=(folder / BAD).read_bytes(), capture_output=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert run.returncode == 1
    assert b"::error file=src/mala.json," in run.stdout


def test_watching_judges_all_and_then_what_changes(folder: Path) -> None:
    rounds: list[list[str]] = []

    def judge(names: list[str]) -> int:
        rounds.append(names)
        if len(rounds) == 1:
            os.utime(folder / BAD, ns=(1, 1))
            return 0
        if len(rounds) == 2:
            (folder / "nueva.xml").write_bytes(b"<x/>")
            return 0
        raise KeyboardInterrupt

    assert watch([BAD, "*.xml"], judge, seconds=0) == 0
    assert rounds == [[BAD, GOOD, QUERY, "foto.xml"], [BAD], ["nueva.xml"]]


def test_watching_stops_at_ctrl_c_with_the_last_code(folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "diagnostics", str(folder / BAD), "--watch", "--summary"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT,
    ) as run:  # fmt: skip
        assert run.stdout is not None and run.stderr is not None
        while b"1 archivo:" not in run.stdout.readline():
            assert run.poll() is None
        time.sleep(0.1)
        run.send_signal(signal.SIGINT)
        told = run.stderr.read()
    assert run.returncode == 1
    assert told == b""


def test_watching_needs_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-", "--watch"]) == 2
    assert "--watch" in capsys.readouterr().err
