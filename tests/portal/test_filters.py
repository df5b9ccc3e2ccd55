"""How dates, times left, sizes and numbers are written."""

from datetime import datetime, timedelta

import pytest

from knowledge import load
from knowledge.sla import explain
from portal.web import filters
from portal.web.filters import BOGOTA

TODAY = datetime(2026, 11, 25, 16, 20, tzinfo=BOGOTA)


@pytest.mark.parametrize(
    ("moment", "lang", "words"),
    [
        (datetime(2026, 11, 26, 11, 30, tzinfo=BOGOTA), "es", "jueves 26 de noviembre, 11:30"),
        (datetime(2026, 11, 26, 11, 30, tzinfo=BOGOTA), "en", "Thursday 26 November, 11:30"),
        (datetime(2027, 1, 4, 8, 5, tzinfo=BOGOTA), "es", "lunes 4 de enero de 2027, 8:05"),
        (datetime(2027, 1, 4, 8, 5, tzinfo=BOGOTA), "en", "Monday 4 January 2027, 8:05"),
    ],
)
def test_dates_that_matter_are_written_in_full(moment: datetime, lang: str, words: str) -> None:
    assert filters.long_date(moment, lang, TODAY) == words


@pytest.mark.parametrize(
    ("moment", "lang", "words"),
    [
        (TODAY.replace(hour=9, minute=3), "es", "hoy, 9:03"),
        (TODAY - timedelta(days=1), "es", "ayer, 16:20"),
        (TODAY + timedelta(days=1), "es", "mañana, 16:20"),
        (TODAY + timedelta(days=1), "en", "tomorrow, 16:20"),
        (datetime(2026, 11, 28, 8, 0, tzinfo=BOGOTA), "es", "sáb 28, 8:00"),
        (datetime(2026, 12, 1, 8, 0, tzinfo=BOGOTA), "es", "mar 1 dic, 8:00"),
        (datetime(2025, 12, 1, 8, 0, tzinfo=BOGOTA), "en", "Mon 1 Dec 2025, 8:00"),
    ],
)
def test_dates_of_tables_are_short_and_near_days_have_names(moment: datetime, lang: str, words: str) -> None:
    assert filters.short_date(moment, lang, TODAY) == words


def test_a_day_is_the_day_of_bogota() -> None:
    late = datetime.fromisoformat("2026-11-26T03:00:00+00:00")
    assert filters.short_date(late, "es", TODAY) == "hoy, 22:00"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (18_600, "5 h 10"),
        (3_900, "1 h 05"),
        (2_400, "40 min"),
        (86_400, "24 h"),
        (59, "0 min"),
        (-4_200, "1 h 10"),
    ],
)
def test_durations_are_hours_and_minutes_and_never_negative(seconds: float, words: str) -> None:
    assert filters.duration(seconds).replace(filters.HARD_SPACE, " ") == words


@pytest.mark.parametrize(
    ("value", "decimals", "lang", "words"),
    [
        (1240, 0, "es", "1.240"),
        (1240, 0, "en", "1,240"),
        (96.4, 1, "es", "96,4"),
        (149700, 2, "es", "149.700,00"),
    ],
)
def test_numbers_follow_the_language(value: float, decimals: int, lang: str, words: str) -> None:
    assert filters.number(value, lang, decimals) == words


@pytest.mark.parametrize(
    ("count", "lang", "words"),
    [(999, "es", "999 B"), (5_300, "es", "5,3 kB"), (7_200_000, "es", "7,2 MB"), (7_200_000, "en", "7.2 MB")],
)
def test_sizes_have_a_unit_after_a_hard_space(count: int, lang: str, words: str) -> None:
    assert filters.size(count, lang) == words.replace(" ", filters.HARD_SPACE)


def test_a_day_is_written_out(app) -> None:
    assert app.jinja_env.filters["day"]("2026-11-26") == "26 de noviembre de 2026"


def test_initials_are_those_of_the_first_two_names() -> None:
    assert filters.initials("Ana Milena Torres") == "AM"


def test_a_deadline_is_used_up_as_its_clock_runs() -> None:
    knowledge = load()
    start = datetime(2026, 11, 19, 12, 30, tzinfo=BOGOTA)
    explained = explain(start, 2, knowledge.policy, knowledge.calendar)
    assert explained is not None and explained.due is not None
    used = [filters.used_seconds(explained.stretches, start + timedelta(hours=h)) for h in range(0, 240, 3)]
    assert used[0] == 0 and used == sorted(used)
    assert filters.used_seconds(explained.stretches, start + timedelta(hours=2)) == 2 * 3600
    assert filters.used_seconds(explained.stretches, explained.due) == explained.promised_seconds


def test_a_text_of_the_guide_has_names_as_code_and_addresses_as_links() -> None:
    told = filters.ticks("Busque en la lista (/guia/listas/units) y escriba `ITE_4` <b>")
    assert 'lista (<a href="/guia/listas/units">/guia/listas/units</a>) y' in told
    assert "<code>ITE_4</code> &lt;b&gt;" in told
    assert filters.ticks('"/guia/x" onclick=') == '&#34;<a href="/guia/x">/guia/x</a>&#34; onclick='
