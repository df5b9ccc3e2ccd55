"""How to reach people, and whether they attend right now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from knowledge import load
from knowledge.layout import Text
from knowledge.wording import show_date


@dataclass(frozen=True, slots=True)
class Opening:
    """`changes`: the next closing while it is open, else the next opening; `holidays`: (name,
    day) of the next ones."""

    is_open: bool
    at: datetime
    changes: datetime
    holidays: tuple[tuple[Text, Text], ...]


def opening(moment: datetime) -> Opening:
    """Whether the desk is open, until or from when, and the next holidays."""
    calendar = load().calendar
    is_open = calendar.open_at(moment)
    changes = calendar.next_closing(moment) if is_open else calendar.next_opening(moment)
    holidays = tuple((h.name, show_date(h.date)) for h in calendar.upcoming_holidays(moment))
    return Opening(is_open, moment, changes, holidays)
