"""ventanilla.toml: the nearest one counts, the command line is above it, and a mistake in it is named."""

import json
from pathlib import Path

import pytest

from diagnostics.__main__ import main
from diagnostics.commands.options import Options, parser
from diagnostics.commands.settings import KEYS
from tests.diagnostics.inputs_folder import BAD, WARN


def test_a_project_says_how_its_files_are_judged(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "ventanilla.toml").write_text(
        'output = ["json"]\nlang = "en"\nfail-on = "warning"\nignore = ["FAD16"]\n'
    )
    assert main([WARN]) == 1
    assert main([BAD]) == 1
    told = json.loads(capsys.readouterr().out.partition("\n}\n")[2])
    assert [f["code"] for f in told["findings"]] == ["date-format"]
    assert told["left_out"] == {"selection": 1}


def test_the_command_line_is_above_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "ventanilla.toml").write_text('output = ["json"]\nfail-on = "warning"\n')
    assert main([WARN, "--fail-on", "error", "--format", "text"]) == 0
    assert not capsys.readouterr().out.startswith("{")


def test_it_is_found_from_a_folder_below_and_its_paths_are_its_own(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "contexto.json").write_text('{"environment": "1"}')
    (folder / "ventanilla.toml").write_text('context = "contexto.json"\n')
    (folder / "abajo").mkdir()
    (folder / "abajo" / WARN).write_bytes((folder / WARN).read_bytes())
    monkeypatch.chdir(folder / "abajo")
    assert main([WARN]) == 1


def test_it_stops_at_the_repository(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "ventanilla.toml").write_text('fail-on = "warning"\n')
    (folder / "otro" / ".git").mkdir(parents=True)
    (folder / "otro" / WARN).write_bytes((folder / WARN).read_bytes())
    monkeypatch.chdir(folder / "otro")
    assert main([WARN]) == 0
    assert main([WARN, "--config", "../ventanilla.toml"]) == 1


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ('fail_on = "error"', "fail_on"),
        ('colour = "never"', "colour"),
        ('select = "FAD16"', "select"),
        ("select = [1]", "select"),
        ('jobs = "2"', "jobs"),
        ("summary = 1", "summary"),
        ('lang = "fr"', "lang"),
        ("[output]", "output"),
        ("output = [", "TOML"),
    ],
)
def test_a_mistake_names_file_and_key(
    folder: Path, content: str, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "ventanilla.toml").write_text(content)
    assert main([WARN]) == 2
    told = capsys.readouterr()
    assert f"{folder / 'ventanilla.toml'}: " in told.err and named in told.err
    assert told.out == ""


def test_every_key_is_an_option() -> None:
    options = {o.lstrip("-") for action in parser()._actions for o in action.option_strings}
    assert set(KEYS) <= options
    assert {key.replace("-", "_") for key in KEYS} <= set(Options.__slots__)
