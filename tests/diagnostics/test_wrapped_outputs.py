"""What came inside something else: each output says in what, and points at a place of the file that was given."""

import base64
import json
from pathlib import Path

import pytest

from diagnostics.__main__ import main
from tests.diagnostics.inputs_folder import BAD


@pytest.fixture
def wrapped(folder: Path) -> Path:
    """The bad input in base64."""
    data = (folder / BAD).read_bytes()
    (folder / "mala.b64").write_bytes(base64.b64encode(data))
    return folder


@pytest.mark.parametrize(("file", "inside"), [("mala.b64", "base64")])
def test_the_text_shows_the_inner_line_and_in_what(
    wrapped: Path, file: str, inside: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main([file])
    out = capsys.readouterr().out
    line = (wrapped / BAD).read_text("utf-8").split('"ENC_15"')[0].count("\n") + 1
    assert f"--> {file}:{line}:" in out
    assert f"({inside})  /FACTURA/ENC/ENC_15" in out
    assert '"ENC_15": "4"' in out


@pytest.mark.parametrize("file", ["mala.b64"])
def test_programs_are_led_to_a_place_that_the_file_has(
    wrapped: Path, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main([file, "--output", "gitlab"])
    issues = json.loads(capsys.readouterr().out)
    assert issues
    assert {i["location"]["lines"]["begin"] for i in issues} == {1}
    assert len({i["fingerprint"] for i in issues}) == len(issues)
