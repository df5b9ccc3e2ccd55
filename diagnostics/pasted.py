"""Answers that somebody holds in his hand: a line of a rejection, a log, JSON, or DIAN's own ApplicationResponse."""

from __future__ import annotations

from lxml import etree

from diagnostics.opened import Opened
from knowledge import Knowledge
from knowledge.web_service_responses import GENERIC, Reading, read_response

VERDICTS = frozenset({"02", "04"})
"""DIAN's own codes: validated, rejected. The others are events of a buyer."""


def read(opened: Opened, knowledge: Knowledge) -> bool:
    """Take a text as an answer, where it says one that we know; whether it does. Nothing in it could be good."""
    if not says_something(read_response(opened.text, knowledge.responses)):
        return False
    opened.format, opened.said, opened.complete = "answer", opened.text, False
    return True


def says_something(reading: Reading) -> bool:
    """Whether a reading names a rule or, for certain, an answer."""
    return bool(reading.rules) or any(m.how != "fuzzy" and m.score > GENERIC for m in reading.matches)


def answer_of_dian(element: etree._Element) -> str:
    """What DIAN says in an ApplicationResponse of hers, a line each; "" for an event of somebody else."""
    code = element.findtext("{*}DocumentResponse/{*}Response/{*}ResponseCode") or ""
    if code.strip() not in VERDICTS:
        return ""
    lines = element.iterfind("{*}DocumentResponse//{*}Response/{*}Description")
    return "\n".join(" ".join((line.text or "").split()) for line in lines)
