"""What came inside something else: each output says in what, and points at a place of the file that was given."""

import base64
import io
import json
import zipfile
from pathlib import Path

import pytest

from diagnostics.__main__ import main
from tests.diagnostics.inputs_folder import BAD


@pytest.fixture
def wrapped(folder: Path) -> Path:
    """The bad input in base64 and twice in a ZIP."""
    data = (folder / BAD).read_bytes()
    (folder / "mala.b64").write_bytes(base64.b64encode(data))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.json", data)
        archive.writestr("b/c.json", data)
    (folder / "mala.zip").write_bytes(packed.getvalue())
    return folder


@pytest.mark.parametrize(("file", "inside"), [("mala.b64", "base64"), ("mala.zip", "b/c.json")])
def test_the_text_shows_the_inner_line_and_in_what(
    wrapped: Path, file: str, inside: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main([file])
    out = capsys.readouterr().out
    line = (wrapped / BAD).read_text("utf-8").split('"ENC_15"')[0].count("\n") + 1
    assert f"--> {file}:{line}:" in out
    assert f"({inside})  /FACTURA/ENC/ENC_15" in out
    assert '"ENC_15": "4"' in out


@pytest.mark.parametrize("file", ["mala.b64", "mala.zip"])
def test_programs_are_led_to_a_place_that_the_file_has(
    wrapped: Path, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main([file, "--output", "gitlab"])
    issues = json.loads(capsys.readouterr().out)
    assert issues
    assert {i["location"]["lines"]["begin"] for i in issues} == {1}
    assert len({i["fingerprint"] for i in issues}) == len(issues)


def test_what_is_known_of_one_file_of_a_zip_is_not_known_of_the_other(wrapped: Path) -> None:
    known = ["--baseline", "conocidos.json"]
    main(["mala.zip", *known, "--write-baseline"])
    marks = [e["fingerprint"] for e in json.loads((wrapped / "conocidos.json").read_text())["findings"]]
    assert len(marks) == len(set(marks)) == 4
    assert main(["mala.zip", *known]) == 0


def test_a_summary_counts_all_files_of_a_zip(wrapped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["mala.zip", "--summary"])
    out = capsys.readouterr().out
    assert "     2  error FAD16 " in out
    assert "  No apto: a.json\n  No apto: b/c.json\n" in out
