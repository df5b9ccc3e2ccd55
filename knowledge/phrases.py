"""The texts of the answers as phrases to look for: whole, in the parts around their slots, and their first clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from knowledge.words import Words

if TYPE_CHECKING:
    from knowledge.web_service_responses import Response

SHORTEST = 9
"""Characters that a text must have to be looked for inside another."""
CLAUSE = 5
"""Words that a first clause needs to mean something by itself."""
BRIEF = 4
"""Words up to which good news proves nothing inside a longer sentence."""
SIBLING = 0.6
"""The part of its words that a text has in common with another one that may be mistaken for it."""
_SLOT = re.compile(r"\[[^\]]{1,80}\]")
_CLAUSE_END = re.compile(r"[,.:;]\s")


@dataclass(frozen=True, slots=True)
class Phrase:
    """`parts`: its words run together, apart at the slots. `follows`: the word that the whole text goes on with,
    for a first clause. `unique`: no other answer has it. `decisive`: for each text of another answer that is much
    like this one, the words that only this one has.
    """

    response: Response
    words: tuple[str, ...]
    parts: tuple[str, ...]
    slots: bool = False
    follows: str | None = None
    unique: bool = True
    decisive: tuple[frozenset[str], ...] = ()

    @property
    def text(self) -> str:
        """The words with a blank between them."""
        return " ".join(self.words)

    @property
    def brief(self) -> bool:
        """Whether this is good news in few everyday words (`procesado correctamente`)."""
        return (
            self.response.outcome in ("success", "pending")
            and len(self.words) <= BRIEF
            and not any("_" in w or any(c.isdigit() for c in w) for w in self.words)
        )


@dataclass(frozen=True, slots=True)
class Known:
    """All phrases, and every word in them and name of a method: what is no value although it has a digit."""

    phrases: tuple[Phrase, ...]
    vocabulary: frozenset[str]
    methods: frozenset[str]


@lru_cache(maxsize=4)
def known(responses: tuple[Response, ...]) -> Known:
    """The phrases of these answers; made once."""
    found = [p for r in responses for text in r.texts for p in _of(r, text)]
    joined = [(p.response, "".join(p.parts)) for p in found]
    phrases = tuple(
        Phrase(
            p.response, p.words, p.parts, p.slots, p.follows,
            unique=not any(r is not p.response and t.startswith(p.parts[0]) for r, t in joined),
            decisive=_decisive(p, found),
        )
        for p in found
    )  # fmt: skip
    return Known(
        phrases,
        frozenset(word for p in phrases for word in p.words),
        frozenset(m.casefold() for r in responses for m in r.methods),
    )


def _of(response: Response, text: str) -> list[Phrase]:
    pieces = [Words.of(piece).words for piece in _SLOT.split(text)]
    # A slot at the beginning or the end holds whatever comes before or after: nothing to look for.
    parts = [p for p in pieces if p]
    words = tuple(word for part in parts for word in part)
    slots = len(pieces) > 1
    found = [Phrase(response, words, tuple("".join(p) for p in parts), slots)] if parts else []
    end = _CLAUSE_END.search(text)
    if end and not slots:
        clause = Words.of(text[: end.start()]).words
        if CLAUSE <= len(clause) < len(words):
            found.append(Phrase(response, clause, ("".join(clause),), follows=words[len(clause)]))
    return found


def _decisive(phrase: Phrase, others: Sequence[Phrase]) -> tuple[frozenset[str], ...]:
    own = frozenset(phrase.words)
    found = {
        own - set(o.words)
        for o in others
        if o.response is not phrase.response and len(own & set(o.words)) >= SIBLING * len(own)
    }
    return tuple(words for words in found if words)


def says_the_same(word: str, other: str) -> bool:
    """Whether one word is the other with a slip, or its beginning (fin, final)."""
    return word == other or fuzz.ratio(word, other) >= 75
