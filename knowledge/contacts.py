"""How to reach people: telephones with their menu, the mailbox with its subject rule, the tracker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from knowledge.layout import Text


@dataclass(frozen=True, slots=True)
class Phone:
    """`number` as it is written locally, `international` with its groups, `e164` for a tel: link."""

    city: str
    number: str
    international: str
    e164: str


@dataclass(frozen=True, slots=True)
class MenuOption:
    """One option of the telephone menu; `ours` marks the one of this support area."""

    option: int
    name: Text
    ours: bool


@dataclass(frozen=True, slots=True)
class SubjectPart:
    """One datum of the mail subject, in the policy's order."""

    part: str
    label: Text
    example: str


@dataclass(frozen=True, slots=True)
class Mailbox:
    """The mailbox and what its subject line must hold."""

    address: str
    audience: tuple[str, ...]
    separator: str
    parts: tuple[SubjectPart, ...]
    missing: str
    advice: Text

    def subject(self, values: Mapping[str, str | None], lang: str = "es") -> str:
        """The subject line from values by part; what is unknown stands as its label, to be written over.

        Line breaks and runs of blanks become one blank: the text goes into a mail heading.
        """
        known = {part.part: " ".join((values.get(part.part) or "").split()) for part in self.parts}
        return self.separator.join(
            known[part.part] or self.missing.format(label=part.label[lang]) for part in self.parts
        )


@dataclass(frozen=True, slots=True)
class Tracker:
    """The bug tracker for developers, and the user to whom issues are assigned."""

    name: str
    assignee: str
    audience: tuple[str, ...]
    advice: Text


@dataclass(frozen=True, slots=True)
class Contacts:
    """All channels."""

    phones: tuple[Phone, ...]
    menu: tuple[MenuOption, ...]
    mailbox: Mailbox
    tracker: Tracker

    @property
    def our_option(self) -> MenuOption:
        """The menu option of this support area."""
        return next(option for option in self.menu if option.ours)

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Self:
        mailbox, tracker = d["mailbox"], d["tracker"]
        return cls(
            phones=tuple(Phone(**phone) for phone in d["phones"]),
            menu=tuple(MenuOption(m["option"], m["name"], m.get("ours", False)) for m in d["menu"]),
            mailbox=Mailbox(
                address=mailbox["address"],
                audience=tuple(mailbox["audience"]),
                separator=mailbox["separator"],
                parts=tuple(SubjectPart(**part) for part in mailbox["parts"]),
                missing=mailbox["missing"],
                advice=mailbox["advice"],
            ),
            tracker=Tracker(
                tracker["name"], tracker["assignee"], tuple(tracker["audience"]), tracker["advice"]
            ),
        )
