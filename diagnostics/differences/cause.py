"""One thing that may have gone wrong with an account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from diagnostics.document import At


@dataclass(frozen=True, slots=True)
class Cause:
    """`name` is that of its words, `thing` what it happened to, at `places`: all of them where it is a `whole` group,
    else one of them; `figures` are the numbers of its words."""

    name: str
    thing: str | None = None
    places: tuple[At, ...] = ()
    whole: bool = False
    figures: Mapping[str, str] = field(default_factory=dict)


class Candidate(NamedTuple):
    """A cause and the difference that it makes."""

    effect: Decimal
    cause: Cause
