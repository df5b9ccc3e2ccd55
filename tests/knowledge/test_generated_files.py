"""The reference and the command line of what is generated."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from lxml import etree

from knowledge.__main__ import main
from knowledge.generate.reference import COLUMNS, as_csv, as_markdown
from tests.knowledge.generated import KNOWN, judged


@pytest.mark.parametrize("root", KNOWN.structure)
def test_the_reference_has_every_field_in_each_format(root: str) -> None:
    structure = KNOWN.structure[root]
    text = as_csv(KNOWN, structure)
    assert text.startswith("\ufeffCampo,")
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    assert [row["Campo"] for row in rows] == [n for s in structure.segments.values() for n in s.fields]
    assert all(
        row[name] for row in rows for name in ("Qué lleva", "Obligatorio", "Tipo", "XML", "JSON", "Layout")
    )
    assert as_markdown(KNOWN, structure, "en").count("\n| ") == len(rows) + 2


def test_a_row_says_what_the_structure_says() -> None:
    rows = csv.DictReader(io.StringIO(as_csv(KNOWN, KNOWN.structure["FACTURA"], "en").lstrip("\ufeff")))
    row = next(r for r in rows if r["Field"] == "ADQ_22")
    assert row["Required"] == "Required if `ADQ_3` is 31"
    assert (row["Length"], row["If it fails"]) == ("1", "error")
    assert (row["XML"], row["JSON"]) == ("/FACTURA/ADQ/ADQ_22", "/FACTURA/ADQ/ADQ_22")
    line = next(r for r in rows if r["Field"] == "IIM_6")
    assert line["JSON"] == "/FACTURA/ITE/0/TII/0/IIM/0/IIM_6"
    assert line["Layout"] == "(ITE)(TII)(IIM)IIM_6:…;"
    assert line["UBL"].startswith("/Invoice/cac:InvoiceLine/") and line["UBL"].endswith("cbc:Percent")
    assert set(line) == {words["en"] for words in COLUMNS.values()}


def test_the_commands_print_what_they_make(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "FACTURA"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Factura de venta"
    assert main(["schema", "NOTA", "--format", "xsd", "--lang", "en"]) == 0
    assert "Credit or debit note" in "".join(etree.XML(capsys.readouterr().out.encode()).itertext())
    assert main(["reference", "DOCUMENTO_SOPORTE", "--format", "md"]) == 0
    assert "| PRO_6 |" in capsys.readouterr().out
    asked = ["samples", "nota_debito", "--tax", "vat", "--allowance", "line", "--day", "2026-07-31"]
    assert main([*asked, "--format", "json"]) == 0
    written = capsys.readouterr().out
    assert judged(written.encode()).verdict == "valid"
    assert '"IDE_6": "10.00"' in written and '"IMP_6": "19.00"' in written


def test_all_samples_are_written_into_a_folder(tmp_path: Path) -> None:
    assert main(["samples", "--into", str(tmp_path / "samples"), "--day", "2026-07-31"]) == 0
    files = {path.name: path.read_bytes() for path in (tmp_path / "samples").iterdir()}
    assert len(files) == 6 * 2 * 3
    assert judged(files["nota_ajuste_completa.txt"]).verdict == "valid"


@pytest.mark.parametrize(
    "argv", [["schema"], ["schema", "RECIBO"], ["samples", "recibo"], ["check", "--full"], []]
)
def test_a_wrong_command_is_refused(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(argv)
    assert end.value.code == 2
    assert "usage" in capsys.readouterr().err
