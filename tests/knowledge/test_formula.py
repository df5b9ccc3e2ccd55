"""What a rule computes is told in the names of the layout, from its check or as its entry says it."""

import re

import pytest

from knowledge import load
from knowledge.formula import formulas
from knowledge.guide import Rule

KNOWN = load()
NAMES = {f.name for fields in KNOWN.fields.values() for f in fields}
NAME = re.compile(r"[A-Z]{3,4}_\d+")


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("payable-amount", "TOT_5 = TOT_7 − Σ DSC_3 (DSC_1 = false) + Σ DSC_3 (DSC_1 = true) [− Σ ANT_1]"),
        ("line-net-total", "ITE_19 = ITE_5"),
        ("line-payable", "ITE_21 = ITE_19 + Σ IIM_2 (TII_3 = false)"),
        ("gross-total", "TOT_1 = Σ ITE_5"),
        ("line-tax-total", "TII_1 = Σ IIM_2"),
        ("percent-above-hundred", "DSC_2 ≤ 100"),
        ("due-date-after-issue", "ENC_7 ≤ ENC_16"),
        ("unit-repeated", "ITE_4 = ITE_28"),
    ],
)
def test_a_declared_check_is_its_formula(rule: str, expected: str) -> None:
    assert formulas(KNOWN, KNOWN.rules[rule]) == (expected,)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (
            "gross-total",
            "cac:LegalMonetaryTotal/cbc:LineExtensionAmount = Σ cac:InvoiceLine/cbc:LineExtensionAmount",
        ),
        (
            "allowance-total",
            "cbc:AllowanceTotalAmount = Σ cac:AllowanceCharge/cbc:Amount (cbc:ChargeIndicator = false)",
        ),
        ("uuid-environment-same", "cbc:UUID/@schemeID = cbc:ProfileExecutionID"),
    ],
)
def test_in_ubl_it_is_told_in_the_names_of_ubl(rule: str, expected: str) -> None:
    assert formulas(KNOWN, KNOWN.rules[rule], "ubl") == (expected,)


@pytest.mark.parametrize("rule", ["tax-inclusive-total", "withholding-total", "exchange-total"])
def test_what_ubl_has_no_field_for_is_not_told_in_its_names(rule: str) -> None:
    assert formulas(KNOWN, KNOWN.rules[rule]) != ()
    assert formulas(KNOWN, KNOWN.rules[rule], "ubl") == ()


def test_several_sums_are_several_lines() -> None:
    assert formulas(KNOWN, KNOWN.rules["exchange-total"])[1:3] == (
        "TDCE_9 = TDCE_5 + TDCE_6 + TDCE_7 + TDCE_8",
        "TDCE_10 = TDCE_4 + TDCE_9",
    )


@pytest.mark.parametrize("rule", [r for r in KNOWN.rules.values() if r.formula], ids=lambda r: r.rule)
def test_a_written_formula_speaks_of_fields_that_exist(rule: Rule) -> None:
    """And only a check that is code needs one. A rule of UBL alone may say it in words: a hash has no short names."""
    assert "code" in rule.check
    for line in rule.formula:
        used = NAME.findall(line)
        assert (used or rule.only == "ubl") and set(used) <= NAMES


@pytest.mark.parametrize(
    "rule", [r for r in KNOWN.rules.values() if "{formula}" in r.message["es"]], ids=lambda r: r.rule
)
def test_a_finding_that_shows_its_sum_has_a_formula_on_its_page(rule: Rule) -> None:
    # What is converted depends on the field: its page says it in words.
    assert formulas(KNOWN, rule) or rule.rule == "exchange-amount"


def test_a_rule_of_ubl_alone_writes_its_formula_in_its_own_names() -> None:
    rule = KNOWN.rules["uuid-as-computed"]
    assert formulas(KNOWN, rule, "ubl") == rule.formula and formulas(KNOWN, rule) == ()
