"""Which known mistake, or which two of them, explain the hash that a document bears. Bounded work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, islice

from diagnostics.hashes.mistakes import Material, Mistake, mistakes
from diagnostics.hashes.parts import Parts, digest

MOST = 5_000
"""Hashes that are tried at most for one value."""
LONGEST = 2_000
"""Characters of a text of which others are tried: those of a document have some two hundred."""


def explain(found: str, material: Material) -> tuple[Mistake, ...]:
    """The mistakes after which the parts give `found`: one, else two; none where it is none of those we know."""
    if sum(len(part.text) for part in material.parts) > LONGEST:
        return ()
    for made, parts in islice(_trials(material), MOST):
        if digest(parts) == found:
            return made
    return ()


def _trials(material: Material) -> Iterator[tuple[tuple[Mistake, ...], Parts]]:
    known = list(mistakes(material))
    yield from (((one,), one.change(material.parts)) for one in known)
    for first, second in combinations(known, 2):
        if first.name != second.name:
            yield (first, second), second.change(first.change(material.parts))


def names(made: Sequence[Mistake]) -> str:
    """The keys of their sentences in the guide's entry, for the `detail` of an issue."""
    return " ".join(one.name for one in made)
