"""The measurements measure what they say: complete inputs, verdicts by figures, a page and chart of what was found."""

from pathlib import Path

import pytest
from lxml import etree

from bench import inputs, memory, page, times
from bench.chart import bars
from bench.clock import medians
from bench.result import Result, text_of
from diagnostics import diagnose

LATE = Result("Time", "UBL, 1,000 lines", 80.0, "ms", 10.0, "parse", "<= 5 parses", 50.0, 1_000, 900.0)
EARLY = Result("Time", "flat, 1,000 lines", 40.0, "ms", 10.0, "parse", "<= 5 parses", 50.0, 1_000, 900.0)


@pytest.mark.parametrize("shape", [inputs.UBL, inputs.UNSIGNED, inputs.LAYOUT, inputs.JSON, inputs.FLAT])
def test_a_clean_input_is_clean_in_every_format(shape: inputs.Shape) -> None:
    report = diagnose(shape.make(3), context=dict(shape.context))
    assert report.verdict == "valid"
    assert {f.severity for f in report.findings} <= {"info"}


def test_everything_is_on_in_the_complete_one() -> None:
    report = diagnose(inputs.UBL.make(3), context=dict(inputs.UBL.context))
    assert report.signed
    assert "CUFE" not in str(report.not_checked)
    spoilt = inputs.UBL.make(3).replace(b"Repuesto 2", b"Repuesto 9")
    assert "signature-intact" in {f.rule for f in diagnose(spoilt, context=dict(inputs.UBL.context)).findings}


@pytest.mark.parametrize("shape", [inputs.WRONG, inputs.BROKEN, inputs.LAYOUT_WRONG])
def test_every_line_of_a_wrong_one_is_wrong(shape: inputs.Shape) -> None:
    lines = 5
    findings = diagnose(shape.make(lines), context=dict(shape.context)).findings
    assert max(f.total for f in findings) >= lines


def test_actions_take_turns() -> None:
    order: list[str] = []
    medians([lambda: order.append("a"), lambda: order.append("b")], seconds=0, least=3)
    assert order == ["a", "b"] * 3


def test_a_target_is_missed_by_its_figure() -> None:
    assert (LATE.ratio, LATE.holds, EARLY.holds) == (8.0, False, True)
    assert "MISSED" in text_of([LATE]) and "holds" in text_of([EARLY])


def test_a_size_is_measured_against_its_parse() -> None:
    result = times.measured(inputs.LAYOUT, 2, 5, millisecond=True)
    assert result.base is not None and result.limit == 5 * result.base + 1
    assert result.value > result.base


def test_a_fresh_process_tells_its_peak(tmp_path: Path) -> None:
    file = tmp_path / "invoice.xml"
    file.write_bytes(inputs.UBL.make(300))
    assert memory._peak("judge", str(file)) > memory._peak("judge") > 5


def test_the_page_and_the_chart_are_made_of_the_figures(tmp_path: Path) -> None:
    (tmp_path / "img").mkdir()
    page.write([LATE, EARLY], tmp_path)
    text = (tmp_path / "performance.md").read_text("utf-8")
    assert "| UBL, 1,000 lines | 80.00 ms | 10.00 ms (parse) | 8.0 | <= 5 parses | **missed** |" in text
    svg = etree.fromstring((tmp_path / "img/performance.svg").read_bytes())
    own = [float(r.get("width", "0")) for r in svg.iterfind("{*}rect[@class='own']")]
    assert len(own) == 2 and own[0] > own[1]


def test_a_bar_is_as_long_as_its_figure_on_a_scale_of_tens() -> None:
    svg = etree.fromstring(
        bars("t", "ms", [("one", 1.0, True), ("ten", 10.0, True), ("hundred", 100.0, False)])
    )
    first, second, third = (float(r.get("width", "0")) for r in svg.iterfind("{*}rect"))
    assert first == 1 and third == pytest.approx(2 * second, abs=0.2)
