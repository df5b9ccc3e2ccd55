"""The guide's entries: each says something of its own, and what it points at exists."""

import re
from collections import Counter

import pytest

from diagnostics.issue import CODE_RULES
from diagnostics.rules import STRUCTURAL
from knowledge import load
from knowledge.guide import Rule

KNOWN = load()
RULES = list(KNOWN.rules.values())
PLACEHOLDER = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("part", ["why", "fix", "example"])
def test_no_two_rules_share_a_text(part: str) -> None:
    texts = Counter(str(getattr(rule, part)) for rule in RULES if getattr(rule, part) and rule.text is None)
    assert [t for t, count in texts.items() if count > 1] == []


def test_a_title_belongs_to_one_rule() -> None:
    titles = Counter(rule.title["es"] for rule in RULES)
    assert [t for t, count in titles.items() if count > 1] == []


def test_a_code_belongs_to_one_rule_in_a_world() -> None:
    """A code may be judged by one rule on layouts and by another on UBL, and where it lacks by another than where it
    stands; never by two on the same fields of the same input."""
    codes = Counter(
        (one, world, "required" in rule.check, frozenset(rule.fields))
        for rule in RULES
        for one in {c for kind in rule.codes.values() for c in kind.split("/")}
        for world in rule.worlds
    )
    shared = {code for (code, *_), count in codes.items() if count > 1}
    # DSAJ24b: who issues is another segment in UBL
    assert shared <= {"FAS01b", "CAS01b", "DAS01b", "DSAJ24b"}


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.rule)
def test_what_a_rule_points_at_exists(rule: Rule) -> None:
    assert set(rule.related["articles"]) <= set(KNOWN.articles)
    assert set(rule.related["requests"]) <= set(KNOWN.requests)
    assert set(rule.fields) <= set(KNOWN.fields) | set(KNOWN.ubl_fields)
    for codes in rule.codes.values():
        for code in codes.split("/"):
            found = KNOWN.rule_for_code(code)
            assert found is not None
            assert found is rule or code[1:] in ("AS01b", "SAJ24b") or not is_judged_twice(found, rule)


def is_judged_twice(one: Rule, other: Rule) -> bool:
    """Whether two rules judge the same fields of the same inputs in the same way: there, or what stands there."""
    presence = ("required" in one.check) == ("required" in other.check)
    return presence and bool(one.worlds & other.worlds) and set(one.fields) == set(other.fields)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.rule)
def test_a_rule_is_told_in_both_languages_with_the_same_figures(rule: Rule) -> None:
    for text in (rule.title, rule.message, rule.action):
        assert set(text) == {"es", "en"}
        spanish, english = (set(PLACEHOLDER.findall(text[lang])) for lang in ("es", "en"))
        assert english - spanish <= {"title_en", "name_en"}


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.rule)
def test_what_its_page_shows_needs_no_document(rule: Rule) -> None:
    shown = [*rule.title.values(), rule.why, rule.fix_in_general(), rule.fix_in_general("TOT_5")]
    assert [text for text in shown if PLACEHOLDER.search(text) or "{{" in text] == []


def test_a_fix_in_general_names_the_field_of_its_page() -> None:
    missing = KNOWN.rules["missing-field"]
    assert missing.fix_in_general().startswith("Agregue lo que falta dentro de su segmento, en su lugar,")
    assert missing.fix_in_general("ADQ_6").startswith("Agregue `ADQ_6` dentro de su segmento,")


@pytest.mark.parametrize("rule", [r for r in RULES if r.offline], ids=lambda r: r.rule)
def test_a_code_rule_has_its_function(rule: Rule) -> None:
    if "code" in rule.check and rule.family not in STRUCTURAL:
        assert rule.rule in CODE_RULES


def test_no_function_lacks_its_rule() -> None:
    assert set(CODE_RULES) <= set(KNOWN.rules)


@pytest.mark.parametrize("rule", [r for r in RULES if not r.offline], ids=lambda r: r.rule)
def test_what_is_not_checked_says_who_knows(rule: Rule) -> None:
    assert rule.needs and rule.needs["es"] and rule.needs["en"]


def test_only_what_is_sure_may_be_an_error() -> None:
    unsure = [
        r.rule for r in RULES if r.severity == "error" and r.confidence not in ("published", "confirmed")
    ]
    assert unsure == []


def test_the_page_of_a_rule_lists_reasons_and_not_what_it_needs() -> None:
    rule = KNOWN.rules["uuid-as-computed"]
    said = [reason["es"] for reason in rule.reasons]
    assert "Se usó el PIN del software; aquí va la clave técnica del rango." in said
    assert rule.detail("needs-software_pin")["es"] not in said
    assert not KNOWN.rules["context-authorization"].reasons
