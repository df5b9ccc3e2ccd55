"""What the search looks through: one entry for each page of the guide, with its names and the stems of its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from knowledge.layout import Text
from knowledge.lists import fold

if TYPE_CHECKING:
    from knowledge.guide import Rule
    from knowledge.model import Knowledge

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
SMALL_LISTS = 60
"""Lists up to here are found by each word in them; the entries of longer ones by their whole code or name."""


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


def _entry(
    kind: str, id_: str, title: Text, excerpt: str, url: str, names: list[str], head: str, body: str
) -> Entry:
    own = frozenset(fold(n) for n in names if n)
    titled, told = words_of(fold(head)), words_of(fold(body))
    stems = [frozenset(map(stem_of, words)) for words in (titled, told)]
    return Entry(kind, id_, title, excerpt, url, own, stems[0], stems[1], frozenset((*titled, *told)))


def entries(k: Knowledge) -> Iterator[Entry]:
    for rule in k.rules.values():
        codes = [c for code in rule.codes.values() for c in code.split("/")]
        fields = " ".join(f.name for i in rule.fields for f in k.fields.get(i, ())[:1])
        titles = " ".join(f.title["es"] for i in rule.fields for f in k.fields.get(i, ())[:1])
        body = f"{rule.message['es']} {rule.why} {rule.fix} {fields} {titles}"
        title = f"{rule.title['es']} {rule.title['en']} {rule.action['es']} {_whole(rule, k)}"
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
    terms = [
        *(level.short["es"] for level in k.policy.levels.values()),
        *(reading["unit"]["es"] for reading in k.policy.readings.values()),
    ]
    policy = {"es": "Políticas de atención", "en": "Support policy"}
    yield _entry(
        "policy",
        "policy",
        policy,
        "Niveles, horarios y medios de contacto",
        "/guia/politica",
        [],
        f"{words} {' '.join(terms)}",
        words,
    )


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
