"""Other ways of writing a number, a date or a flag, and their plain spelling where it can be told.

Each function gives (plain spelling or None, whether no other reading is possible).
"""

from __future__ import annotations

import re
from datetime import date

_CURRENCY = re.compile(r"^(?:COP|USD|EUR|\$)\s*|\s*(?:COP|USD|EUR|\$|%)$")
_COMMA_DECIMAL = re.compile(r"-?\d{1,3}(?:\.\d{3})+,\d{1,6}", re.ASCII)
_POINT_DECIMAL = re.compile(r"-?\d{1,3}(?:,\d{3})+\.\d{1,6}", re.ASCII)
_POINT_GROUPS = re.compile(r"-?\d{1,3}(?:\.\d{3}){2,}", re.ASCII)
_COMMA_GROUPS = re.compile(r"-?\d{1,3}(?:,\d{3}){2,}", re.ASCII)
_SPACE_GROUPS = re.compile(r"-?\d{1,3}(?:[ '’\u00a0]\d{3})+(?:[.,]\d{1,2})?", re.ASCII)
_ONE_COMMA = re.compile(r"-?\d+,(\d{1,6})", re.ASCII)
_BARE_POINT = re.compile(r"(-?)(\d*)\.(\d*)", re.ASCII)
_PLUS = re.compile(r"\+(\d+(?:\.\d+)?)", re.ASCII)
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)

_YEAR_FIRST = re.compile(
    r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})|(\d{4})-(\d{1,2})-(\d{1,2})|(\d{4})(\d{2})(\d{2})", re.ASCII
)
_YEAR_LAST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_WITH_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}.*", re.ASCII)


def plain_number(value: str) -> tuple[str | None, bool]:
    """`1.234,56`, `1,234.56`, `$ 1234`, `1 234`, `12,5` -> a point and no groups. One comma and three digits
    (`1,234`) may be thousands or decimals: told, not certain."""
    value = _CURRENCY.sub("", _CURRENCY.sub("", value.strip())).strip()
    if _PLAIN.fullmatch(value):
        return value, True
    if _COMMA_DECIMAL.fullmatch(value):
        return value.replace(".", "").replace(",", "."), True
    if _POINT_DECIMAL.fullmatch(value) or _COMMA_GROUPS.fullmatch(value):
        return value.replace(",", ""), True
    if _POINT_GROUPS.fullmatch(value):
        return value.replace(".", ""), True
    if _SPACE_GROUPS.fullmatch(value):
        return re.sub(r"[ '’\u00a0]", "", value).replace(",", "."), True
    if match := _ONE_COMMA.fullmatch(value):
        return value.replace(",", "."), len(match[1]) != 3
    if (match := _BARE_POINT.fullmatch(value)) and (match[2] or match[3]):
        return f"{match[1]}{match[2] or '0'}.{match[3] or '00'}", True
    if match := _PLUS.fullmatch(value):
        return match[1], True
    return None, False


def plain_date(value: str) -> tuple[str | None, bool]:
    """`31/07/2026`, `2026/07/31`, `20260731`, `2026-07-31T10:00` -> AAAA-MM-DD. With the year last and a day of at
    most 12 the order cannot be told: day first is given, not certain."""
    if match := _WITH_TIME.fullmatch(value):
        return (match[1], True) if _date(match[1].split("-")) else (None, False)
    if match := _YEAR_FIRST.fullmatch(value):
        parts = [p for p in match.groups() if p]
        return (_date(parts), True) if _date(parts) else (None, False)
    if match := _YEAR_LAST.fullmatch(value):
        first, second, year = match.groups()
        day_first, month_first = _date([year, second, first]), _date([year, first, second])
        if day_first and month_first and day_first != month_first:
            return day_first, False
        return (day_first or month_first), bool(day_first or month_first)
    return None, False


def plain_flag(value: str) -> str | None:
    """true or false written in another case or language; None for what is neither for sure (1, S)."""
    return {"true": "true", "false": "false", "verdadero": "true", "falso": "false"}.get(value.lower())


def _date(parts: list[str]) -> str | None:
    try:
        return date(*(int(p) for p in parts)).isoformat()
    except ValueError:
        return None
