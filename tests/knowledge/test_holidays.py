"""The shipped holidays are those of the law, and a broken list is refused with place and reason."""

from datetime import date
from typing import Any

import holidays
import pytest
from jsonschema import Draft202012Validator

from knowledge.policy_check import check_holidays
from tests.knowledge.terms import CALENDAR, RAW_HOLIDAYS, changed, schema


def test_the_shipped_file_stands_its_schema_and_its_checks():
    Draft202012Validator.check_schema(schema("holidays"))
    assert list(Draft202012Validator(schema("holidays")).iter_errors(RAW_HOLIDAYS)) == []
    assert list(check_holidays(RAW_HOLIDAYS)) == []


def test_years_are_covered():
    assert CALENDAR.years == (2024, 2030)
    counts = [sum(day.year == year for day in CALENDAR.holidays) for year in range(2024, 2031)]
    assert counts == [18, 17, 19, 19, 19, 19, 18]


def test_no_holiday_of_the_seed_is_missing():
    seed = holidays.country_holidays("CO", years=range(2024, 2031))
    assert set(seed) <= set(CALENDAR.holidays)


@pytest.mark.parametrize("day", [date(2026, 7, 13), date(2027, 7, 12)])
def test_the_holiday_of_2026_has_its_own_source(day: date):
    assert CALENDAR.holidays[day].source == "ley-2578-2026"
    assert "2578" in RAW_HOLIDAYS["sources"]["ley-2578-2026"]["es"]


def test_two_holidays_on_one_monday_are_both_named():
    assert CALENDAR.holidays[date(2025, 6, 30)].name["es"] == "Sagrado Corazón y San Pedro y San Pablo"


@pytest.mark.parametrize(
    ("path", "value", "pointer"),
    [
        (("holidays", 3, "source"), "ley-1", "/holidays/3/source"),
        (("holidays", 3, "date"), "2024-02-30", "/holidays/3/date"),
        (("holidays", 3, "date"), "2024-01-01", "/holidays/3/date"),
        (("holidays", 3, "date"), "2031-01-01", "/holidays/3/date"),
        (("years",), [*range(2024, 2029), 2030], "/years"),
    ],
)
def test_the_checks_refuse(path: tuple[Any, ...], value: Any, pointer: str):
    assert pointer in [place for place, _ in check_holidays(changed(RAW_HOLIDAYS, *path, to=value))]
