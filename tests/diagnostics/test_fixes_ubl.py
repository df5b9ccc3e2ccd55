"""Corrections of UBL: the bytes that they name and no other, again and again the same, and never for the worse."""

from pathlib import Path

import pytest

from diagnostics import Limits, Report, diagnose
from diagnostics.__main__ import main
from diagnostics.fixes import apply_edits, fix_all, fixable
from tests import ubl
from tests.diagnostics.cases import Case, all_cases

CASES = {n: c for n, c in all_cases() if c.fails and c.format == "ubl" and fixable(c.report, unsafe=True)}
SAFE = {n: c for n, c in CASES.items() if fixable(c.report)}
FAULTS = [
    {"id": "doc.line_count", "value": "7"},
    {"id": "doc.issue_time", "value": "10:15:00"},
    {"id": "issuer.country", "value": "co"},
]
EVERY = Limits(shown=1_000_000)
RESIGN = "signature-intact"


def judge(data: bytes) -> Report:
    return diagnose(data, limits=EVERY)


def keys(report: Report) -> set[tuple[str, str, str]]:
    return {(f.code, f.path, f.severity) for f in report.findings if f.rule != RESIGN}


def test_there_are_cases() -> None:
    assert len(SAFE) > 50 and len(CASES) > 150


@pytest.mark.parametrize("case", [pytest.param(c, id=n) for n, c in SAFE.items()])
def test_all_safe_fixes_are_idempotent_and_add_nothing(case: Case) -> None:
    def judged(data: bytes) -> Report:
        return diagnose(data, context=case.spec.get("context"), limits=EVERY)

    before = judged(case.data)
    corrected, after, made = fix_all(case.data, judged)
    if made:
        assert keys(after) < keys(before)
    else:  # every correction would have broken something else
        assert (corrected, keys(after)) == (case.data, keys(before))
    assert fix_all(corrected, judged)[::2] == (corrected, 0)


@pytest.mark.parametrize("case", [pytest.param(c, id=n) for n, c in CASES.items()])
def test_an_edit_is_a_range_of_the_very_bytes(case: Case) -> None:
    for finding in fixable(case.report, unsafe=True):
        (edit,) = finding.edits
        corrected = apply_edits(case.data, finding.edits)
        size = len(edit.text.encode())
        assert corrected[: edit.start] == case.data[: edit.start]
        assert corrected[edit.start : edit.start + size] == edit.text.encode()
        assert corrected[edit.start + size :] == case.data[edit.end :]


def written(encoding: str, ends: str) -> tuple[bytes, bytes]:
    """(with faults, as it should be once corrected), in an encoding and with these line ends."""
    pair = []
    for edits in (FAULTS, [{**FAULTS[0], "value": "4"}, {**FAULTS[1], "value": "10:15:00-05:00"}, FAULTS[2]]):
        text = ubl.edited("factura", edits).decode()
        declared = {"utf-8-sig": "UTF-8", "cp1252": "windows-1252"}.get(encoding, encoding)
        text = text.replace("encoding='UTF-8'", f'encoding="{declared}"')
        text = text.replace("  <cbc:ID>", "  <!-- número 7 & <x> --><?nota 7?>\n\t<cbc:ID>", 1)
        pair.append(text.replace("\n", ends).encode(encoding))
    return pair[0], pair[1]


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encoding_mark_line_ends_and_comments_stay(encoding: str, ends: str) -> None:
    wrong, right = written(encoding, ends)
    corrected, after, made = fix_all(wrong, judge)
    assert made == 2
    assert corrected == right
    assert {f.rule for f in after.findings if f.severity == "error"} <= {"issuer-country-colombia"}


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    path = tmp_path / "firmada.xml"
    path.write_bytes(ubl.signing.signed(ubl.edited("factura", FAULTS[:2])))
    return path


def test_a_signed_document_is_corrected_and_says_that_it_must_be_signed_again(
    signed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = signed.read_bytes()
    main([str(signed)])
    assert "Está firmado: después de corregirlo hay que firmarlo de nuevo" in capsys.readouterr().out
    main([str(signed), "--fix", "--diff"])
    told = capsys.readouterr()
    assert "fírmelo de nuevo" in told.err and "+  <cbc:LineCountNumeric>4" in told.out
    assert signed.read_bytes() == before
    main([str(signed), "--fix"])
    assert "fírmelo de nuevo" in capsys.readouterr().err
    assert b"<cbc:LineCountNumeric>4<" in signed.read_bytes()
    main([str(signed), "--fix"])
    assert capsys.readouterr().err == ""


def test_a_document_without_signature_says_nothing_of_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.xml").write_bytes(ubl.edited("factura", FAULTS))
    main([str(tmp_path / "a.xml"), "--fix"])
    told = capsys.readouterr()
    assert told.err == "" and "firmado" not in told.out
