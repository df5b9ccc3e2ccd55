"""`python -m diagnostics explain|rules|formats`: one question, one answer."""

import json

import pytest

from diagnostics.__main__ import main
from diagnostics.reporters import FORMATS
from knowledge import load


def test_several_codes_are_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "FAU14", "fad16"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("FAU14: ") and "\nfad16: " in out


def test_an_unknown_code_does_not_hide_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "XYZ99", "FAU14", "--lang", "en"]) == 2
    told = capsys.readouterr()
    assert "XYZ99" in told.err and "FAU14: " in told.out


def test_rules_are_listed_with_their_codes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert {line.split()[0] for line in lines} == set(load().rules)


@pytest.mark.parametrize("word", ["FAD16", "FAU", "totals", "line-count", "3"])
def test_rules_can_be_asked_for(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", word, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert 0 < len(found) < len(load().rules)
    assert (
        all(
            word in (r["rule"], r["family"], str(r["level"]))
            or any(c.startswith(word) for code in r["codes"].values() for c in code.split("/"))
            for r in found
        )
        or word == "FAU"
    )


def test_no_rule_of_that_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "nada"]) == 2
    assert "nada" in capsys.readouterr().err


def test_formats_are_those_that_can_be_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["formats"]) == 0
    out = capsys.readouterr().out
    assert all(f"  {name:<7} " in out for name in FORMATS)
