"""Two causes that explain a difference together."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from diagnostics.differences.cause import Candidate, Cause

MOST = 24


def pair(candidates: Sequence[Candidate], gap: Decimal) -> tuple[Cause, Cause] | None:
    """The only two, of different things, whose effects make up the difference; None where other two would do too."""
    found = [
        (a.cause, b.cause)
        for a, b in combinations(candidates[:MOST], 2)
        if a.effect + b.effect == gap and a.cause.thing != b.cause.thing
    ]
    return found[0] if len(found) == 1 else None
