"""What was typed in is in no report, in no form of it, and in no log, also where our own code fails."""

import json
from pathlib import Path

import pytest

from diagnostics import Context, diagnose
from diagnostics.__main__ import main
from diagnostics.hashes.parts import Part, Parts
from diagnostics.reporters import BINARY, FORMATS
from tests import ubl
from tests.diagnostics.test_hashes import digest, parts_of, text

SECRETS = {
    "technical_key": "clave-irrepetible-0001",
    "software_pin": "pin-irrepetible-0002",
    "range": "clave-irrepetible-0003",
}
TOLD = {
    "technical_key": SECRETS["technical_key"],
    "software_pin": SECRETS["software_pin"],
    "numbering": [
        {"prefix": "SETP", "authorization": "18760000001"},
        {"prefix": "FE", "technical_key": SECRETS["range"]},
    ],
}


def wrong_uuids() -> list[tuple[str, str]]:
    """(base, UUID): made with each secret in the place of the right one, and with none of them."""
    made = [("factura", digest(text(parts_of("factura"), technical_key=key))) for key in SECRETS.values()]
    note = digest(text(parts_of("nota_credito"), software_pin=SECRETS["technical_key"]))
    return [
        *made,
        ("nota_credito", note),
        ("factura", "ab" * 48),
        ("documento_soporte", "ab" * 48),
        ("evento", "cd" * 48),
    ]


@pytest.mark.parametrize(("base", "value"), wrong_uuids())
def test_no_report_shows_a_secret(base: str, value: str) -> None:
    report = diagnose(ubl.edited(base, [{"id": "doc.cufe", "value": value}]), context=TOLD)
    told = json.dumps([report.to_dict("es"), report.to_dict("en")], ensure_ascii=False) + repr(report)
    assert not [name for name, secret in SECRETS.items() if secret in told]


@pytest.mark.parametrize("format_", [f for f in FORMATS if f not in BINARY])
def test_no_form_of_a_report_shows_a_secret(
    format_: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "contexto.json").write_text(json.dumps(TOLD))
    for number, (base, value) in enumerate(wrong_uuids()):
        data = ubl.edited(base, [{"id": "doc.cufe", "value": value}])
        (tmp_path / f"{number}.xml").write_bytes(data)
    files = [f"{number}.xml" for number in range(len(wrong_uuids()))]
    main([*files, "--context", "contexto.json", "--output", f"{format_}:informe"])
    written = (tmp_path / "informe").read_text("utf-8")
    assert "FAD06" in written
    assert not [name for name, secret in SECRETS.items() if secret in written]


def test_what_holds_a_secret_does_not_show_it() -> None:
    part = Part("technical_key", SECRETS["technical_key"], secret=True)
    context = Context.from_dict(TOLD)
    assert not [s for s in SECRETS.values() if s in f"{part!r} {part.shown} {context!r}"]


def test_a_failure_of_ours_logs_no_secret(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    def fail(found: str, material: object) -> Parts:
        raise ZeroDivisionError

    monkeypatch.setattr("diagnostics.hashes.compare.explain", fail)
    report = diagnose(ubl.edited("factura", [{"id": "doc.cufe", "value": "ab" * 48}]), context=TOLD)
    assert report.verdict == "incomplete"
    logged = "".join(capfd.readouterr()) + caplog.text
    assert "uuid-as-computed" in logged
    assert not [name for name, secret in SECRETS.items() if secret in logged]
