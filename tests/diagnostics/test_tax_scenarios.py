"""Kinds of sale whose figures look odd and are right: none of them has an arithmetic finding."""

from typing import Any

import pytest

from diagnostics import diagnose
from diagnostics.report import Report
from tests import ubl
from tests.diagnostics.cases import base, edited
from tests.inputs import WRITERS

ARITHMETIC = ("error", "warning")


def off(report: Report) -> list[tuple[str, str]]:
    """What does not add up, with the figure at which it was found."""
    return [(f.code, f.path) for f in report.findings if f.sum and f.severity in ARITHMETIC]


def layout(*edits: dict[str, Any], name: str = "factura_completa") -> Report:
    root, tree = base(name)
    return diagnose(WRITERS["xml"](root, edited(tree, edits)))


@pytest.mark.parametrize(
    "name",
    [
        "factura", "factura_contingencia", "factura_exportacion", "factura_mandato", "factura_usd", "nota_credito",
        "nota_credito_usd", "nota_debito", "nota_debito_usd", "documento_soporte",
    ],
)  # fmt: skip
def test_export_mandate_foreign_currency_and_notes(name: str) -> None:
    assert off(diagnose(ubl.edited(name, []))) == []


def test_aiu_taxes_a_part_of_its_line() -> None:
    """Of administration, contingencies and profit (operation 09) only a tenth may be taxed."""
    edits = [
        {"path": "/ENC/ENC_21", "value": "09"},
        {"path": "/ITE[1]/TII[1]/IIM[1]/IIM_4", "value": "9000.00"},
        {"path": "/ITE[1]/TII[1]/IIM[1]/IIM_2", "value": "1710.00"},
        {"path": "/ITE[1]/TII[1]/TII_1", "value": "1710.00"},
        {"path": "/ITE[1]/ITE_21", "value": "91710.00"},
        {"path": "/TIM[1]/IMP[1]/IMP_2", "value": "9000.00"},
        {"path": "/TIM[1]/IMP[1]/IMP_4", "value": "1710.00"},
        {"path": "/TIM[1]/TIM_2", "value": "2310.00"},
        {"path": "/TIM[4]/IMP[1]/IMP_2", "value": "2310.00"},
        {"path": "/TIM[4]/IMP[1]/IMP_4", "value": "346.50"},
        {"path": "/TIM[4]/TIM_2", "value": "346.50"},
        {"path": "/TOT/TOT_3", "value": "21000.00"},
        {"path": "/TOT/TOT_7", "value": "134520.00"},
        {"path": "/TOT/TOT_5", "value": "123020.00"},
    ]
    assert off(layout(*edits)) == []


@pytest.mark.parametrize(
    "operation", ["SS-CUFE", "SS-CUDE", "SS-POS", "SS-SNum", "SS-Recaudo", "SS-Reporte", "SS-SinAporte"]
)
@pytest.mark.parametrize("payable", ["148410.00", "138410.00"])
def test_health_takes_the_copayment_off_or_not(operation: str, payable: str) -> None:
    edits = [{"path": "/ENC/ENC_21", "value": operation}, {"path": "/TOT/TOT_5", "value": payable}]
    assert off(layout(*edits)) == []


FREE = [
    {"path": "/ITE[2]/ITE_5", "value": "0.00"},
    {"path": "/ITE[2]/ITE_19", "value": "0.00"},
    {"path": "/ITE[2]/ITE_21", "value": "600.00"},
    {"path": "/TOT/TOT_1", "value": "120000.00"},
    {"path": "/TOT/TOT_7", "value": "137910.00"},
    {"path": "/TOT/TOT_5", "value": "126410.00"},
]
"""The second line given away: worth nothing, taxed by its reference price."""


def test_a_free_sample_is_worth_nothing_and_bears_tax() -> None:
    given = {"after": "/ITE[2]/ITE_1", "add": {"ITE_2": "true"}}
    assert off(layout(*FREE, given)) == []


def test_what_is_not_said_to_be_free_has_its_value() -> None:
    assert ("FAV06", "/FACTURA/ITE[2]/ITE_5") in off(layout(*FREE))
