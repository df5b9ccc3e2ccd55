"""What explains a difference exactly is told, in both worlds; what is a cent beside it is not."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from diagnostics import diagnose, differences
from diagnostics.report import Finding, Report
from knowledge import load
from tests import ubl
from tests.diagnostics.cases import base, edited
from tests.inputs import WRITERS

EXACT = {"es": "a diferencia es exactamente", "en": "he difference is exactly"}


@dataclass(frozen=True)
class Fault:
    """Edits of a base, the rule whose sum breaks, and what explains it; `said` is part of the sentence."""

    rule: str
    causes: list[str]
    edits: dict[str, str]
    said: str = ""
    base: str = "factura_completa"
    more: list[dict[str, Any]] = field(default_factory=list)


PAYABLE, LINE_1 = "/TOT/TOT_5", "/ITE[1]/TII[1]/IIM[1]/"
SECOND_TAX = {
    "after": "/ITE[1]/TII[1]",
    "add": {
        "TII": {
            "TII_1": "7200.00", "TII_2": "COP", "TII_3": "false",
            "IIM": {"IIM_1": "04", "IIM_2": "7200.00", "IIM_3": "COP", "IIM_4": "90000.00", "IIM_5": "COP",
                    "IIM_6": "8.00"},
        }
    },
}  # fmt: skip

LAYOUT = {
    "a discount not subtracted": Fault(
        "payable-amount", ["not-subtracted"], {PAYABLE: "150410.00"}, "el descuento `/FACTURA/DSC[1]/DSC_3` (2000.00)"
    ),
    "a discount subtracted twice": Fault("payable-amount", ["subtracted-twice"], {PAYABLE: "146410.00"}),
    "a discount added": Fault("payable-amount", ["added-instead"], {PAYABLE: "152410.00"}),
    "a charge left out": Fault("payable-amount", ["not-added"], {PAYABLE: "147910.00"}, "el cargo"),
    "a charge subtracted": Fault("payable-amount", ["subtracted-instead"], {PAYABLE: "147410.00"}),
    "a charge left out of a total without its prepayment": Fault(
        "payable-amount", ["not-added"], {PAYABLE: "137910.00"}, "Restado el anticipo, la diferencia"
    ),
    "a prepayment subtracted twice": Fault(
        "payable-amount", ["subtracted-twice"], {PAYABLE: "128410.00"}, "el anticipo `/FACTURA/ANT[1]/ANT_1`"
    ),
    "a prepayment added": Fault("payable-amount", ["added-instead"], {PAYABLE: "158410.00"}, "el anticipo"),
    "one withholding in the total": Fault(
        "payable-amount", ["subtracted-here"], {PAYABLE: "145860.00"}, "la retención `/FACTURA/TIM[3]/TIM_2` (2550.00)"
    ),
    "all withholdings in the total": Fault(
        "payable-amount", ["subtracted-here"], {PAYABLE: "143205.00"}, "las 2 retenciones (5205.00)"
    ),
    "two causes": Fault(
        "payable-amount", ["not-added", "subtracted-here"], {PAYABLE: "142705.00"}, "(500.00) y restar lo que"
    ),
    "two digits swapped": Fault("payable-amount", ["digits-swapped"], {PAYABLE: "184410.00"}),
    "a thousands separator read as a point": Fault("payable-amount", ["thousands"], {PAYABLE: "148.41"}),
    "a tax left out": Fault("tax-inclusive-total", ["not-added"], {"/TOT/TOT_7": "149700.00"}, "el tributo"),
    "all taxes left out": Fault(
        "tax-inclusive-total", ["not-added"], {"/TOT/TOT_7": "132000.00"}, "los 2 tributos (17910.00)"
    ),
    "a withholding added": Fault("tax-inclusive-total", ["added-here"], {"/TOT/TOT_7": "152460.00"}),
    "a line left out": Fault(
        "gross-total", ["not-added"], {"/TOT/TOT_1": "120000.00"}, "la línea `/FACTURA/ITE[2]/ITE_5` (12000.00)"
    ),
    "a line counted twice": Fault("gross-total", ["added-twice"], {"/TOT/TOT_1": "144000.00"}),
    "ten times as much": Fault("gross-total", ["point-moved"], {"/TOT/TOT_1": "1320000.00"}, "132000.00 × 10"),
    "a hundredth": Fault("gross-total", ["point-moved"], {"/TOT/TOT_1": "1320.00"}, "132000.00 / 100"),
    "a line with its point moved": Fault("gross-total", ["part-moved"], {"/TOT/TOT_1": "240000.00"}),
    "a line discount not subtracted": Fault("line-total", ["not-subtracted"], {"/ITE[1]/ITE_5": "100000.00"}),
    "the quantity forgotten": Fault("line-total", ["quantity-left-out"], {"/ITE[2]/ITE_5": "4000.00"}),
    "a line with its tax": Fault("line-total", ["added-here"], {"/ITE[1]/ITE_5": "107100.00"}, "/TII[1]/TII_1`"),
    "5 for 19": Fault(
        "line-tax-amount", ["other-rate"], {LINE_1 + "IIM_2": "4500.00"}, "la tarifa 5.00 en vez de 19.00"
    ),
    "19 for 5 in the header": Fault("tax-amount", ["other-rate"], {"/TIM[1]/IMP[2]/IMP_4": "2280.00"}),
    "a line of the header's sum at 19 for 5": Fault(
        "tax-amount-from-lines", ["line-at-other-rate"],
        {"/TIM[1]/IMP[2]/IMP_4": "2280.00", "/TIM[1]/IMP[2]/IMP_2": "45600.00"},
    ),
    "a rate as a fraction": Fault("line-tax-amount", ["rate-as-fraction"], {LINE_1 + "IIM_6": "0.19"}),
    "tax out of a price that includes it": Fault("line-tax-amount", ["tax-included"], {LINE_1 + "IIM_2": "14369.75"}),
    "tax on tax": Fault(
        "line-tax-amount", ["tax-on-tax"], {LINE_1 + "IIM_2": "18468.00", "/ITE[1]/TII[1]/TII_1": "18468.00"},
        more=[SECOND_TAX],
    ),
}  # fmt: skip

UBL = {
    "a discount not subtracted": Fault(
        "payable-amount", ["not-subtracted"], {"totals.payable": "302300.00"},
        "el descuento `/Invoice/cac:AllowanceCharge[1]/cbc:Amount` (5360.00)",
    ),
    "withholdings in the total": Fault(
        "payable-amount", ["subtracted-here"], {"totals.payable": "287912.00"}, "las 2 retenciones (9028.00)"
    ),
    "a prepayment subtracted twice": Fault(
        "payable-amount", ["subtracted-twice"], {"totals.payable": "256940.00"},
        "`/Invoice/cac:PrepaidPayment[1]/cbc:PaidAmount`",
    ),
    "a tax left out": Fault(
        "tax-inclusive-total", ["not-added"], {"totals.tax_inclusive": "299270.00"},
        "el tributo `/Invoice/cac:TaxTotal[3]/cbc:TaxAmount` (350.00)",
    ),
    "a line left out": Fault(
        "gross-total", ["not-added"], {"totals.line_extension": "160000.00"},
        "`/Invoice/cac:InvoiceLine[1]/cbc:LineExtensionAmount`",
    ),
    "5 for 19": Fault(
        "line-tax-amount", ["other-rate"], {"line.tax.subtotal.amount": "5400.00"}, "la tarifa 5.00 en vez de 19.00"
    ),
}  # fmt: skip


def finding(fault: Fault, format_: str = "xml", edits: dict[str, str] | None = None) -> Finding:
    """The first finding with figures of the fault's rule that follows from no other."""
    root, tree = base(fault.base)
    made = [*fault.more, *({"path": p, "value": v} for p, v in (edits or fault.edits).items())]
    return _first(fault.rule, diagnose(WRITERS[format_](root, edited(tree, made))))


def _first(rule: str, report: Report) -> Finding:
    found = [f for f in report.findings if f.rule == rule and f.sum]
    assert found, [f.message for f in report.findings]
    return min(found, key=lambda f: f.consequence_of is not None)


@pytest.mark.parametrize("fault", [pytest.param(f, id=n) for n, f in LAYOUT.items()])
@pytest.mark.parametrize("format_", ["xml", "json", "flat"])
def test_the_cause_of_a_difference_is_told(fault: Fault, format_: str) -> None:
    found = finding(fault, format_)
    assert found.sum is not None
    assert found.sum["causes"] == fault.causes
    assert EXACT["es"] in found.message
    assert EXACT["en"] in found.texts["en"]["message"]
    if format_ == "xml":
        assert fault.said in found.message


@pytest.mark.parametrize("name", [n for n, f in LAYOUT.items() if len(f.edits) == 1 and "fraction" not in n])
def test_what_is_a_cent_beside_it_is_not_said_to_be_exact(name: str) -> None:
    fault = LAYOUT[name]
    ((path, value),) = fault.edits.items()
    found = finding(fault, edits={path: f"{float(value) + 0.01:.2f}"})
    assert found.sum is not None and found.sum["causes"] == []
    assert EXACT["es"] not in found.message and EXACT["en"] not in found.texts["en"]["message"]


@pytest.mark.parametrize("fault", [pytest.param(f, id=n) for n, f in UBL.items()])
def test_it_is_told_of_ubl_by_the_same_ideas(fault: Fault) -> None:
    edits = [{"id": id_, "value": value} for id_, value in fault.edits.items()]
    found = _first(fault.rule, diagnose(ubl.edited("factura", edits)))
    assert found.sum is not None and found.sum["causes"] == fault.causes
    assert fault.said in found.message and EXACT["es"] in found.message


def many_lines(amount: Decimal, header: Decimal) -> bytes:
    """An invoice of twenty equal lines at 19 %, each with this tax, and what the header says of all of them."""
    root, tree = base("factura")
    line = next(node for node in tree if node[0] == "ITE")
    wanted = {
        "ITE_5": "10013.00", "ITE_7": "10013.00", "ITE_19": "10013.00", "ITE_27": "1", "ITE_3": "1",
        "IIM_4": "10013.00", "IIM_2": f"{amount}", "TII_1": f"{amount}", "IIM_6": "19.00",
    }  # fmt: skip
    tree = [n for n in tree if n[0] not in ("ITE", "TIM")]
    group = {
        "IMP_1": "01",
        "IMP_2": "200260.00",
        "IMP_3": "COP",
        "IMP_4": f"{header}",
        "IMP_5": "COP",
        "IMP_6": "19.00",
    }
    tree.append(
        ("TIM", [("TIM_1", "false"), ("TIM_2", f"{header}"), ("TIM_3", "COP"), ("IMP", list(group.items()))])
    )
    return WRITERS["xml"](root, [*tree, *[_filled(line, wanted)] * 20])


def _filled(node: tuple[str, Any], wanted: dict[str, str]) -> tuple[str, Any]:
    name, value = node
    if isinstance(value, str):
        return name, wanted.get(name, value)
    return name, [_filled(child, wanted) for child in value if child[0] != "IDE"]


@pytest.mark.parametrize(
    ("amount", "header", "rule", "cause", "severity"),
    [
        ("1902", "38040.00", "tax-amount", "rounded-per-line", "error"),
        ("1902", "38049.40", "tax-amount-from-lines", "rounded-per-total", "warning"),
        ("1902.47", "38040.00", "tax-amount-from-lines", "rounded-parts", "error"),
    ],
)
def test_rounding_in_each_line_or_once(
    amount: str, header: str, rule: str, cause: str, severity: str
) -> None:
    """A header that works the tax out once on the whole base is what DIAN compares: it only warns."""
    found = _first(rule, diagnose(many_lines(Decimal(amount), Decimal(header))))
    assert found.sum is not None and cause in found.sum["causes"]
    assert found.severity == severity


def test_several_parts_of_the_same_value_are_told_as_one_of_them() -> None:
    root, tree = base("factura_completa")
    double = [n for n in tree if n[0] == "ITE"][1]
    message = _first("gross-total", diagnose(WRITERS["xml"](root, [*tree, double]))).message
    assert "no sumar la línea `/FACTURA/ITE[2]/ITE_5` o `/FACTURA/ITE[4]/ITE_5` (12000.00)" in message


def test_every_cause_that_a_check_names_has_its_words() -> None:
    words = load().differences
    for name, text in words.causes.items():
        for lang in ("es", "en"):
            assert set(re.findall(r"{(\w+)}", text[lang])) == set(re.findall(r"{(\w+)}", text["es"])), name
    folder = Path(differences.__file__).parent
    quoted = {n for path in folder.glob("*.py") for n in re.findall(r'"([a-z-]+)"', path.read_text("utf-8"))}
    assert set(words.causes) <= quoted
    assert {name for name in quoted if "-" in name} <= set(words.causes)


def test_a_base_of_reteiva_shows_the_iva_that_it_should_be() -> None:
    root, tree = base("factura_completa")
    edits = [{"path": "/TIM[4]/IMP[1]/IMP_2", "value": "102000.00"}]
    told = _first("withholding-base", diagnose(WRITERS["xml"](root, edited(tree, edits)))).sum
    assert told is not None
    assert [(t["label"], t["value"]) for t in told["terms"]] == [("IMP_4", "17100.00"), ("IMP_4", "600.00")]
    line = diagnose(ubl.edited("factura", [{"id": "line.tax.taxable", "row": 1, "value": "99999.00"}]))
    assert _first("line-withholding-base", line).sum is not None
