"""Causes that repeat on many lines, told once with their lines. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from diagnostics import Finding
from diagnostics.opened import key_of
from portal.web.diagnose.presenter import Card

_NUMBERED = re.compile(r"\[\d+\]|(?<=/)\d+(?=/|$)")


@dataclass(frozen=True, slots=True)
class Group:
    """Cards of one rule about one field of one text, in the order of the text; `more` like them are not shown."""

    cards: tuple[Card, ...]

    @property
    def first(self) -> Card:
        return self.cards[0]

    @property
    def more(self) -> int:
        return sum(card.more for card in self.cards)

    @property
    def followers(self) -> tuple[Finding, ...]:
        return tuple(f for card in self.cards for f in card.followers)

    @property
    def named(self) -> bool:
        """Whether a rejection names one of them."""
        return any(card.named for card in self.cards)

    @property
    def same(self) -> bool:
        """Whether the same is to be done in all places."""
        return len({card.finding.action for card in self.cards}) == 1

    @property
    def heading(self) -> str:
        """What to do; where that differs from place to place, what is wrong."""
        return self.first.finding.action if self.same else self.first.finding.title

    @property
    def by_column(self) -> bool:
        """Whether the line tells nothing: flat text stands on one."""
        return len({card.finding.line for card in self.cards}) == 1


def grouped(cards: Sequence[Card]) -> list[Group]:
    """The cards by what they repeat, in the order of their first ones; those that a rejection names come first,
    then those that unlock most."""
    alike: dict[tuple[str, ...], list[Card]] = {}
    for card in cards:
        alike.setdefault(_kind(card.finding), []).append(card)
    made = [Group(tuple(sorted(same, key=_place))) for same in alike.values()]
    rank = ("error", "warning", "info").index
    return sorted(made, key=lambda g: (not g.named, rank(g.first.finding.severity), -len(g.followers)))


def _kind(finding: Finding) -> tuple[str, ...]:
    path = _NUMBERED.sub("", finding.path)
    return (key_of(finding.container), finding.rule, finding.code, finding.severity, path)


def _place(card: Card) -> tuple[int, int]:
    return card.finding.line or 0, card.finding.column or 0
