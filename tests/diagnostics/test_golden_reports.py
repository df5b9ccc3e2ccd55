"""Whole reports kept as files: what a change of rules or texts does to them is seen in the difference.

`pytest tests/diagnostics/test_golden_reports.py --renew` writes them anew.
"""

import json
from pathlib import Path

import pytest

from diagnostics import diagnose
from tests import ubl
from tests.diagnostics.cases import base, edited, soap
from tests.diagnostics.test_report_schema import VALIDATOR
from tests.inputs import WRITERS

FOLDER = Path(__file__).parent / "golden"
TYPICAL = [
    {"path": "/ENC/ENC_15", "value": "4"},
    {"path": "/EMI/EMI_22", "value": "1"},
    {"path": "/TOT/TOT_5", "value": "147900.00"},
    {"remove": "/ADQ/CDA[1]/CDA_4"},
    {"path": "/ENC/ENC_8", "value": "10:15:00"},
    {"path": "/ITE[1]/TII[1]/IIM[1]/IIM_4", "value": "95000.00"},
]


def _written(name: str, format_: str, *edits: dict[str, str]) -> bytes:
    root, tree = base(name)
    return WRITERS[format_](root, edited(tree, edits))


INPUTS = {
    "factura_limpia": _written("factura_completa", "xml"),
    "factura_con_faltas_xml": _written("factura", "xml", *TYPICAL),
    "factura_con_faltas_json": _written("factura", "json", *TYPICAL),
    "factura_con_faltas_flat": _written("factura", "flat", *TYPICAL),
    "nota_sin_referencia": _written("nota_credito", "xml", {"remove": "/REF[1]"}),
    "documento_soporte_con_avisos": _written(
        "documento_soporte", "json", {"path": "/ENC/ENC_21", "value": "11"}
    ),
    "soap": soap(username="900418207-8", password="corta", replace=[["<ENC_15>3", "<ENC_15>9"]]),
    "xml_cortado": _written("factura", "xml")[:1500],
    "doctype": b'<?xml version="1.0"?>\n<!DOCTYPE FACTURA [<!ENTITY a "b">]>\n<FACTURA/>',
    "ubl": ubl.edited(
        "factura",
        [
            {"id": "issuer.nit_dv", "value": "9"},
            {"id": "acquirer.name", "remove": True},
            {"id": "line.quantity_unit", "value": "ZX9"},
            {"id": "totals.payable", "value": "1.00"},
            {"id": "doc.issue_time", "value": "10:15"},
        ],
    ),
    "texto": "Buenas, ¿me ayudan con la factura?".encode(),
}
CONTEXT = {"environment": "2", "received_at": "2026-08-01T09:00:00-05:00"}


@pytest.mark.parametrize("name", INPUTS)
def test_a_report_is_as_it_was(name: str, renew: bool) -> None:
    told = diagnose(INPUTS[name], name=name, context=CONTEXT).to_dict()
    del told["duration_ms"]
    told["rule_set"]["version"] = "-"
    path = FOLDER / f"{name}.json"
    if renew:
        path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert told == json.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("path", [pytest.param(p, id=p.stem) for p in sorted(FOLDER.glob("*.json"))])
def test_a_golden_report_stands_the_schema(path: Path) -> None:
    kept = json.loads(path.read_text("utf-8"))
    assert [e.message for e in VALIDATOR.iter_errors({**kept, "duration_ms": 1.0})] == []


def test_no_golden_report_is_left_over() -> None:
    assert {p.stem for p in FOLDER.glob("*.json")} == set(INPUTS)
