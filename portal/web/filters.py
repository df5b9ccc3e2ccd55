"""How the portal writes dates, times left, sizes and numbers: pure functions, also template filters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from babel.dates import get_day_names, get_month_names
from flask import Flask
from markupsafe import Markup, escape

from knowledge.stretches import Stretch
from knowledge.wording import show_date
from portal.clock import BOGOTA, now
from portal.i18n import language

NEAR = {"es": ("ayer", "hoy", "mañana"), "en": ("yesterday", "today", "tomorrow")}
HARD_SPACE = "\u00a0"
_GUIDE = re.compile(r"(/guia/[\w/-]+)")


def long_date(moment: datetime, lang: str, today: datetime) -> str:
    """jueves 26 de noviembre, 11:30; the year only where it is another."""
    local, here = moment.astimezone(BOGOTA), today.astimezone(BOGOTA)
    year = "" if local.year == here.year else (f" de {local.year}" if lang == "es" else f" {local.year}")
    month = get_month_names(locale=lang)[local.month]
    joint = " de " if lang == "es" else " "
    weekday = get_day_names(locale=lang)[local.weekday()]
    return f"{weekday} {local.day}{joint}{month}{year}, {local.hour}:{local.minute:02}"


def short_date(moment: datetime, lang: str, today: datetime) -> str:
    """hoy, ayer, mañana plus the hour; else jue 26, 11:30, with the month where it is another."""
    local, here = moment.astimezone(BOGOTA), today.astimezone(BOGOTA)
    hour = f"{local.hour}:{local.minute:02}"
    apart = (local.date() - here.date()).days
    if -1 <= apart <= 1:
        return f"{NEAR[lang][apart + 1]}, {hour}"
    day = f"{get_day_names(locale=lang)[local.weekday()][:3]} {local.day}"
    if (local.year, local.month) != (here.year, here.month):
        day += f" {get_month_names(locale=lang)[local.month][:3]}"
    if local.year != here.year:
        day += f" {local.year}"
    return f"{day}, {hour}"


def duration(seconds: float) -> str:
    """5 h 10, 40 min; never negative, never seconds."""
    minutes = int(abs(seconds)) // 60
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}{HARD_SPACE}min"
    return f"{hours}{HARD_SPACE}h{HARD_SPACE}{rest:02}" if rest else f"{hours}{HARD_SPACE}h"


def number(value: float | Decimal, lang: str, decimals: int = 0) -> str:
    """1.240 and 96,4 in Spanish; 1,240 and 96.4 in English."""
    text = f"{value:,.{decimals}f}"
    return text if lang == "en" else text.translate(str.maketrans(",.", ".,"))


def size(count: int, lang: str) -> str:
    """5,3 kB; 7,2 MB."""
    if count < 1000:
        return f"{count}{HARD_SPACE}B"
    unit, value = ("kB", count / 1000) if count < 1_000_000 else ("MB", count / 1_000_000)
    return f"{number(value, lang, 1)}{HARD_SPACE}{unit}"


def initials(name: str) -> str:
    """LG for Laura Gómez."""
    words = [w for w in name.split() if w[:1].isalpha()]
    return "".join(w[0] for w in (words[:1] + words[1:2])).upper()


def ticks(value: str) -> Markup:
    """A text of the guide with its `names` set as code and the addresses of its pages as links."""
    parts = str(value).split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(p) if n % 2 else _linked(p) for n, p in enumerate(parts)
    )


def _linked(words: str) -> Markup:
    pieces = _GUIDE.split(words)
    return Markup("").join(
        Markup('<a href="{0}">{0}</a>').format(p) if n % 2 else escape(p) for n, p in enumerate(pieces)
    )


def used_seconds(stretches: Iterable[Stretch], moment: datetime) -> float:
    """How much of a deadline is used at a moment, from the stretches of its explanation."""
    used = 0.0
    for stretch in stretches:
        if stretch.seconds and stretch.start < moment:
            used += min(stretch.seconds, (moment - stretch.start).total_seconds())
    return used


def init_app(app: Flask) -> None:
    """Register the filters; those that depend on the language or the clock read them here."""

    def filters() -> dict[str, Any]:
        return {
            "long_date": lambda m: long_date(m, language(), now()),
            "day": lambda iso: show_date(date.fromisoformat(iso))[language()],
            "short_date": lambda m: short_date(m, language(), now()),
            "duration": lambda s: duration(s.total_seconds() if isinstance(s, timedelta) else s),
            "hour": lambda m: f"{m.astimezone(BOGOTA).hour}:{m.astimezone(BOGOTA).minute:02}",
            "number": lambda v, decimals=0: number(v, language(), decimals),
            "size": lambda v: size(v, language()),
            "ticks": ticks,
            "initials": initials,
            "used_seconds": lambda explanation: used_seconds(explanation.stretches, now()),
        }

    app.jinja_env.filters.update(filters())
