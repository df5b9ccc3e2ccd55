"""What the tests of pasted answers share: the ids that a text is certainly, and those that it is only like."""

import csv
from pathlib import Path

from knowledge import load
from knowledge.web_service_responses import read_response

KNOWN = load().responses
ROWS = list(
    csv.DictReader((Path(__file__).parent / "responses_expected.csv").read_text("utf-8").splitlines())
)
SENTENCES = {
    row["message"]: row["response"] for row in ROWS if " " in row["message"] and "[" not in row["message"]
}
"""The published texts of several words without slots, and the answer that each is."""


def certain(text: str) -> set[str]:
    return {m.response.id for m in read_response(text, KNOWN).matches if m.how != "fuzzy"}


def like(text: str) -> list[str]:
    return [m.response.id for m in read_response(text, KNOWN).matches if m.how == "fuzzy"]


def found(text: str) -> list[str]:
    return [m.response.id for m in read_response(text, KNOWN).matches]
