"""Which value is blamed where several sums do not hold: the wrong one, or none where several lines would do."""

from typing import Any

import pytest

from diagnostics import diagnose
from tests.diagnostics.cases import FORMATS, base, edited
from tests.inputs import WRITERS, json_path

ZERO = ("TII_1", "IIM[1]/IIM_2", "IIM[1]/IIM_6")
EXEMPT: list[dict[str, Any]] = [
    *({"path": f"/ITE[{n}]/TII[1]/{f}", "value": "0.00"} for n in (1, 2) for f in ZERO),
    {"path": "/ITE[1]/ITE_21", "value": "90000.00"},
    {"path": "/ITE[2]/ITE_21", "value": "12000.00"},
    {"remove": "/TIM[1]/IMP[2]"},
    {"path": "/TIM[1]/IMP[1]/IMP_2", "value": "102000.00"},
    *({"path": f"/TIM[1]/{f}", "value": "0.00"} for f in ("TIM_2", "IMP[1]/IMP_4", "IMP[1]/IMP_6")),
    {"path": "/TOT/TOT_5", "value": "132000.00"},
    {"path": "/TOT/TOT_7", "value": "132000.00"},
]  # fmt: skip
"""Two lines at rate 0: no tax tells which base is the wrong one."""
HEADER = ["/FACTURA/TIM[1]/IMP[1]/IMP_2", "/FACTURA/TOT/TOT_3"]
BASE = "/TII[1]/IIM[1]/IIM_4"


def at_fault(format_: str, *edits: dict[str, Any]) -> dict[str, str | None]:
    """Where errors stand, with what was expected there."""
    root, tree = base("factura")
    report = diagnose(WRITERS[format_](root, edited(tree, [*EXEMPT, *edits])))
    return {f.path: f.expected for f in report.findings if f.severity == "error"}


def paths(format_: str, *places: str) -> set[str]:
    return {json_path(p) if format_ == "json" else p for p in places}


@pytest.mark.parametrize("format_", FORMATS)
def test_the_clean_document_has_no_error(format_: str) -> None:
    assert at_fault(format_) == {}


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize(("line", "right"), [(1, "90000.00"), (2, "12000.00")])
def test_a_base_that_is_not_its_lines_total_is_blamed(format_: str, line: int, right: str) -> None:
    place = f"/FACTURA/ITE[{line}]{BASE}"
    found = at_fault(format_, {"path": f"/ITE[{line}]{BASE}", "value": "15000.00"})
    assert set(found) == paths(format_, place, *HEADER)
    assert found[paths(format_, place).pop()] == right


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("line", [1, 2])
def test_a_line_without_its_tax_does_not_put_the_blame_on_another(format_: str, line: int) -> None:
    assert set(at_fault(format_, {"remove": f"/ITE[{line}]/TII[1]"})) == paths(format_, *HEADER)


@pytest.mark.parametrize("format_", FORMATS)
def test_where_two_lines_would_do_none_is_blamed(format_: str) -> None:
    found = at_fault(
        format_,
        {"path": f"/ITE[1]{BASE}", "value": "80000.00"},
        {"path": f"/ITE[2]{BASE}", "value": "20000.00"},
    )
    assert set(found) == paths(format_, *HEADER)
