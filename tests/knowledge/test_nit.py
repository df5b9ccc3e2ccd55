"""The check digit of a NIT is the one that python-stdnum works out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.co import nit

from knowledge.nit import check_digit_of


@pytest.mark.parametrize(("number", "digit"), [("900373115", "3"), ("800197268", "4"), ("1", "8"), ("", "0")])
def test_published_numbers(number: str, digit: str) -> None:
    assert check_digit_of(number) == digit


@given(st.text("0123456789", min_size=1, max_size=20))
def test_every_number(number: str) -> None:
    assert check_digit_of(number) == str(nit.calc_check_digit(number))
