"""Codes as people type them: other spellings of one, the nearest to one that is not here, a listed one with words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.listed import ByText, Listed, by_text, listed
from knowledge.lists import CodeList, fold, natural
from knowledge.search_entries import SMALL_LISTS, STOP, stem_of, stems_of

NEAREST = 5
"""Codes that are offered for one that the guide does not have."""
MOST_NAMED = 2
"""Entries whose names hold the words of a query; of more none is what was meant."""
_SPELLED = re.compile(r"(?<![\w-])[a-z]{2,4}[\s_-]?\d{1,3}[a-z]?(?![\w-])", re.ASCII)
_SHAPE = re.compile(r"([a-z]{2,4})0*(\d{1,3})([a-z]?)", re.ASCII)
_WORD = re.compile(r"[a-z]{4,20}", re.ASCII)
_PATH = re.compile(r"[\w:@#.-]+(?:/[\w:@#.-]+)+", re.ASCII)
_OF_LAYOUT = re.compile(r"[a-z]{2,4}_\d+", re.ASCII)
_POSITION = re.compile(r"\[\d+\]")
_PREFIX = re.compile(r"\b\w+:", re.ASCII)
_LETTERS = re.compile(r"[a-z]{3,4}", re.ASCII)
_TOKEN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)


def spellings(names: Iterable[str]) -> dict[str, str]:
    """Name without signs and zeros before its number -> the folded name, for names of letters and a number."""
    found: dict[str, str] = {}
    for name in names:
        bare = _bare(name)
        if _SHAPE.fullmatch(bare):
            found.setdefault(bare, name)
    return found


def spelled(folded: str, known: Mapping[str, str], names: Mapping[str, object]) -> str:
    """The query with its codes in the house's spelling (enc6, ENC 6 and enc-6: enc_6)."""
    return _SPELLED.sub(lambda m: m[0] if m[0] in names else known.get(_bare(m[0]), m[0]), folded)


def nearest(folded: str, known: Mapping[str, str], names: Mapping[str, object]) -> list[str]:
    """For codes of the query that are not here: those of the same number, then the nearest of the same letters."""
    found: dict[str, None] = {}
    for m in _SPELLED.finditer(folded):
        shape = _SHAPE.fullmatch(_bare(m[0]))
        if shape is None or m[0] in names:
            continue
        ranked = sorted((distance, name) for name, distance in _distances(shape, known))
        found.update(dict.fromkeys(name for _, name in ranked[:NEAREST]))
    return list(found)


def _distances(wanted: re.Match[str], known: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    for bare, name in known.items():
        shape = _SHAPE.fullmatch(bare)
        if shape is None:
            continue
        apart = abs(int(shape[2]) - int(wanted[2]))
        if shape[1] == wanted[1]:
            yield name, apart
        elif shape[1][1:] == wanted[1][1:] and not apart:
            # The same check of another document: DIAN's first letter is the document's.
            yield name, 1


def misspelt(folded: str, names: Mapping[str, object], stems: Mapping[str, object]) -> list[str]:
    """The names, of one word like the query's, from which it differs by a slip (cuffe: cufe)."""
    if folded in names or not _WORD.fullmatch(folded) or stem_of(folded) in stems:
        return []
    words = [name for name in names if _WORD.fullmatch(name)]
    found = process.extract(folded, words, scorer=OSA.distance, score_cutoff=1, limit=NEAREST)
    return [name for name, _, _ in found]


def rules_asked(folded: str, rules: Mapping[str, int]) -> list[int]:
    """The rules whose code is in the query: what a pasted rejection is about, whatever its words are."""
    return list(dict.fromkeys(rules[token] for token in _TOKEN.findall(folded) if token in rules))


def located(folded: str, names: Mapping[str, object]) -> list[str]:
    """What a path leads to: that of the layout to the field at its end; of UBL the paths that end so, with or without
    root, namespaces and positions."""
    asked = _POSITION.sub("", folded).strip("/")
    if not _PATH.fullmatch(asked):
        return []
    last = asked.rpartition("/")[2]
    if _OF_LAYOUT.fullmatch(last):
        return [last] if last in names else []
    end = f"/{asked}"
    bare = ":" not in asked
    paths = (name for name in names if name.startswith("/"))
    return [p for p in paths if (_PREFIX.sub("", p) if bare else p).endswith(end)]


def family(folded: str, known: Mapping[str, str]) -> list[str]:
    """The names that begin with these letters and go on with a number, in order (FAX: FAX01, FAX02, ...)."""
    if not _LETTERS.fullmatch(folded):
        return []
    same = [name for bare, name in known.items() if bare.startswith(folded) and bare[len(folded)].isdecimal()]
    return sorted(same, key=natural)


def entries_by_text(lists: Iterable[CodeList]) -> ByText:
    """`by_text`, and names without their signs, codes without their hyphens."""
    kept = list(lists)
    found = dict(by_text(kept))
    for codes in kept:
        for code, row in codes.codes.items():
            for text in {_spoken(fold(row[codes.name_column])), _bare(code.casefold())} - {""}:
                here = (codes, code)
                if here not in found.get(text, ()) and (text == _spoken(text) or "-" in code):
                    found[text] = (*found.get(text, ()), here)
    return found


def meant(known: ByText, folded: str) -> tuple[list[Listed], list[Listed]]:
    """(entries that the whole query is beyond doubt, those whose code or name it happens to be).

    Beyond doubt is a code with a hyphen, and a code with words of its name or of its list's (`31 NIT`).
    """
    whole = listed(known, folded) or listed(known, _spoken(folded))
    sure = [at for at in whole if "-" in at.code and _bare(folded) == _bare(at.code.casefold())]
    return sure + _with_words(known, folded), [at for at in whole if at not in sure]


def named(known: ByText, folded: str) -> list[Listed]:
    """The entry or two of short lists whose name holds all the words (factura de exportacion)."""
    words = set(stems_of(folded))
    if len(words) < 2:
        return []
    found = {
        (codes.list, code): Listed(codes, code, codes.name(code) or "", 1)
        for entries in known.values()
        for codes, code in entries
        if len(codes.rows) <= SMALL_LISTS and words <= set(stems_of(fold(codes.name(code) or "")))
    }
    return list(found.values()) if len(found) <= MOST_NAMED else []


def _with_words(known: ByText, folded: str) -> list[Listed]:
    tokens = [t for t in _TOKEN.findall(folded) if t not in STOP]
    found = []
    for token in tokens if len(tokens) > 1 else ():
        words = set(stems_of(" ".join(t for t in tokens if t != token)))
        for codes, code in known.get(token, ()):
            if code.casefold() == token and words and words <= _words(codes, code):
                found.append(Listed(codes, code, codes.name(code) or "", 1))
    return found


def _words(codes: CodeList, code: str) -> set[str]:
    title = f"{codes.title['es']} {codes.title['en']} {codes.list.replace('_', ' ')}"
    return set(stems_of(fold(f"{codes.name(code)} {title}")))


def _bare(text: str) -> str:
    bare = re.sub(r"[\s_-]", "", text)
    shape = _SHAPE.fullmatch(bare)
    return "".join(shape.groups()) if shape else bare


def _spoken(folded: str) -> str:
    return " ".join(_TOKEN.findall(folded))
