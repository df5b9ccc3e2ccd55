"""The support policy: what is promised per level, and what surrounds it. The words and numbers are
policy.yaml's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from knowledge.calendar import Reading
from knowledge.contacts import Contacts
from knowledge.layout import Text

TERMS = (
    "version",
    "date",
    "levels",
    "next_update",
    "amber_percent",
    "warnings",
    "reopen_business_days",
    "silence",
)
"""What a later version may change for new tickets only: the keys that an entry of `earlier` repeats."""


@dataclass(frozen=True, slots=True)
class Target:
    """An amount of time. `off_closed_days`: an end on a closed day moves to the closing of the next
    working day.
    """

    hours: float
    reading: Reading
    off_closed_days: bool = False

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Self:
        return cls(d["hours"], d["reading"], d.get("off_closed_days", False))


@dataclass(frozen=True, slots=True)
class Level:
    """A service level. `promise` None: the area commits to a date (`committed`). `objective` is for staff
    only; `objective_warning` comes before it; `from_hours` is the lower end of a promised range.
    """

    level: int
    title: Text
    short: Text
    promise: Target | None
    from_hours: float | None
    objective: Target | None
    objective_warning: Target | None
    first_response: Target
    committed: bool
    text: str
    note: str

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Self:
        promise = Target.from_dict(d["promise"]) if d["promise"] else None
        objective = d["objective"] or {}
        return cls(
            level=d["level"],
            title=d["title"],
            short=d["short"],
            promise=promise,
            from_hours=d["promise"].get("from_hours") if d["promise"] else None,
            objective=_objective(objective, promise),
            objective_warning=Target.from_dict(objective["warning"]) if "warning" in objective else None,
            first_response=Target.from_dict(d["first_response"]),
            committed=promise is None,
            text=d["text"],
            note=d["note"],
        )


@dataclass(frozen=True, slots=True)
class NextUpdate:
    """How long a requester may be left without news, on these levels and on whatever is escalated."""

    hours: float
    reading: Reading
    levels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Warn:
    """A threshold of a clock, and who is told: `assignee`, `lead`."""

    percent: float
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Silence:
    """Working days of waiting for the requester until each reminder, and until the ticket is closed."""

    reminders: tuple[float, ...]
    close: float


@dataclass(frozen=True, slots=True)
class Policy:
    """What holds for a ticket. `earlier` keeps the terms of former versions for the tickets opened under
    them.
    """

    version: str
    date: str
    brand: str
    provider: str
    product: Text
    levels: Mapping[int, Level]
    next_update: NextUpdate
    amber_percent: float
    warnings: tuple[Warn, ...]
    reopen_business_days: float
    silence: Silence
    readings: Mapping[str, Mapping[str, Text]]
    clocks: Mapping[str, Text]
    stretches: Mapping[str, Text]
    agreements: Mapping[str, Text]
    hours: tuple[Text, ...]
    contacts: Contacts
    text: Mapping[str, Any]
    earlier: Mapping[str, Mapping[str, Any]]

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Self:
        """From policy.yaml (the keys of the calendar are its own business)."""
        return cls(
            **_terms(d),
            brand=d["brand"],
            provider=d["provider"],
            product=d["product"],
            readings=d["readings"],
            clocks=d["clocks"],
            stretches=d["stretches"],
            agreements=d["agreements"],
            hours=tuple(entry["text"] for entry in d["attention"]),
            contacts=Contacts.from_dict(d["contacts"]),
            text=d["text"],
            earlier={e["version"]: e for e in d["earlier"]},
        )

    def level(self, number: int) -> Level:
        """A level. ValueError for one that the policy does not have."""
        if number not in self.levels:
            known = ", ".join(str(n) for n in self.levels)
            raise ValueError(f"level: expected one of {known}, found {number!r}")
        return self.levels[number]

    def as_of(self, version: str) -> Policy:
        """The policy with the terms of that version. KeyError for one that never was."""
        return self if version == self.version else replace(self, **_terms(self.earlier[version]))

    @property
    def first_response(self) -> Mapping[int, Target]:
        """Level -> the target of the first public answer by a person."""
        return {number: level.first_response for number, level in self.levels.items()}


def _terms(d: Mapping[str, Any]) -> dict[str, Any]:
    terms = {key: d[key] for key in TERMS}
    update, silence = d["next_update"], d["silence"]
    return {
        **terms,
        "levels": {entry["level"]: Level.from_dict(entry) for entry in d["levels"]},
        "next_update": NextUpdate(update["hours"], update["reading"], tuple(update["levels"])),
        "warnings": tuple(Warn(w["percent"], tuple(w["to"])) for w in d["warnings"]),
        "silence": Silence(tuple(silence["reminders"]), silence["close"]),
    }


def _objective(d: Mapping[str, Any], promise: Target | None) -> Target | None:
    if promise and "percent_of_promise" in d:
        # Only the promise moves off closed days: moved as well, the objective of a weekend would be the promise.
        hours = promise.hours * d["percent_of_promise"] / 100
        return replace(promise, hours=hours, off_closed_days=False)
    return Target.from_dict(d) if "hours" in d else None
