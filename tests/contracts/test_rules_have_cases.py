"""Every rule that this program decides has a document that breaks it and one that does not."""

import pytest
import yaml

from knowledge import load
from tests.diagnostics.cases import case_files

OURS = {"internal"}  # says that a rule of ours failed: no document causes it (test_broken_rule.py)
RULES = {
    name: rule
    for name, rule in load().rules.items()
    if rule.offline and name not in OURS and "none" not in rule.check
}
FILES = case_files()


def test_each_rule_has_a_file_and_each_file_a_rule() -> None:
    assert set(FILES) == set(RULES)


@pytest.mark.parametrize("name", sorted(RULES))
def test_each_rule_has_both_kinds_of_cases(name: str) -> None:
    content = yaml.safe_load(FILES[name].read_text("utf-8"))
    assert set(content) == {"failing", "passing"}
    assert content["failing"] and content["passing"]


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_finding_of_a_case_has_the_rules_code(name: str) -> None:
    rule = RULES[name]
    known = {code for codes in rule.codes.values() for code in codes.split("/")}
    content = yaml.safe_load(FILES[name].read_text("utf-8"))
    for case in content["failing"]:
        code = case["finding"]["code"]
        assert code == name or code in known or load().rule_for_code(code) is not None


@pytest.mark.parametrize("name", sorted(load().rules))
def test_a_rule_with_two_codes_says_which_one_it_means(name: str) -> None:
    """`FAD05b/FAD05c` names both sides; a finding has one of them."""
    assert "/" not in str([f["finding"]["code"] for f in _failing(name)])


def _failing(name: str) -> list[dict]:
    return yaml.safe_load(FILES[name].read_text("utf-8"))["failing"] if name in FILES else []
