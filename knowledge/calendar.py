"""Working time: attention windows and holidays, and how much of a span counts under a reading.

Three readings of "hours" (see policy.yaml): `attention_hours` counts the attention windows, `business_days`
all 24 hours of a working day, `elapsed` everything. A working day is one with a window that is no holiday.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, pairwise
from typing import Any, Literal, Self, get_args
from zoneinfo import ZoneInfo

from knowledge.intervals import Pause, Span, closed_at, seconds, total, until, without
from knowledge.layout import Text
from knowledge.moments import checked, utc

Reading = Literal["attention_hours", "business_days", "elapsed"]

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY = timedelta(days=1)
END_OF_TIME = datetime.max.replace(tzinfo=UTC)


class BehindCalendar(ValueError):
    """A time that nobody can know yet: it lies behind the last year whose holidays holidays.yaml has."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day without attention. `source` names the law or decision in holidays.yaml, `sources`."""

    date: date
    name: Text
    source: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """`windows`: weekday (Monday 0) -> (opening, closing) times in `zone`, ascending. At an opening it is
    open, at a closing no longer. `years`: those whose holidays are known; outside them no day is a
    holiday.
    """

    zone: ZoneInfo
    windows: Mapping[int, tuple[tuple[time, time], ...]]
    holidays: Mapping[date, Holiday]
    years: tuple[int, int]

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Self:
        """From policy.yaml and holidays.yaml in one mapping. ValueError where no weekday has a window or
        windows overlap or end before they begin."""
        windows: dict[int, tuple[tuple[time, time], ...]] = {}
        for entry in d["attention"]:
            day_windows = tuple((time.fromisoformat(o), time.fromisoformat(c)) for o, c in entry["windows"])
            edges = list(chain.from_iterable(day_windows))
            if any(a >= b for a, b in pairwise(edges)):
                raise ValueError(f"attention windows out of order: {entry['windows']}")
            windows.update({WEEKDAYS.index(day): day_windows for day in entry["days"]})
        if not any(windows.values()):
            raise ValueError("no attention window: no deadline would ever come")
        holidays = [Holiday(date.fromisoformat(h["date"]), h["name"], h["source"]) for h in d["holidays"]]
        return cls(
            zone=ZoneInfo(d["timezone"]),
            windows=windows,
            holidays={h.date: h for h in sorted(holidays, key=lambda h: h.date)},
            years=(d["years"][0], d["years"][-1]),
        )

    def local(self, moment: datetime) -> datetime:
        """The same instant in the calendar's zone. ValueError for a naive one."""
        return utc(moment).astimezone(self.zone)

    def day_of(self, moment: date | datetime) -> date:
        """The local date of an aware moment; a plain date is itself."""
        return self.local(moment).date() if isinstance(moment, datetime) else moment

    def is_working_day(self, day: date | datetime) -> bool:
        """Whether there is attention at any time of that (local) day."""
        day = self.day_of(day)
        return bool(self.windows.get(day.weekday())) and day not in self.holidays

    def holiday(self, day: date | datetime) -> Holiday | None:
        """The holiday on that (local) day, if it is one."""
        return self.holidays.get(self.day_of(day))

    @property
    def end(self) -> datetime:
        """When the last year ends whose holidays are known."""
        return self._at(date(self.years[1] + 1, 1, 1), time())

    def next_working_day(self, day: date | datetime) -> date:
        """The first working day after that day."""
        day = self.day_of(day) + DAY
        while not self.is_working_day(day):
            day += DAY
        return day

    def windows_on(self, day: date | datetime) -> tuple[Span, ...]:
        """The (opening, closing) moments of that day in local time; none on a closed day."""
        day = self.day_of(day)
        if not self.is_working_day(day):
            return ()
        windows = self.windows[day.weekday()]
        return tuple((self._at(day, opens), self._at(day, closes)) for opens, closes in windows)

    def open_at(self, moment: datetime) -> bool:
        """Whether somebody attends at that moment."""
        return any(opens <= moment < closes for opens, closes in self.windows_on(self.local(moment)))

    def next_opening(self, moment: datetime) -> datetime:
        """The first opening after that moment (at an opening itself: the one after it)."""
        return next(opens for opens, _ in self._windows_from(moment) if opens > moment)

    def next_closing(self, moment: datetime) -> datetime:
        """The first closing after that moment: when it is open, today's."""
        return next(closes for _, closes in self._windows_from(moment) if closes > moment)

    def last_closing(self, moment: datetime) -> datetime:
        """The last closing at or before that moment."""
        day = self.day_of(moment)
        while True:
            for _, closes in reversed(self.windows_on(day)):
                if closes <= moment:
                    return closes
            day -= DAY

    def upcoming_holidays(self, moment: date | datetime, count: int = 3) -> tuple[Holiday, ...]:
        """The next holidays, that of the day itself included."""
        today = self.day_of(moment)
        return tuple(h for day, h in self.holidays.items() if day >= today)[:count]

    def running(self, start: datetime, reading: Reading) -> Iterator[Span]:
        """The spans from `start` on that count under a reading: ascending, disjoint, in UTC, without end.

        ValueError for a naive start or an unknown reading.
        """
        begin = utc(start, "start")
        if reading == "elapsed":
            spans: Iterator[Span] = iter([(begin, END_OF_TIME)])
        elif reading == "attention_hours":
            spans = self._windows_from(begin)
        elif reading == "business_days":
            spans = self._whole_days_from(begin)
        else:
            raise ValueError(f"no such reading: {reading!r}; there are {', '.join(get_args(Reading))}")
        return ((max(utc(a), begin), utc(b)) for a, b in spans if b > begin)

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone)

    def _windows_from(self, moment: datetime) -> Iterator[Span]:
        day = self.day_of(moment)
        while True:
            yield from self.windows_on(day)
            day = self.next_working_day(day)

    def _whole_days_from(self, moment: datetime) -> Iterator[Span]:
        day = self.day_of(moment)
        while True:
            if self.is_working_day(day):
                yield self._at(day, time()), self._at(day + DAY, time())
            day = self.next_working_day(day)


def counted_seconds(
    start: datetime, end: datetime, reading: Reading, calendar: Calendar, pauses: Iterable[Pause] = ()
) -> float:
    """Exact seconds that count from `start` to `end` under a reading, outside the pauses (taken as a
    union; an open one lasts to `end`). 0 where end <= start; an int where the moments are whole
    seconds. ValueError for what is no aware moment, a pause that ends before it begins, an unknown reading.
    """
    stop = utc(end, "end")
    spans = until(calendar.running(start, reading), stop)
    return seconds(total(without(spans, closed_at(checked(pauses), stop))))
