"""A second opinion on counted time: one byte for each second, and nothing shared with the code it judges.

It knows a week as seconds from Monday 00:00 and closed days as day numbers, and has no zone, no intervals
and no arithmetic on datetimes: Bogotá has kept UTC-5 since 1993.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

DAY = 86_400
OFFSET = -5 * 3600


@dataclass(frozen=True)
class Week:
    """`windows`: for each weekday, Monday first, (from, to) in seconds of the day. `closed`: day numbers
    since 1970-01-01 of the holidays.
    """

    windows: tuple[tuple[tuple[int, int], ...], ...]
    closed: frozenset[int]


def second(moment: datetime) -> int:
    """Seconds since 1970-01-01 00:00 in Bogotá."""
    return int((moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()) + OFFSET


def moment(local: int) -> datetime:
    """The moment of a second."""
    return datetime.fromtimestamp(local - OFFSET, UTC)


def counting(
    week: Week, reading: str, start: int, length: int, pauses: Iterable[tuple[int, int]]
) -> bytearray:
    """1 for each second from start on that counts, 0 for each that does not."""
    marks = bytearray(b"\1" * length) if reading == "elapsed" else bytearray(length)
    for day in range(start // DAY, (start + length) // DAY + 1) if reading != "elapsed" else ():
        windows = week.windows[(day + 3) % 7]  # 1970-01-01 was a Thursday
        if day in week.closed or not windows:
            continue
        for opens, closes in windows if reading == "attention_hours" else ((0, DAY),):
            _paint(marks, day * DAY + opens - start, day * DAY + closes - start, b"\1")
    for begins, ends in pauses:
        _paint(marks, begins - start, ends - start, b"\0")
    return marks


def nth(marks: bytearray, count: int) -> int | None:
    """The number of seconds after which `count` of them have counted; None where there are fewer."""
    if marks.count(1) < count:
        return None
    low, high = 0, len(marks)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if marks.count(1, 0, middle) < count else (low, middle)
    return low


def _paint(marks: bytearray, begins: int, ends: int, value: bytes) -> None:
    begins, ends = max(begins, 0), min(ends, len(marks))
    if begins < ends:
        marks[begins:ends] = value * (ends - begins)
