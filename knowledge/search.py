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
from knowledge.search_codes import (
    entries_by_text,
    family,
    located,
    meant,
    misspelt,
    named,
    nearest,
    rules_asked,
    spelled,
    spellings,
)
from knowledge.search_entries import Entry, entries, stem_of, words_of
from knowledge.search_terms import in_our_words
from knowledge.tax import LISTED

if TYPE_CHECKING:
    from knowledge.model import Knowledge

KIND_WEIGHT = {
    "rule": 1.0,
    "response": 1.1,
    "article": 1.15,
    "request": 1.05,
    "field": 0.95,
    "tax": 1.1,
    "hash": 1.1,
    "list": 0.7,
    "code": 0.5,
    "policy": 0.9,
}
_CODE = re.compile(r"[a-z]{2,4}_?\d{1,3}[a-z]?", re.ASCII)
WHOLE_NAME = 14
"""What it counts that the query is the code or name itself."""
IN_QUERY, SPOKEN = 9, 4
"""What a code or name in the query counts, and one that is a word of everyday speech (iva, cufe)."""
BEYOND_DOUBT = 3 * WHOLE_NAME
"""What it counts that the query names an entry of a list by code and words, or a rule by DIAN's code among others."""
MISSPELT = 6
"""What it counts that the whole query is a name but for a slip."""
LEAST, SOME = 0.35, 5
"""The part of the best score that a result must have, and how many are shown that have less."""
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
    """One result. `kind` is rule, field, tax, hash, response, list, code, article, request or policy."""

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
    rule_of: dict[str, int]
    """DIAN's codes, folded -> the entry of the rule that answers it."""


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
    near = nearest(folded, index.spellings, index.by_name)
    _by_names(index, folded, scores, 0 if near else SPOKEN)
    by_name = frozenset(scores)
    said = in_our_words(folded)
    _by_words(index, said, query if said == folded else said, scores, by_name)
    for worth, ratio, names in (
        (NEAR, 0.8, near),
        (WHOLE_NAME, 0.97, family(folded, index.spellings)),
        (BEYOND_DOUBT, 1.0, located(folded, index.by_name)),
        (MISSPELT, 0.9, misspelt(folded, index.by_name, index.by_stem)),
    ):
        # Once for each entry, by its best: one that answers for many codes is not nearer for that.
        best: dict[int, float] = {}
        for rank, name in enumerate(names):
            for n in index.by_name[name]:
                best.setdefault(n, worth * ratio**rank)
        for n, score in best.items():
            scores[n] = scores.get(n, 0) + score * index.entries[n].weight
    ranked = sorted(scores, key=lambda n: -scores[n] * KIND_WEIGHT[index.entries[n].kind])
    top = [n for n in ranked if scores[n] >= LEAST * scores[ranked[0]]] + ranked[:SOME]
    top += index.by_name.get(folded, ())
    # A message that is told whole is itself meant, also where it names a code.
    whole = folded in index.by_name and folded not in index.rule_of
    asked = [] if whole else rules_asked(folded, index.rule_of)
    hits: dict[tuple[str, str], Hit] = {}
    for n in dict.fromkeys([*asked, *top]):
        e, score = index.entries[n], scores.get(n, 0) + (BEYOND_DOUBT if n in asked else 0)
        hits[e.kind, e.id] = Hit(e.kind, e.id, e.title, e.excerpt, e.url, round(score, 2))
    for hit in _codes(index, said):
        known = hits.get((hit.kind, hit.id))
        if known is None or known.score < hit.score:
            hits[hit.kind, hit.id] = hit
    return sorted(hits.values(), key=lambda h: -h.score * KIND_WEIGHT[h.kind])[:limit]


def _by_names(index: Index, folded: str, scores: dict[int, float], spoken: float) -> None:
    for name in {folded, *_CODE.findall(folded), *words_of(folded)}:
        for n in index.by_name.get(name, ()):
            word = spoken if index.entries[n].kind in ("tax", "hash") else IN_QUERY
            scores[n] = scores.get(n, 0) + (WHOLE_NAME if name == folded else word)


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
        *(_code(index, at, at.code.casefold(), BEYOND_DOUBT) for at in sure),
        *(_code(index, at, folded, WHOLE_NAME - 1) for at in perhaps),
        *(
            _code(index, at, at.code.casefold(), WHOLE_NAME)
            for at in named(index.in_lists, folded)
            if at not in sure
        ),
    ]


def _code(index: Index, at: Listed, asked: str, score: float) -> Hit:
    if at.codes.list == LISTED:
        tax = index.entries[next(n for n in index.by_name[fold(at.name)] if index.entries[n].id == at.code)]
        return Hit(tax.kind, tax.id, tax.title, tax.excerpt, tax.url, score)
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
        _rule_of(knowledge, known),
    )


def _rule_of(knowledge: Knowledge, known: tuple[Entry, ...]) -> dict[str, int]:
    place = {entry.id: n for n, entry in enumerate(known) if entry.kind == "rule"}
    codes = [
        c for r in knowledge.rules.values() for c in (*"/".join(r.codes.values()).split("/"), *r.also) if c
    ]
    rules = {code: knowledge.rule_for_code(code) for code in codes}
    return {fold(code): place[rule.rule] for code, rule in rules.items() if rule is not None}
