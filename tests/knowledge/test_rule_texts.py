"""Shared texts read as if written for their rule: filled in, with the place and an example of their own."""

import re

import pytest

from knowledge import load
from knowledge.compile import parse_sources, read_sources
from knowledge.guide import Rule
from knowledge.rule_examples import element
from tests.knowledge.terms import SOURCES

KNOWN = load()
SHARED = [r for r in KNOWN.rules.values() if r.text]
ABOUT = parse_sources(read_sources(SOURCES))[0]["rules/_fields.yaml"]
OF_VALUES = ("missing-value", "not-in-dian-list", "fixed-value", "wrong-shape", "too-low", "above-limit")
MARK = re.compile(r"<[a-z_]+>")


@pytest.mark.parametrize("rule", SHARED, ids=lambda r: r.rule)
def test_no_mark_is_left(rule: Rule) -> None:
    texts = [*rule.title.values(), *rule.message.values(), *rule.action.values(), rule.why, rule.fix]
    assert [t for t in texts if MARK.search(t)] == []
    assert not rule.example or not MARK.search("".join(rule.example.values()))


@pytest.mark.parametrize("rule", [r for r in SHARED if r.example], ids=lambda r: r.rule)
def test_an_example_shows_two_things(rule: Rule) -> None:
    assert rule.example and rule.example["wrong"] != rule.example["right"]


@pytest.mark.parametrize("rule", [r for r in SHARED if r.text in OF_VALUES], ids=lambda r: r.rule)
def test_the_right_side_of_a_value_shows_one(rule: Rule) -> None:
    assert rule.example
    value = re.search(r'(?:>|=")([^<>"]+)(?:<|")', rule.example["right"])
    assert value and value[1] not in ("…", "?")


def test_a_place_that_many_share_is_told_with_the_node_around_it() -> None:
    assert "`cac:Address/cbc:ID`" in KNOWN.rules["issuer-municipality-list"].fix
    assert "`cbc:IssueTime`" in KNOWN.rules["issue-time-shape"].fix


def test_a_node_is_said_to_come_from_the_fields_in_it() -> None:
    assert "sale de `EMI_15` y `EMI_21`" in KNOWN.rules["issuer-country-group-required"].fix
    assert "sale del segmento `TOT`" in KNOWN.rules["totals-required"].fix
    assert "El layout no lo lleva" in KNOWN.rules["signature-value-required"].fix


def test_codes_are_told_with_their_documents() -> None:
    why = KNOWN.rules["acquirer-name-required"].why
    assert "FAK20 (nota crédito CAK20, nota débito DAK20)" in why
    assert KNOWN.rules["signature-value-required"].why.count("DC") == 1


def test_every_purpose_and_sample_is_of_use() -> None:
    told = " ".join(r.why for r in SHARED)
    assert [start for start, text in ABOUT["purposes"].items() if text not in told] == []
    shown = " ".join(r.example["right"] for r in SHARED if r.example)
    assert [key for key, value in ABOUT["samples"].items() if value not in shown] == []


@pytest.mark.parametrize(
    ("label", "value", "told"),
    [
        ("cbc:ID", "7", "<cbc:ID>7</cbc:ID>"),
        ("cbc:ID", "", "<cbc:ID/>"),
        ("cac:Party/cbc:ID/@schemeID", "3", '<cbc:ID schemeID="3">…</cbc:ID>'),
        ("cbc:ID/@schemeID", "", "<cbc:ID>…</cbc:ID>"),
    ],
)
def test_a_value_stands_as_in_a_file(label: str, value: str, told: str) -> None:
    assert element(label, value) == told
