"""What the schemas of policy.yaml and holidays.yaml cannot see: order, real dates, names that must exist."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain, pairwise
from typing import Any
from zoneinfo import ZoneInfo

Problem = tuple[str, str]
"""(JSON pointer, reason)."""


def check_policy(policy: Mapping[str, Any]) -> Iterator[Problem]:
    """The problems of a policy.yaml that stands its schema."""
    try:
        ZoneInfo(policy["timezone"])
    except (KeyError, ValueError, OSError):  # what is no zone may also be a folder of the zone database
        yield "/timezone", f"no existe la zona horaria {policy['timezone']}"
    days = Counter(day for entry in policy["attention"] for day in entry["days"])
    yield from (("/attention", f"{day} está dos veces") for day, times in days.items() if times > 1)
    for at, entry in enumerate(policy["attention"]):
        if any(a >= b for a, b in pairwise(chain.from_iterable(entry["windows"]))):
            yield f"/attention/{at}/windows", "las horas no van en orden"
    for version, times in Counter(entry["version"] for entry in (policy, *policy["earlier"])).items():
        if times > 1:
            yield "/earlier", f"la versión {version} está dos veces"
    for here, terms in (("", policy), *((f"/earlier/{i}", e) for i, e in enumerate(policy["earlier"]))):
        yield from _check_terms(here, terms)


def check_holidays(holidays: Mapping[str, Any]) -> Iterator[Problem]:
    """The problems of a holidays.yaml that stands its schema."""
    years = holidays["years"]
    if years != list(range(years[0], years[0] + len(years))):
        yield "/years", "los años no son seguidos"
    seen: set[str] = set()
    for at, entry in enumerate(holidays["holidays"]):
        here = f"/holidays/{at}"
        if entry["source"] not in holidays["sources"]:
            yield f"{here}/source", f"no existe la fuente {entry['source']}"
        if entry["date"] in seen:
            yield f"{here}/date", f"{entry['date']} está dos veces"
        seen.add(entry["date"])
        try:
            day = date.fromisoformat(entry["date"])
        except ValueError:
            yield f"{here}/date", f"no existe el día {entry['date']}"
            continue
        if day.year not in years:
            yield f"{here}/date", f"el año {day.year} no está en years"


def _check_terms(here: str, terms: Mapping[str, Any]) -> Iterator[Problem]:
    try:
        date.fromisoformat(terms["date"])
    except ValueError:
        yield f"{here}/date", f"no existe el día {terms['date']}"
    waiting = [*terms["silence"]["reminders"], terms["silence"]["close"]]
    if any(a >= b for a, b in pairwise(waiting)):
        yield f"{here}/silence", "los recordatorios van en orden y antes del cierre"
    if any(a["percent"] >= b["percent"] for a, b in pairwise(terms["warnings"])):
        yield f"{here}/warnings", "los porcentajes van en orden"
    for at, level in enumerate(terms["levels"]):
        promise = level["promise"]
        if promise and promise.get("from_hours", 0) > promise["hours"]:
            yield f"{here}/levels/{at}/promise/from_hours", "el rango empieza después de su fin"
