"""Search over everything the house knows: codes, field names, messages, words with accents, stems and slips."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.layout import Text
from knowledge.listed import ByText, by_text, listed
from knowledge.lists import fold

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
STOP = frozenset(
    [
        "a",
        "al",
        "con",
        "de",
        "del",
        "el",
        "en",
        "es",
        "la",
        "las",
        "lo",
        "los",
        "no",
        "o",
        "para",
        "por",
        "que",
        "se",
        "si",
        "su",
        "un",
        "una",
        "y",
        "the",
        "of",
        "to",
        "is",
    ]
)
_WORD = re.compile(r"[a-z0-9]+(?:_[0-9]+)?", re.ASCII)
_CODE = re.compile(r"[A-Za-z]{2,4}_?\d{1,3}[a-z]?", re.ASCII)
WHOLE_NAME = 14
"""What it counts that the query is the code or name itself."""
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])", re.ASCII)
SMALL_LISTS = 60
"""Lists up to here are found by each word in them; the entries of longer ones by their whole code or name."""


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
class _Entry:
    kind: str
    id: str
    title: Text
    excerpt: str
    url: str
    names: frozenset[str]
    """Codes and names, folded: a query that is one of them goes first."""
    head: frozenset[str]
    """Stems of the title and aliases."""
    body: frozenset[str]
    """Stems of the rest."""


@dataclass(frozen=True, slots=True)
class Index:
    """Built once from a Knowledge value and kept with it."""

    entries: tuple[_Entry, ...]
    vocabulary: tuple[str, ...]
    by_stem: dict[str, tuple[int, ...]]
    by_name: dict[str, tuple[int, ...]]
    in_lists: ByText


def search(knowledge: Knowledge, query: str, limit: int = 20) -> list[Hit]:
    """The best results first; [] for a query without words. Bounded: the first 200 characters count."""
    index = knowledge.derived.get("search")
    if index is None:
        index = knowledge.derived["search"] = build(knowledge)
    return find(index, query[:200], limit)


def find(index: Index, query: str, limit: int) -> list[Hit]:
    """Score entries: a code or name that is in the query counts most, then title words, then the rest."""
    folded = fold(query)
    spread = fold(_HUMP.sub(" ", query))
    scores: dict[int, float] = {}
    for name in {folded, *(fold(c) for c in _CODE.findall(query)), *_words(folded)}:
        for n in index.by_name.get(name, ()):
            scores[n] = scores.get(n, 0) + (WHOLE_NAME if name == folded else 9)
    stems = list(dict.fromkeys((*_stems(folded), *(_stems(spread) if spread != folded else ()))))
    for stem in stems:
        for known, weight in _close(index, stem):
            rarity = 1 + 4 / (1 + len(index.by_stem[known]) ** 0.5)
            for n in index.by_stem[known]:
                entry = index.entries[n]
                scores[n] = scores.get(n, 0) + weight * rarity * (2.2 if known in entry.head else 1.0)
    ranked = sorted(scores, key=lambda n: -scores[n] * KIND_WEIGHT[index.entries[n].kind])
    top = [n for n in ranked if scores[n] >= 0.35 * scores[ranked[0]]][:limit]
    pages = [
        Hit(e.kind, e.id, e.title, e.excerpt, e.url, round(scores[n], 2))
        for n in top
        for e in (index.entries[n],)
    ]
    return sorted([*pages, *_codes(index, folded)], key=lambda h: -h.score * KIND_WEIGHT[h.kind])[:limit]


def _codes(index: Index, folded: str) -> list[Hit]:
    return [
        Hit(
            "code",
            f"{at.codes.list}:{at.code}",
            {"es": at.title, "en": at.title},
            at.codes.title["es"],
            f"/guia/listas/{at.codes.list}?{urlencode({'q': folded})}",
            WHOLE_NAME - 1,
        )
        for at in listed(index.in_lists, folded)
    ]


def _close(index: Index, stem: str) -> list[tuple[str, float]]:
    """The known stems that a word may mean: itself, else what differs by a slip or two."""
    if stem in index.by_stem:
        return [(stem, 1.0)]
    if len(stem) < 4 or any(c.isdigit() for c in stem):
        return []
    allowed = 1 if len(stem) < 7 else 2
    found = process.extract(stem, index.vocabulary, scorer=OSA.distance, score_cutoff=allowed, limit=3)
    return [(word, 0.7 / (1 + distance * 0.3)) for word, distance, _ in found]


def build(knowledge: Knowledge) -> Index:
    """The index of a Knowledge value."""
    entries = tuple(_entries(knowledge))
    by_stem: dict[str, list[int]] = {}
    by_name: dict[str, list[int]] = {}
    for n, entry in enumerate(entries):
        for stem in entry.head | entry.body:
            by_stem.setdefault(stem, []).append(n)
        for name in entry.names:
            by_name.setdefault(name, []).append(n)
    plain = {k: tuple(v) for k, v in by_stem.items()}
    return Index(
        entries,
        tuple(plain),
        plain,
        {k: tuple(v) for k, v in by_name.items()},
        by_text(knowledge.codes.values()),
    )


def _entry(
    kind: str, id_: str, title: Text, excerpt: str, url: str, names: list[str], head: str, body: str
) -> _Entry:
    own = frozenset(fold(n) for n in names if n)
    return _Entry(
        kind, id_, title, excerpt, url, own, frozenset(_stems(fold(head))), frozenset(_stems(fold(body)))
    )


def _entries(k: Knowledge) -> Iterator[_Entry]:
    for rule in k.rules.values():
        codes = [c for code in rule.codes.values() for c in code.split("/")]
        fields = " ".join(f.name for i in rule.fields for f in k.fields.get(i, ())[:1])
        body = f"{rule.message['es']} {rule.why} {rule.fix} {fields}"
        title = f"{rule.title['es']} {rule.title['en']} {rule.action['es']}"
        address = f"/guia/reglas/{rule.rule}"
        yield _entry("rule", rule.rule, rule.title, rule.why, address, [rule.rule, *codes], title, body)
    seen: set[str] = set()
    for fields_of in k.fields.values():
        for f in fields_of:
            if f.name not in seen:
                seen.add(f.name)
                codes = [c for by_kind in f.codes.values() for c in by_kind.values()]
                head = f"{f.title['es']} {f.title['en']}"
                yield _entry(
                    "field",
                    f.name,
                    f.title,
                    f.id,
                    f"/guia/campos/{f.name}",
                    [f.name, f.id, *codes],
                    head,
                    f.type,
                )
    for r in k.responses:
        head = f"{r.title['es']} {r.title['en']} {r.example}"
        body = f"{' '.join(r.wordings)} {r.meaning} {r.cause} {' '.join(r.codes)} {' '.join(r.methods)}"
        yield _entry(
            "response", r.id, r.title, r.example, f"/guia/respuestas/{r.id}", [r.id, r.example], head, body
        )
    for a in k.articles.values():
        head = f"{a.title['es']} {a.title['en']} {a.summary['es']}"
        yield _entry(
            "article",
            a.slug,
            a.title,
            a.summary["es"],
            f"/guia/articulos/{a.slug}",
            [a.slug, a.title["es"]],
            head,
            a.body,
        )
    for q in k.requests.values():
        aliases = " ".join(q.aliases)
        head = f"{q.title['es']} {q.title['en']} {aliases}"
        yield _entry(
            "request",
            q.request,
            q.title,
            q.summary["es"],
            f"/solicitudes/{q.request}",
            [q.request],
            head,
            q.summary["es"],
        )
    for codes_of in k.codes.values():
        head = f"{codes_of.title['es']} {codes_of.title['en']}"
        names = [codes_of.list, f"tabla {codes_of.table}" if codes_of.table else ""]
        small = codes_of.rows if len(codes_of.rows) <= SMALL_LISTS else ()
        body = " ".join(f"{row[codes_of.key]} {row[codes_of.name_column]}" for row in small)
        yield _entry(
            "list",
            codes_of.list,
            codes_of.title,
            f"{len(codes_of.rows)} códigos",
            f"/guia/listas/{codes_of.list}",
            names,
            head,
            body,
        )
    words = "política atención niveles horarios teléfono contacto festivos tiempo respuesta promesa plazo"
    policy = {"es": "Políticas de atención", "en": "Support policy"}
    yield _entry(
        "policy",
        "policy",
        policy,
        "Niveles, horarios y medios de contacto",
        "/guia/politica",
        [],
        words,
        words,
    )


def _words(folded: str) -> list[str]:
    return [w for w in _WORD.findall(folded) if w not in STOP]


def _stems(folded: str) -> list[str]:
    from snowballstemmer import stemmer

    stem = _STEMMERS.setdefault("spanish", stemmer("spanish"))
    return [w if any(c.isdigit() for c in w) else fold(stem.stemWord(w)) for w in _words(folded)]


_STEMMERS: dict[str, Any] = {}
