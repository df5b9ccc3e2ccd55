"""`python -m diagnostics hash`: ingredients, formula, result and comparison, and no secret."""

import json
from pathlib import Path

import pytest

from diagnostics.__main__ import main
from tests import ubl
from tests.diagnostics.test_hashes import KEY, OTHER_KEY, PIN, digest, parts_of, text

FACTURA = str(ubl.BASES / "factura.xml")
UUID = "7a405e49d294142ef184bf67ef6c441b71d812841c77104788601695fb2c0af0b1a7928d71056bd1e2c226036acd26fa"


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str]:
    code = main(["hash", *argv])
    told = capsys.readouterr()
    return code, told.out + told.err


def test_all_of_it_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, FACTURA, "--technical-key", KEY, "--pin", PIN)
    assert code == 0
    assert "CUFE de SETP990000101" in out and "SoftwareSecurityCode de SETP990000101" in out
    assert "SHA-384(número + fecha + hora + subtotal + tributo 01 + valor del tributo 01" in out
    assert "SETP9900001012026-11-2010:15:00-05:00268000.000126470.00044800.00030.00296940.00" in out
    assert out.count(UUID) == 2 and out.count("Coincide.") == 2
    assert KEY not in out and PIN not in out


def test_what_went_wrong_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    wrong = digest(text(parts_of("factura"), environment="1"))
    path = tmp_path / "factura.xml"
    path.write_bytes(ubl.edited("factura", [{"id": "doc.cufe", "value": wrong}]))
    code, out = run(capsys, str(path), "--technical-key", KEY, "--pin", PIN, "--lang", "en")
    assert code == 1
    assert "It was computed with environment 1 and the document says 2." in out
    assert "CUFE of SETP990000101" in out and KEY not in out


def test_without_a_secret_nothing_is_told_as_right(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, FACTURA, "--technical-key", KEY)
    assert code == 2
    assert out.count("Coincide.") == 1 and "el PIN del software: escríbalo en el contexto" in out


def test_a_secret_may_be_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getpass", lambda prompt: {"technical key: ": KEY, "PIN: ": PIN}[prompt])
    code, out = run(capsys, FACTURA, "--technical-key", "-", "--pin", "-")
    assert code == 0 and KEY not in out


def test_ranges_come_from_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    context = tmp_path / "contexto.json"
    ranges = [{"prefix": "FE", "technical_key": OTHER_KEY}, {"prefix": "SETP", "technical_key": KEY}]
    context.write_text(json.dumps({"numbering": ranges, "software_pin": PIN}))
    assert run(capsys, FACTURA, "--context", str(context))[0] == 0


def test_an_input_of_the_layout_has_none(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, str(ubl.BASES.parent / "factura.xml"), "--pin", PIN)
    assert code == 2 and "los códigos los calcula el proveedor" in out


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, "no-hay.xml")
    assert code == 2 and "no-hay.xml: no se puede leer" in out
