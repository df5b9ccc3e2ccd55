"""What the search looks through: one entry for each page of the guide, with its names and the stems of its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from knowledge.correspondence import label_of, paths
from knowledge.layout import Field, Text
from knowledge.lists import fold, natural
from knowledge.tax import LISTED
from knowledge.ubl import NODE, SAID

if TYPE_CHECKING:
    from knowledge.guide import Rule
    from knowledge.model import Knowledge

STOP = frozenset(
    ["a", "al", "con", "de", "del", "el", "en", "es", "la", "las", "lo", "los", "no", "o", "para", "por", "que",
     "se", "si", "su", "un", "una", "y", "the", "of", "to", "is"]
)  # fmt: skip
_WORD = re.compile(r"[a-z0-9]+(?:_[0-9]+)?", re.ASCII)
_NAME = re.compile(r"[^A-Za-z]+")
_HUMP = re.compile(r"[a-z][A-Z]", re.ASCII)
SMALL_LISTS = 60
"""Lists up to here are found by each word in them; the entries of longer ones by their whole code or name."""

SHARED = 0.6
"""What a word counts in an entry whose text is that of its family."""
UNTOLD = 0.2
"""The same of a rule of which only the existence is known."""


@dataclass(frozen=True, slots=True)
class Entry:
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
    words: frozenset[str]
    """All of them as they are written."""
    weight: float = 1.0
    """What a word in it counts: less where many entries say the same by a shared text."""


def _entry(
    kind: str,
    id_: str,
    title: Text,
    excerpt: str,
    url: str,
    names: Iterable[str],
    head: str,
    body: str,
    weight: float = 1.0,
) -> Entry:
    own = frozenset(fold(n) for n in names if n)
    titled, told = words_of(fold(head)), words_of(fold(body))
    stems = [frozenset(map(stem_of, words)) for words in (titled, told)]
    return Entry(kind, id_, title, excerpt, url, own, stems[0], stems[1], frozenset((*titled, *told)), weight)


def entries(k: Knowledge) -> Iterator[Entry]:
    """One entry for each page, kind by kind."""
    return chain.from_iterable(
        of(k)
        for of in (
            _rules,
            _fields,
            _ubl_fields,
            _taxes,
            _hashes,
            _responses,
            _articles,
            _requests,
            _lists,
            _policy,
        )
    )


def _rules(k: Knowledge) -> Iterator[Entry]:
    for r in k.rules.values():
        codes = [c for code in r.codes.values() for c in code.split("/")]
        names = [r.rule, *codes, *r.also, *(ubl_names(k, r.fields[0]) if r.fields else ())]
        weight = 1.0 if r.text is None else SHARED if r.why else UNTOLD
        excerpt = r.why or r.message["es"]
        head = f"{_both(r.title)} {r.action['es']} {_whole(r, k)}"
        yield _entry(
            "rule", r.rule, r.title, excerpt, f"/guia/reglas/{r.rule}", names, head, _told(r, k), weight
        )


def _told(r: Rule, k: Knowledge) -> str:
    """What a rule says beside its title. A shared text is left out: its words are no sign of what this rule is of."""
    fields = [f for i in r.fields for f in k.fields.get(i, ())[:1]]
    named = " ".join([*(f"{f.name} {f.title['es']}" for f in fields), *_in_ubl(r, k)])
    return named if r.text else f"{r.message['es']} {r.why} {r.fix} {named}"


def _in_ubl(r: Rule, k: Knowledge) -> Iterator[str]:
    """What UBL calls the fields of a rule, the node around each too, as words."""
    root = k.ubl["Invoice"]
    for id_ in r.fields:
        if id_ in root.by_id:
            yield f"{root.by_id[id_].title['es']} {_NAME.sub(' ', ' '.join(root.path_of(id_).split('/')[-2:]))}"


def ubl_names(k: Knowledge, id_: str) -> list[str]:
    """The last step of a field's path in each UBL document; a name of several words also without its prefix."""
    labels = {
        label_of(root, id_) if root.by_id[id_].label == NODE else root.by_id[id_].label
        for root in k.ubl.values()
        if id_ in root.by_id
    }
    steps = [label for label in sorted(labels) if not label.startswith(SAID)]
    return [*steps, *(bare for step in steps if _HUMP.search(bare := step.partition(":")[2]))]


def _fields(k: Knowledge) -> Iterator[Entry]:
    first: dict[str, Field] = {}
    located = _located(k)
    for f in chain.from_iterable(k.fields.values()):
        first.setdefault(f.name, f)
    for f in sorted(first.values(), key=lambda f: natural(f.name)):
        names = [f.name, f.id, *ubl_names(k, f.id), *located.get(f.id, ())]
        names += [c for by_kind in f.codes.values() for c in by_kind.values()]
        where = _segment(k, f)
        yield _entry(
            "field",
            f.name,
            f.title,
            where,
            f"/guia/campos/{f.name}",
            names,
            _both(f.title),
            f"{f.type} {where}",
        )


def _ubl_fields(k: Knowledge) -> Iterator[Entry]:
    """The fields that only UBL has."""
    located = _located(k)
    root = k.ubl["Invoice"]
    for f in k.ubl_fields.values():
        if f.id not in k.fields:
            path = root.path_of(f.id)
            names = [f.id, *ubl_names(k, f.id), *located.get(f.id, ())]
            url = f"/guia/campos/{f.id}"
            yield _entry("field", f.id, f.title, path, url, names, _both(f.title), "UBL", SHARED)


def _located(k: Knowledge) -> dict[str, list[str]]:
    """Canonical id -> its paths in every UBL document, from the root."""
    found: dict[str, list[str]] = {}
    for root in k.ubl.values():
        for path, id_ in paths(root):
            found.setdefault(id_, []).append(path)
    return found


def _segment(k: Knowledge, f: Field) -> str:
    root = next(r for r in k.structure.values() if r.by_id.get(f.id) is f)
    return f"{f.segment}, {root.segments[f.segment].title['es']}"


def _taxes(k: Knowledge) -> Iterator[Entry]:
    for t in k.taxes.values():
        names = [t.name, *t.names, *(n for n in k.codes[LISTED].texts(t.tax))]
        head = f"{t.tax} {t.name} {_both(t.title)} {' '.join(t.names)}"
        body = " ".join([t.about, *t.notes, t.method.title["es"], t.group.title["es"]])
        yield _entry("tax", t.tax, t.title, t.about, f"/guia/impuestos/{t.tax}", names, head, body)


def _hashes(k: Knowledge) -> Iterator[Entry]:
    for h in k.hashes.values():
        names = [h.name, h.scheme, *h.names]
        head = f"{h.name} {_both(h.title)} {' '.join(h.names)}"
        body = " ".join([h.about, *h.notes, h.documents["es"]])
        yield _entry("hash", h.hash, h.title, h.about, f"/guia/huellas/{h.hash}", names, head, body)


def _responses(k: Knowledge) -> Iterator[Entry]:
    for r in k.responses:
        head = f"{_both(r.title)} {r.example}"
        body = " ".join([*r.wordings, r.meaning, r.cause, *r.codes, *r.methods])
        yield _entry(
            "response", r.id, r.title, r.example, f"/guia/respuestas/{r.id}", [r.id, r.example], head, body
        )


def _articles(k: Knowledge) -> Iterator[Entry]:
    for a in k.articles.values():
        summary = a.summary["es"]
        names = [a.slug, a.title["es"]]
        head = f"{_both(a.title)} {summary}"
        yield _entry("article", a.slug, a.title, summary, f"/guia/articulos/{a.slug}", names, head, a.body)


def _requests(k: Knowledge) -> Iterator[Entry]:
    for q in k.requests.values():
        summary = q.summary["es"]
        head = f"{_both(q.title)} {' '.join(q.aliases)}"
        yield _entry(
            "request", q.request, q.title, summary, f"/solicitudes/{q.request}", [q.request], head, summary
        )


def _lists(k: Knowledge) -> Iterator[Entry]:
    for c in k.codes.values():
        names = [c.list, f"tabla {c.table}" if c.table else ""]
        small = c.rows if len(c.rows) <= SMALL_LISTS else ()
        body = " ".join(f"{row[c.key]} {row[c.name_column]}" for row in small)
        count = f"{len(c.rows)} {'código' if len(c.rows) == 1 else 'códigos'}"
        yield _entry("list", c.list, c.title, count, f"/guia/listas/{c.list}", names, _both(c.title), body)


def _policy(k: Knowledge) -> Iterator[Entry]:
    words = "política atención niveles horarios teléfono contacto festivos tiempo respuesta promesa plazo"
    terms = [
        *(level.short["es"] for level in k.policy.levels.values()),
        *(reading["unit"]["es"] for reading in k.policy.readings.values()),
    ]
    title = {"es": "Políticas de atención", "en": "Support policy"}
    excerpt = "Niveles, horarios y medios de contacto"
    head = " ".join([words, *terms])
    yield _entry("policy", "policy", title, excerpt, "/guia/politica", [], head, words)


def _both(text: Text) -> str:
    return f"{text['es']} {text['en']}"


def _whole(rule: Rule, k: Knowledge) -> str:
    """The title of an invoice for a rule about an amount of the whole of it (the payable of the invoice)."""
    root = k.structure["FACTURA"]
    target = root.by_id.get(rule.fields[0]) if rule.fields else None
    if target is None or target.type != "money" or "invoice" not in rule.codes:
        return ""
    return "" if root.segments[target.segment].repeats else root.title["es"]


def words_of(folded: str) -> list[str]:
    return [w for w in _WORD.findall(folded) if w not in STOP]


def stems_of(folded: str) -> list[str]:
    return [stem_of(word) for word in words_of(folded)]


@lru_cache(maxsize=20_000)
def stem_of(word: str) -> str:
    """The stem of a folded word; of one with a digit the word itself."""
    from snowballstemmer import stemmer

    stem = _STEMMERS.setdefault("spanish", stemmer("spanish"))
    return word if any(c.isdigit() for c in word) else fold(stem.stemWord(word))


_STEMMERS: dict[str, Any] = {}
