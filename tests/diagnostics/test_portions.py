"""A long document is held against its schema in portions: nothing is lost or said twice, and no error costs more than
the one before."""

from contextlib import closing

import pytest
from lxml import etree

from bench import ubl_sample
from diagnostics import diagnose
from diagnostics.portions import AT_ONCE, FEW, portions
from diagnostics.readers.xml import parse
from tests.effort import at_most

LINES = 2 * AT_ONCE + 7
EMPTY = b"<cac:InvoiceLine/>"
CLOSE = b"</Invoice>"


def many(one: bytes, count: int) -> bytes:
    """A clean invoice with that many more nodes at its end."""
    return ubl_sample.invoice(1).replace(CLOSE, one * count + CLOSE)


def test_each_line_is_shown_once_and_the_document_is_whole_again() -> None:
    data = ubl_sample.invoice(LINES)
    element = parse(data, "utf-8")
    before, seen = etree.tostring(element), []
    with closing(portions(element, data.decode())) as shown:
        for _ in shown:
            seen.append([e.text for e in element.iterfind("{*}InvoiceLine/{*}ID")])
            assert element.find("{*}IssueDate") is not None
    assert [len(s) for s in seen] == [AT_ONCE, AT_ONCE, 7]
    assert [number for part in seen for number in part] == [str(n) for n in range(1, LINES + 1)]
    assert etree.tostring(element) == before


def test_who_stops_early_gets_the_whole_back() -> None:
    data = ubl_sample.invoice(LINES)
    element = parse(data, "utf-8")
    before = etree.tostring(element)
    with closing(portions(element, data.decode())) as shown:
        next(shown)
    assert etree.tostring(element) == before


@pytest.mark.parametrize("line", [1, AT_ONCE, AT_ONCE + 1, LINES])
def test_an_error_is_found_in_whatever_portion_it_stands(line: int) -> None:
    data = ubl_sample.invoice(LINES).replace(
        b"<cbc:Description>Repuesto %d<" % line, b"<cbc:Descripcion>Repuesto %d<" % line
    )
    start = data.index(b"<cbc:Descripcion>")
    data = data[:start] + data[start:].replace(b"</cbc:Description>", b"</cbc:Descripcion>", 1)
    (found,) = [f for f in diagnose(data).findings if f.rule.startswith("schema")]
    assert found.path == f"/Invoice/cac:InvoiceLine[{line}]/cac:Item/cbc:Descripcion"


def test_what_stands_around_is_said_once() -> None:
    data = ubl_sample.invoice(LINES).replace(b"<cbc:IssueDate>", b"<cbc:IssueDate>x")
    assert [f.total for f in diagnose(data).findings if f.rule == "schema-value"] == [1]


@pytest.mark.parametrize(
    "data",
    [
        many(EMPTY, 100_000),
        many(b"", 1).replace(
            b"</ext:UBLExtensions>",
            b"<ext:UBLExtension><ext:ExtensionContent><x>"
            + b"<cbc:IssueDate>a</cbc:IssueDate><cbc:IssueTime>b</cbc:IssueTime>" * 30_000
            + b"</x></ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>",
        ),
    ],
    ids=["lines", "extension"],
)
def test_every_line_against_the_schema_is_soon_judged(data: bytes) -> None:
    assert data.count(b"<") > FEW
    with at_most(seconds=12):
        report = diagnose(data)
    assert max(f.total for f in report.findings if f.rule.startswith("schema")) > 20
