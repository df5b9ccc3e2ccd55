"""The account of a finding as data, and as a table in the reports that people read."""

import pytest

from diagnostics import Report, diagnose
from diagnostics.reporters import html, text
from diagnostics.reporters.result import Result
from diagnostics.reporters.style import Style
from tests.diagnostics.cases import base, edited
from tests.inputs import WRITERS


def report(path: str, value: str, lines: int = 3) -> Report:
    """The fullest clean invoice with one figure changed, and its last line repeated up to so many lines."""
    root, tree = base("factura_completa")
    last = [n for n in tree if n[0] == "ITE"][-1]
    tree = edited(tree, [{"path": path, "value": value}])
    return diagnose(WRITERS["xml"](root, [*tree, *[last] * (lines - 3)]))


def test_a_sum_carries_its_figures() -> None:
    told = next(f.sum for f in report("/TOT/TOT_5", "150410.00").findings if f.code == "FAU14")
    assert told is not None
    assert [(t["sign"], t["label"], t["value"]) for t in told["terms"]] == [
        ("+", "TOT_7", "149910.00"),
        ("-", "DSC_3", "2000.00"),
        ("+", "DSC_3", "500.00"),
    ]
    assert [t["path"] for t in told["terms"]][1] == "/FACTURA/DSC[1]/DSC_3"
    assert all(t["line"] for t in told["terms"])
    assert (told["expected"], told["found"], told["difference"]) == ("148410.00", "150410.00", "2000.00")


def test_a_product_shows_its_constant_without_a_place() -> None:
    found = report("/ITE[1]/TII[1]/IIM[1]/IIM_2", "4500.00").findings
    told = next(f.sum for f in found if f.code == "FAX07")
    assert told is not None
    assert [(t["sign"], t["value"], t["line"] is None) for t in told["terms"]] == [
        ("+", "90000.00", False),
        ("×", "19.00", False),
        ("/", "100", True),
    ]


def test_of_many_terms_twenty_are_listed_and_all_are_counted() -> None:
    told = next(f.sum for f in report("/TOT/TOT_1", "1.00", lines=25).findings if f.code == "FAU02")
    assert told is not None
    assert (len(told["terms"]), told["count"]) == (20, 25)


def test_what_adds_up_or_is_no_sum_carries_none() -> None:
    assert all(f.sum is None for f in report("/EMI/EMI_22", "1").findings)


@pytest.mark.parametrize(
    ("lang", "words"),
    [("es", ("da", "diferencia", "y 5 más")), ("en", ("gives", "difference", "and 5 more"))],
)
def test_text_and_html_show_the_table(lang: str, words: tuple[str, ...]) -> None:
    result = Result("factura.xml", report("/TOT/TOT_1", "120000.00", lines=25), {})
    for shown in (text.each(result, Style(lang=lang)), html.end([result], Style(lang=lang))):
        for word in (*words, "792000.00", "-672000.00"):
            assert word in shown
