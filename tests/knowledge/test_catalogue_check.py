"""A kind that follows the schema and still cannot work is refused with the place and the reason."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from knowledge.request_check import check_request
from tests.knowledge.kinds import RAW, SHARED


@pytest.mark.parametrize("raw", RAW.values(), ids=RAW)
def test_the_kinds_hold_together(raw: dict[str, Any]):
    assert check_request(raw, SHARED) == []


def condition(d: dict[str, Any], value: Any) -> None:
    d["pages"][3]["questions"][1]["when"] = value


BREAKS: list[tuple[Callable[[dict[str, Any]], Any], str, str]] = [
    (lambda d: d["pages"].append({"use": "nowhere"}), "/pages/8", "nothing is shared under the name nowhere"),
    (
        lambda d: d["pages"][4]["questions"].append({"use": "no_such"}),
        "/pages/4/questions/1",
        "nothing is shared under the name no_such",
    ),
    (
        lambda d: d["attachments"].append({"use": "stamp"}),
        "/attachments/3",
        "nothing is shared under the name stamp",
    ),
    (lambda d: d["before"].append({"use": "luck"}), "/before/8", "nothing is shared under the name luck"),
    (lambda d: d["pages"].insert(0, d["pages"].pop(1)), "/pages/0", "the first page has no section"),
    (
        lambda d: condition(d, {"field": "sender", "in": ["erp"]}),
        "/pages/3/questions/1",
        "the condition reads sender, which is not asked before",
    ),
    (
        lambda d: condition(d, {"not": {"field": "go_live", "in": ["never"]}}),
        "/pages/3/questions/1",
        "the condition waits for never, which is no choice of go_live",
    ),
    (
        lambda d: d["pages"][3]["questions"][1].update(required={"present": "sender"}),
        "/pages/3/questions/1",
        "the condition reads sender, which is not asked before",
    ),
    (
        lambda d: d["pages"][3]["questions"][1].update(at_least="range_to"),
        "/pages/3/questions/1",
        "at_least reads range_to, which is not asked before",
    ),
    (
        lambda d: d["attachments"][0].update(when={"field": "colour", "in": ["red"]}),
        "/attachments/0",
        "the condition reads colour, which is not asked before",
    ),
    (lambda d: d["pages"].append(d["pages"][4]), "", "the name document_types is used 2 times"),
    (
        lambda d: d["before"].append(d["before"][0]),
        "/before",
        "the name organisation-verified is used 2 times",
    ),
    (lambda d: d["duplicate_key"].append("colour"), "/duplicate_key", "colour is not asked"),
    (lambda d: d["subject"].update(en="To {colour}"), "/subject/en", "colour is not asked"),
    (
        lambda d: d["before"][0].update(check=[{"field": "colour", "pattern": "x"}]),
        "/before/0",
        "colour is not asked",
    ),
    (
        lambda d: d["before"][0].update(check=[{"attachment": "stamp"}]),
        "/before/0",
        "the file stamp is not asked for",
    ),
    (
        lambda d: d["before"][0].update(check=[{"field": "prefix", "pattern": "("}]),
        "/before/0",
        "( is no regular expression",
    ),
]


@pytest.mark.parametrize(("change", "pointer", "reason"), BREAKS, ids=[reason for _, _, reason in BREAKS])
def test_a_broken_kind_is_refused(change: Callable[[dict[str, Any]], Any], pointer: str, reason: str):
    raw = copy.deepcopy(RAW["cambio-a-productivo"])
    change(raw)
    assert (pointer, reason) in check_request(raw, SHARED)


def test_what_is_shared_is_checked_too():
    shared = copy.deepcopy(SHARED)
    shared["pages"]["contact"]["questions"][0] = {"use": "nickname"}
    problems = check_request(RAW["mejora-del-integrador"], shared)
    assert problems == [("/pages/contact/questions/0", "nothing is shared under the name nickname")]
