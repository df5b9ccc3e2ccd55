"""Which answers a text says: certainly, or only by likeness, each at its place so that one does not hide another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.likeness import alike, denied, said_before, takes_back
from knowledge.phrases import SHORTEST, Known, Phrase, known
from knowledge.words import Range, Run, Words, without_values

if TYPE_CHECKING:
    from knowledge.web_service_responses import Response

PATTERN = 95.0
"""The score of what is certain though other words or values stand in it."""
WITHIN = 80.0
"""The score of what only stands in a sentence about something else, perhaps."""
LONGEST_SLOT, LONGEST_LIST = 40, 200
"""Characters that a slot may hold: in good news a folio, else a list of nodes or rules."""
MOST_ALIKE = 6
MOST_ALIKE_AT_ONE_PLACE = 3


@dataclass(frozen=True, slots=True)
class Found:
    """An answer at a place of the text. `how` as in `Match`."""

    response: Response
    how: str
    score: float
    at: Range


def recognise(words: Words, responses: Sequence[Response]) -> list[Found]:
    """Each answer once, at its best place, surest first. What is certain silences what is only alike there."""
    phrases = known(tuple(responses))
    plain = without_values(words, phrases.vocabulary)
    said = list(_said(words, plain, phrases))
    sure = [f for f in said if f.how != "fuzzy"]
    sure = [f for f in sure if not any(_inside(f, other) for other in sure)]
    likely = [f for f in said if f.how == "fuzzy"]
    likely += [Found(p.response, "fuzzy", s, at) for p, s, at in alike(words, frozenset(plain), phrases)]
    certain = _best(sure)
    ids = {f.response.id for f in certain}
    places = _places(sure, len(words.words))
    free = [f for f in likely if f.response.id not in ids and not any(places[slice(*f.at)])]
    return certain + _few(_best(free))


def _said(words: Words, plain: list[int], phrases: Known) -> Iterator[Found]:
    everything = Run.of(words.words, range(len(words.words)))
    no_values = Run.of(words.words, plain)
    for phrase in phrases.phrases:
        length, good = len(phrase.text), phrase.response.outcome == "success"
        if length < SHORTEST:
            continue
        exact = ("pattern", PATTERN) if phrase.slots or phrase.follows else ("exact", 100.0 + length / 1000)
        for run, (how, score) in ((everything, exact), (no_values, ("pattern", PATTERN))):
            for at in run.find(phrase.parts, LONGEST_SLOT if good else LONGEST_LIST):
                if good and (denied(words, at[0]) or takes_back(words.words[slice(*at)], phrase.words)):
                    continue
                if _certain(words, at, phrase, phrases):
                    yield Found(phrase.response, how, score, at)
                else:
                    yield Found(phrase.response, "fuzzy", WITHIN, at)


def _certain(words: Words, at: Range, phrase: Phrase, phrases: Known) -> bool:
    """Whether the words prove it: not a short good news or a first clause that goes on otherwise."""
    if phrase.follows:
        goes_on = at[1] < len(words.words) and words.words[at[1]] == phrase.follows
        return phrase.unique and (goes_on or words.parted(at[1]) or words.is_value(at[1]))
    if not phrase.brief:
        return True
    behind = words.parted(at[1]) or words.is_value(at[1])
    return behind and said_before(words, at[0], phrases)


def _inside(found: Found, other: Found) -> bool:
    """Whether another answer says this and more."""
    (a, b), (c, d) = found.at, other.at
    return found.response is not other.response and c <= a and b <= d and d - c > b - a


def _best(found: Iterable[Found]) -> list[Found]:
    best: dict[str, Found] = {}
    for f in sorted(found, key=lambda f: -f.score):
        best.setdefault(f.response.id, f)
    return list(best.values())


def _places(found: Iterable[Found], length: int) -> bytearray:
    """1 for each word that belongs to one of these."""
    marks = bytearray(length)
    for f in found:
        marks[slice(*f.at)] = b"\1" * (f.at[1] - f.at[0])
    return marks


def _few(found: list[Found]) -> list[Found]:
    kept: list[Found] = []
    for f in found:
        there = sum(f.at[0] < k.at[1] and k.at[0] < f.at[1] for k in kept)
        if there < MOST_ALIKE_AT_ONE_PLACE and len(kept) < MOST_ALIKE:
            kept.append(f)
    return kept
