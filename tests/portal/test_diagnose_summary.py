"""Several files: how many fit, what fails most, then the table."""

import io
from dataclasses import replace

from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

from diagnostics import diagnose
from portal.web.diagnose.summary import files_in, tally, worst_rules
from tests.portal.diagnosing import EXAMPLE, page, upload
from tests.wrapped import INVOICE, content, zipped

GOOD = content("layout:factura")
WRONG = INVOICE.replace("<cbc:ProfileExecutionID>2<", "<cbc:ProfileExecutionID>7<").encode()


def several(client: FlaskClient, files: dict[str, bytes]) -> TestResponse:
    sent = [(io.BytesIO(data), name) for name, data in files.items()]
    return client.post("/diagnosticar", data={"files": sent}, content_type="multipart/form-data")


def rows(tree: html.HtmlElement, table: int) -> list[str]:
    return [
        " ".join(row.text_content().split()) for row in tree.xpath(".//table")[table].xpath(".//tbody/tr")
    ]


def test_a_batch_begins_with_how_many_fit_and_what_fails_most(client: FlaskClient) -> None:
    files = {"a.xml": WRONG, "b.xml": WRONG, "c.xml": EXAMPLE, "bien.xml": GOOD}
    tree = html.fromstring(page(client, several(client, files).location))
    assert [" ".join(li.text_content().split()) for li in tree.xpath(".//ul[@class='tally']/li")] == [
        "3 No apto",
        "1 Apto",
    ]
    worst = rows(tree, 0)
    assert worst[0].startswith("FAD04") and worst[0].endswith("Error 2 archivos, 2 lugares")
    assert any(row.startswith("FAU14") and row.endswith("1 archivo, 1 lugar") for row in worst)
    assert tree.xpath(".//table")[0].xpath(".//a[@href='/guia/FAD04']")
    assert "bien.xml" in rows(tree, 1)[-1]
    assert "FAD04" in next(row for row in rows(tree, 1) if "a.xml" in row)


def test_a_zip_beside_its_files_does_not_count_twice(client: FlaskClient) -> None:
    data = zipped({"mal.xml": WRONG, "../fuera.xml": GOOD})
    tree = html.fromstring(page(client, upload(client, data, "lote.zip").location))
    (told,) = [row for row in rows(tree, 0) if row.startswith("FAD04")]
    assert told.endswith("1 archivo, 1 lugar")


def test_rules_are_ordered_by_weight_then_files_then_places() -> None:
    bad, wrong = diagnose(EXAMPLE), diagnose(WRONG)
    found = worst_rules([bad.findings, bad.findings, wrong.findings])
    assert [w.severity for w in found] == sorted((w.severity for w in found), key=("error", "warning").index)
    errors = [w.files for w in found if w.severity == "error"]
    assert errors == sorted(errors, reverse=True)
    assert "info" not in {w.severity for w in found}


def test_what_is_beyond_the_cap_counts() -> None:
    (first, *_) = [f for f in diagnose(EXAMPLE).findings if f.code == "FAU14"]
    alike = [replace(first, total=1260)] * 20
    (worst,) = worst_rules([alike])
    assert (worst.files, worst.places) == (1, 1260)


def test_the_files_of_a_zip_are_files() -> None:
    report = diagnose(zipped({"a.xml": WRONG, "b.xml": EXAMPLE}))
    of_zip, *files = files_in(report, set())
    assert of_zip == [] and len(files) == 2 and all(files)
    assert len(list(files_in(report, {report.entries[0]["sha256"]}))) == 2


def test_what_has_not_finished_is_counted_as_that() -> None:
    assert tally(["valid", None, "invalid", "valid"]) == [("invalid", 1), (None, 1), ("valid", 2)]
