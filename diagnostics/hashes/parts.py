"""What a hash is made of: texts in an order, of which one is secret."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from diagnostics.document import At

HIDDEN = "••••"
LONGEST = 60
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Part:
    """One ingredient. `name` is its key in `words`, `at` its place in the document; a secret one has none. `value` is
    the amount behind the text, with all its decimals. Its words never show the text: it may be a secret."""

    name: str
    text: str = field(repr=False)
    at: At | None = field(default=None, repr=False)
    secret: bool = False
    value: Decimal | None = field(default=None, repr=False)

    @property
    def shown(self) -> str:
        """The text as it may be shown: a secret as dots, of what is oddly long its start."""
        if self.secret:
            return HIDDEN
        clean = "".join(c if c.isprintable() else "�" for c in self.text[: LONGEST + 1])
        return clean if len(clean) <= LONGEST else clean[: LONGEST - 1] + "…"


Parts = tuple[Part, ...]


def digest(parts: Iterable[Part]) -> str:
    """SHA-384 of the parts one after another, in lower-case hex."""
    made = hashlib.sha384()
    for part in parts:
        made.update(part.text.encode("utf-8", "surrogatepass"))
    return made.hexdigest()


def shown(parts: Iterable[Part]) -> str:
    """The text that is hashed, its secret as dots."""
    return "".join(part.shown for part in parts)


def with_text(parts: Parts, name: str, text: str) -> Parts:
    """The parts with another text in the place of one of them."""
    return tuple(replace(p, text=text) if p.name == name else p for p in parts)


def truncated(value: Decimal) -> str:
    """An amount as it is hashed: two decimals, the rest cut off."""
    return f"{value.quantize(CENT, ROUND_DOWN):f}"


def rounded(value: Decimal) -> str:
    """An amount as it is often hashed instead: two decimals, rounded."""
    return f"{value.quantize(CENT, ROUND_HALF_UP):f}"
