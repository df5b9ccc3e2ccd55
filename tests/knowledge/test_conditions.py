"""The small language of conditions says the same on the server and as JSON Schema."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from knowledge.conditions import as_schema, both, fields_of, holds, undecided

FIELDS = st.sampled_from(["a", "b"])
VALUES = st.sampled_from(["x", "y", True])
LEAVES = st.one_of(
    st.builds(lambda f, v: {"field": f, "in": v}, FIELDS, st.lists(VALUES, min_size=1, max_size=2)),
    st.builds(lambda f: {"field": f, "contains": "x"}, FIELDS),
    st.builds(lambda f: {"present": f}, FIELDS),
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda c: {"all": c}, st.lists(inner, min_size=2, max_size=3)),
        st.builds(lambda c: {"any": c}, st.lists(inner, min_size=2, max_size=3)),
        st.builds(lambda c: {"not": c}, inner),
    ),
    max_leaves=6,
)
ANSWERS = st.dictionaries(FIELDS, st.one_of(VALUES, st.lists(st.sampled_from(["x", "y"]), min_size=1)))


@given(CONDITIONS, ANSWERS)
def test_server_and_schema_agree(condition, answers):
    assert holds(condition, answers) == Draft202012Validator(as_schema(condition)).is_valid(answers)


@given(CONDITIONS, ANSWERS)
def test_a_condition_reads_only_its_fields(condition, answers):
    read = {f: v for f, v in answers.items() if f in fields_of(condition)}
    assert holds(condition, read) == holds(condition, answers)
    assert undecided(condition, answers) == bool(fields_of(condition) - set(read))


def test_no_condition_always_holds():
    assert holds(None, {})
    assert fields_of(None) == frozenset()
    assert not undecided(None, {})
    assert both(None, None) is None
    assert both(None, {"present": "a"}) == {"present": "a"}


@pytest.mark.parametrize("blank", [None, "", [], " \n"])
def test_a_blank_is_no_answer(blank):
    assert not holds({"present": "a"}, {"a": blank})
    assert undecided({"present": "a"}, {"a": blank})
