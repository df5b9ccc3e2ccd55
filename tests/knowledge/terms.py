"""The shipped policy and calendar read straight from their sources, and a short way to write a moment."""

import copy
import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

import knowledge
from knowledge.calendar import Calendar
from knowledge.policy import Policy

SOURCES = Path(knowledge.__file__).parent
BOGOTA = ZoneInfo("America/Bogota")

RAW_POLICY: dict[str, Any] = yaml.safe_load((SOURCES / "policy.yaml").read_text())
RAW_HOLIDAYS: dict[str, Any] = yaml.safe_load((SOURCES / "holidays.yaml").read_text())

POLICY = Policy.from_dict(RAW_POLICY)
CALENDAR = Calendar.from_dict({**RAW_POLICY, **RAW_HOLIDAYS})


def at(text: str) -> datetime:
    """ "2026-11-23 09:00" (seconds and fractions if need be) as a moment in Bogotá."""
    return datetime.fromisoformat(text).replace(tzinfo=BOGOTA)


def schema(name: str) -> Any:
    """A JSON Schema of the knowledge."""
    return json.loads((SOURCES / "schemas" / f"{name}.schema.json").read_text())


def changed(source: dict[str, Any], *path: Any, to: Any) -> dict[str, Any]:
    """A copy of plain data with one value replaced."""
    result = copy.deepcopy(source)
    place: Any = result
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return result
