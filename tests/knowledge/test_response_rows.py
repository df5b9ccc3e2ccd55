"""Each of the 72 published rows is covered whole: its text, its code and its method."""

import csv
import re
from pathlib import Path

import pytest

from knowledge import load
from knowledge.web_service_responses import read_response

ROWS = list(
    csv.DictReader((Path(__file__).parent / "responses_expected.csv").read_text("utf-8").splitlines())
)
KNOWN = load().responses
UPLOADS = {"SET C1": "uploadInvoiceFile", "WS POS": "uploadInvoiceFile"}
"""Not methods: what was uploaded when the answer came."""


def codes_of(written: str) -> set[str]:
    """The codes of a row: `HTTP 502/503/504`, `404/FAK20`, `(rechazo DIAN)`."""
    return set(re.sub(r"^HTTP |[()]", "", written).replace(" ", "-").split("/"))


@pytest.mark.parametrize("row", ROWS, ids=lambda r: f"{r['code']}-{r['method']}-{r['response']}"[:70])
def test_a_row_leads_to_an_answer_with_its_code_and_method(row: dict[str, str]) -> None:
    found = read_response(row["message"], KNOWN).matches[0].response
    assert found.id == row["response"]
    assert codes_of(row["code"]) <= set(found.codes)
    assert UPLOADS.get(row["method"], row["method"]) in found.methods


def test_no_answer_stands_without_a_row() -> None:
    assert {r.id for r in KNOWN} == {r["response"] for r in ROWS}


def test_the_code_201_is_not_always_a_creation() -> None:
    told = {r.id: r.outcome for r in KNOWN if "201" in r.codes}
    assert told["already-processing"] == told["already-signed"] == told["processing"] == "pending"
    assert told["processed"] == "success"
