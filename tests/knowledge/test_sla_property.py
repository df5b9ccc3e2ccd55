"""Any calendar, any pauses: the clocks agree with the oracle that looks at every second."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge.calendar import WEEKDAYS, Calendar, Reading, counted_seconds
from knowledge.sla import deadline, due, explain, promise
from tests.knowledge import oracle
from tests.knowledge.terms import CALENDAR, POLICY

DAYS = 12
EPOCH = date(1970, 1, 1)
FIRST = (date(2026, 11, 9) - EPOCH).days * oracle.DAY  # a Monday; the next one is a holiday in Colombia
READINGS = st.sampled_from(["attention_hours", "business_days", "elapsed"])

# Edges matter more than the seconds between them: most moments lie on hours, half hours or next to them.
moments = st.one_of(
    st.integers(0, DAYS * 48).map(lambda half: FIRST + half * 1800),
    st.builds(lambda half, off: FIRST + half * 1800 + off, st.integers(0, DAYS * 48), st.integers(-1, 1)),
    st.integers(FIRST, FIRST + DAYS * oracle.DAY),
)
spans = st.lists(st.tuples(moments, moments).map(sorted).map(tuple), max_size=5)
budgets = st.one_of(st.integers(0, 60).map(lambda hours: hours * 3600), st.integers(0, 100_000))


@st.composite
def weeks(draw: st.DrawFn) -> tuple[Calendar, oracle.Week]:
    """A calendar with up to two windows on some weekdays and some holidays, in both notations."""
    minutes = st.lists(st.integers(0, 1439), unique=True, min_size=4, max_size=4).map(sorted)
    windows: list[tuple[tuple[int, int], ...]] = []
    for _ in WEEKDAYS:
        a, b, c, d = draw(minutes)
        windows.append(draw(st.sampled_from([(), ((a, d),), ((a, b), (c, d))])))
    if not any(windows):
        windows[0] = ((480, 1080),)
    closed = draw(st.sets(st.integers(0, DAYS), max_size=3))
    raw: dict[str, Any] = {
        "timezone": "America/Bogota",
        "attention": [
            {"days": [day], "windows": [[clock(o), clock(c)] for o, c in pairs]}
            for day, pairs in zip(WEEKDAYS, windows, strict=True)
        ],
        "years": [2026],
        "holidays": [
            {
                "date": str(date(2026, 11, 9) + timedelta(days=n)),
                "name": {"es": "x", "en": "x"},
                "source": "x",
            }
            for n in closed
        ],
    }
    in_seconds = tuple(tuple((o * 60, c * 60) for o, c in pairs) for pairs in windows)
    return Calendar.from_dict(raw), oracle.Week(
        in_seconds, frozenset(FIRST // oracle.DAY + n for n in closed)
    )


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


SHIPPED = (
    CALENDAR,
    oracle.Week(
        (((28_800, 64_800),),) * 5 + (((30_600, 50_400),), ()),
        frozenset((day - EPOCH).days for day in CALENDAR.holidays),
    ),
)


def aware(pairs: list[tuple[int, int]]) -> list:
    return [(oracle.moment(a), oracle.moment(b)) for a, b in pairs]


@given(st.one_of(st.just(SHIPPED), weeks()), READINGS, moments, budgets, spans)
def test_deadlines(
    week: tuple[Calendar, oracle.Week], reading: Reading, start: int, budget: int, pauses: list
):
    calendar, seconds = week
    marks = oracle.counting(seconds, reading, start, (DAYS + 14) * oracle.DAY, pauses)
    expected = oracle.nth(marks, budget)
    if expected is not None:
        end = deadline(oracle.moment(start), budget / 3600, reading, calendar, aware(pauses))
        assert end == oracle.moment(start + expected)


@given(st.one_of(st.just(SHIPPED), weeks()), READINGS, moments, moments, spans)
def test_counts(week: tuple[Calendar, oracle.Week], reading: Reading, start: int, end: int, pauses: list):
    calendar, seconds = week
    marks = oracle.counting(seconds, reading, start, max(end - start, 0), pauses)
    counted = counted_seconds(oracle.moment(start), oracle.moment(end), reading, calendar, aware(pauses))
    assert counted == marks.count(1)


@given(st.sampled_from([1, 2, 3]), moments, spans, spans)
@settings(max_examples=60)
def test_incidents_are_added_until_nothing_new_is_met(level: int, start: int, pauses: list, incidents: list):
    """The definition itself, applied again and again: what the clock met so far of the incidents is added."""
    target = POLICY.levels[level].promise
    assert target is not None
    budget, added = int(target.hours * 3600), 0
    length = (DAYS + 40) * oracle.DAY
    marks = oracle.counting(SHIPPED[1], target.reading, start, length, pauses)
    outside = oracle.counting(SHIPPED[1], target.reading, start, length, [*pauses, *incidents])
    while True:
        end = oracle.nth(marks, budget + added)
        assert end is not None
        met = marks.count(1, 0, end) - outside.count(1, 0, end)
        if met == added:
            break
        # Inside an incident the clock stands still: go on where it counts again, not second by second.
        there = outside.find(b"\1", end)
        added = marks.count(1, 0, there) - outside.count(1, 0, there)
    due_at = promise(oracle.moment(start), level, POLICY, CALENDAR, aware(pauses), aware(incidents))
    assert due_at is not None
    if level > 1 or CALENDAR.is_working_day(oracle.moment(start + end)):
        assert due_at >= oracle.moment(start + end)
        plain = due(oracle.moment(start), target, CALENDAR, aware(pauses))
        assert due_at in (oracle.moment(start + end), plain)
    else:
        assert due_at > oracle.moment(start + end)
        assert CALENDAR.is_working_day(due_at)


@given(st.sampled_from([1, 2, 3]), moments, spans, spans)
@example(1, FIRST + 5 * oracle.DAY + 82_800, [], [(FIRST + 6 * oracle.DAY, FIRST + 6 * oracle.DAY + 7200)])
def test_accounts_add_up(level: int, start: int, pauses: list, incidents: list):
    args = (oracle.moment(start), level, POLICY, CALENDAR, aware(pauses), aware(incidents))
    account = explain(*args)
    assert account is not None
    assert account.due == promise(*args)
    assert account.without_incidents is not None
    assert account.due is not None
    assert account.due >= account.without_incidents
    edges = [account.start, *(s.end for s in account.stretches)]
    assert [s.start for s in account.stretches] == edges[:-1]
    assert edges[-1] == account.due
    counted = sum(s.seconds for s in account.stretches)
    assert counted == account.promised_seconds + account.added_seconds
    assert account.added_seconds == sum(e.seconds for e in account.extensions)
    assert account.remaining_seconds == 0
    totals = [s.running_total for s in account.stretches]
    assert totals == [sum(s.seconds for s in account.stretches[: n + 1]) for n in range(len(totals))]
    kinds = [(s.kind, s.holiday) for s in account.stretches]
    assert all(a != b for a, b in pairwise(kinds))
    for s in account.stretches:
        counts = counted_seconds(s.start, s.end or s.start, account.reading, CALENDAR)
        assert counts == s.seconds + s.held or s.kind == "moved"


@given(moments)
def test_openings_and_closings_enclose_what_is_open(at: int):
    marks = oracle.counting(SHIPPED[1], "attention_hours", at, 6 * oracle.DAY, [])
    moment = oracle.moment(at)
    assert CALENDAR.open_at(moment) is bool(marks[0])
    opening = CALENDAR.next_opening(moment)
    assert opening == oracle.moment(at + marks.find(b"\0\1") + 1)
    assert CALENDAR.next_closing(moment) == oracle.moment(at + marks.find(b"\1\0") + 1)
    last = CALENDAR.last_closing(moment)
    assert last <= moment
    assert CALENDAR.open_at(last - timedelta(seconds=1))
    assert CALENDAR.open_at(moment) or counted_seconds(last, opening, "attention_hours", CALENDAR) == 0
