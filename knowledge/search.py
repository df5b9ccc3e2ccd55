"""Search over everything the house knows: codes, field names, messages, words with accents, stems and slips."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.layout import Text
from knowledge.listed import ByText, Listed
from knowledge.lists import fold
from knowledge.search_codes import entries_by_text, family, meant, named, nearest, spelled, spellings
from knowledge.search_entries import Entry, entries, stem_of, words_of
from knowledge.search_terms import in_our_words

if TYPE_CHECKING:
    from knowledge.model import Knowledge

KIND_WEIGHT = {
    "rule": 1.0,
    "response": 1.1,
    "article": 1.15,
    "request": 1.05,
    "field": 0.95,
    "list": 0.7,
    "code": 0.5,
    "policy": 0.9,
}
_CODE = re.compile(r"[a-z]{2,4}_?\d{1,3}[a-z]?", re.ASCII)
WHOLE_NAME = 14
"""What it counts that the query is the code or name itself."""
BEYOND_DOUBT = 3 * WHOLE_NAME
"""What it counts that the query names an entry of a list by code and words."""
NEAR = 8
"""What the nearest code counts where the query's own is not here; each further one less."""
AS_ONE = 3
"""What a name in one word counts against each of its parts."""
GENERAL = frozenset(["article", "request", "policy"])
"""Kinds of pages that help also one who asks about something else."""
UNKNOWN = 5
"""Letters from which a word that is nowhere makes the others of the query doubtful."""
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Hit:
    """One result. `kind` is rule, field, response, list, code, article, request or policy."""

    kind: str
    id: str
    title: Text
    excerpt: str
    url: str
    score: float


@dataclass(frozen=True, slots=True)
class Index:
    """Built once from a Knowledge value and kept with it."""

    entries: tuple[Entry, ...]
    vocabulary: tuple[str, ...]
    by_stem: dict[str, tuple[int, ...]]
    by_name: dict[str, tuple[int, ...]]
    spoken: dict[str, str]
    """Every word as it is written -> its stem."""
    in_lists: ByText
    spellings: dict[str, str]


def search(knowledge: Knowledge, query: str, limit: int = 20) -> list[Hit]:
    """The best results first; [] for a query without words. Bounded: the first 200 characters count."""
    index = knowledge.derived.get("search")
    if index is None:
        index = knowledge.derived["search"] = build(knowledge)
    return find(index, query[:200], limit)


def find(index: Index, query: str, limit: int) -> list[Hit]:
    """Score entries: a code or name that is in the query counts most, then title words, then the rest."""
    folded = spelled(fold(query), index.spellings, index.by_name)
    scores: dict[int, float] = {}
    _by_names(index, folded, scores)
    by_name = frozenset(scores)
    said = in_our_words(folded)
    _by_words(index, said, query if said == folded else said, scores, by_name)
    for worth, ratio, names in (
        (NEAR, 0.8, nearest(folded, index.spellings, index.by_name)),
        (WHOLE_NAME, 0.97, family(folded, index.spellings)),
    ):
        # Once for each entry, by its best: one that answers for many codes is not nearer for that.
        best: dict[int, float] = {}
        for rank, name in enumerate(names):
            for n in index.by_name[name]:
                best.setdefault(n, worth * ratio**rank)
        for n, score in best.items():
            scores[n] = scores.get(n, 0) + score * index.entries[n].weight
    ranked = sorted(scores, key=lambda n: -scores[n] * KIND_WEIGHT[index.entries[n].kind])
    top = [n for n in ranked if scores[n] >= 0.35 * scores[ranked[0]]][:limit]
    pages = [
        Hit(e.kind, e.id, e.title, e.excerpt, e.url, round(scores[n], 2))
        for n in top
        for e in (index.entries[n],)
    ]
    return sorted([*pages, *_codes(index, said)], key=lambda h: -h.score * KIND_WEIGHT[h.kind])[:limit]


def _by_names(index: Index, folded: str, scores: dict[int, float]) -> None:
    for name in {folded, *_CODE.findall(folded), *words_of(folded)}:
        for n in index.by_name.get(name, ()):
            scores[n] = scores.get(n, 0) + (WHOLE_NAME if name == folded else 9)


def _by_words(index: Index, folded: str, query: str, scores: dict[int, float], named: frozenset[int]) -> None:
    """Add what the words count. With a word that is nowhere, an entry that is no general page must have more
    than half of all.
    """
    own = list(dict.fromkeys(words_of(folded)))
    # A name that programs write in one word counts most as one, and a little by its parts.
    apart = words_of(fold(_HUMP.sub(" ", query))) if _HUMP.search(query) else []
    found: dict[int, set[str]] = {}
    unknown = False
    for word in dict.fromkeys((*own, *apart)):
        close = _close(index, word)
        unknown = unknown or not (close or apart or len(word) < UNKNOWN or any(c.isdigit() for c in word))
        for known, weight in close:
            rarity = 1 + 4 / (1 + len(index.by_stem[known]) ** 0.5)
            for n in index.by_stem[known]:
                entry = index.entries[n]
                found.setdefault(n, set()).add(word)
                worth = (AS_ONE if apart and word in own else 1) * (2.2 if known in entry.head else 1.0)
                scores[n] = scores.get(n, 0) + weight * rarity * worth * entry.weight
    if unknown:
        for n, words in found.items():
            general = index.entries[n].kind in GENERAL or n in named
            if not general and 2 * len(words) <= len(own):
                del scores[n]


def _codes(index: Index, folded: str) -> list[Hit]:
    sure, perhaps = meant(index.in_lists, folded)
    return [
        *(_code(at, at.code.casefold(), BEYOND_DOUBT) for at in sure),
        *(_code(at, folded, WHOLE_NAME - 1) for at in perhaps),
        *(
            _code(at, at.code.casefold(), WHOLE_NAME)
            for at in named(index.in_lists, folded)
            if at not in sure
        ),
    ]


def _code(at: Listed, asked: str, score: float) -> Hit:
    return Hit(
        "code",
        f"{at.codes.list}:{at.code}",
        {"es": at.title, "en": at.title},
        at.codes.title["es"],
        f"/guia/listas/{at.codes.list}?{urlencode({'q': asked})}",
        score,
    )


def _close(index: Index, word: str) -> list[tuple[str, float]]:
    """The known stems that a word may mean: its own, else those that differ by a slip or two."""
    stem = stem_of(word)
    if stem in index.by_stem:
        return [(stem, 1.0)]
    if len(stem) < 4 or any(c.isdigit() for c in stem):
        return []
    allowed = 1 if len(stem) < 7 else 2
    found = process.extract(stem, index.vocabulary, scorer=OSA.distance, score_cutoff=allowed, limit=3)
    if not found:
        # A slip in an ending keeps it in the stem: verificasion is near verificacion, not verific.
        slips = process.extract(word, index.spoken.keys(), scorer=OSA.distance, score_cutoff=1, limit=1)
        found = [(index.spoken[known], distance, 0) for known, distance, _ in slips]
    return [(known, 0.7 / (1 + distance * 0.3)) for known, distance, _ in found]


def build(knowledge: Knowledge) -> Index:
    """The index of a Knowledge value."""
    known = tuple(entries(knowledge))
    by_stem: dict[str, list[int]] = {}
    by_name: dict[str, list[int]] = {}
    for n, entry in enumerate(known):
        for stem in entry.head | entry.body:
            by_stem.setdefault(stem, []).append(n)
        for name in entry.names:
            by_name.setdefault(name, []).append(n)
    plain = {k: tuple(v) for k, v in by_stem.items()}
    return Index(
        known,
        tuple(plain),
        plain,
        {k: tuple(v) for k, v in by_name.items()},
        {word: stem_of(word) for entry in known for word in entry.words},
        entries_by_text(knowledge.codes.values()),
        spellings(by_name),
    )
