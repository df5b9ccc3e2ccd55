"""Declared names: a name that is its code's, a code that begins with another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from diagnostics.issue import Issue, Scope
from diagnostics.rules.reading import pairs, text
from knowledge.lists import CodeList, fold

_WORD = re.compile(r"\w+")


def starts_with(scope: Scope, p: Mapping[str, Any]) -> Iterator[Issue]:
    """`first` must begin with `second` (a municipality with its department); `pad` fills the second with zeros to that
    length first."""
    doc = scope.doc
    for row, other_row in pairs(doc, p["first"], p["second"]):
        a, b = text(doc, p["first"], row), text(doc, p["second"], other_row)
        if not a or not b or a.startswith(b.zfill(p.get("pad", 0))) or not (a.isdigit() and b.isdigit()):
            continue
        first, second = doc.at(p["first"], row), doc.at(p["second"], other_row)
        witness = text(doc, p["witness"], other_row) if "witness" in p else None
        if witness and a.startswith(witness[: len(b)]):
            yield Issue(second, b, a[: len(b)], {"other": first.label, "other_value": a}, because=(first,))
        else:
            yield Issue(first, a, f"{b}…", {"other": second.label, "other_value": b}, because=(second,))


def name_of(scope: Scope, p: Mapping[str, Any]) -> Iterator[Issue]:
    """`name` must be the list's name of `code`, as far as `alike` tells; `free` codes take any name."""
    doc = scope.doc
    codes = scope.knowledge.codes[p["list"]]
    all_codes, all_names = doc.column(p["code"]), doc.column(p["name"])
    good: set[tuple[str | None, str | None]] = set()
    for row, name_row in pairs(doc, p["code"], p["name"]):
        both = all_codes[row], all_names[name_row]
        if both in good:
            continue
        code, name = ((value or "").strip() for value in both)
        if not code or not name or code in p.get("free", ()) or _fits(codes, code, name):
            good.add(both)
            continue
        at = doc.at(p["name"], name_row)
        args = {"other": doc.root.by_id[p["code"]].name, "other_value": code}
        yield Issue(at, name, codes.name(code) or "", args, because=(doc.at(p["code"], row),))


def _fits(codes: CodeList, code: str, name: str) -> bool:
    listed = codes.name(code)
    return listed is None or name == listed or alike(name, listed) or codes.by_name(name) == code


def names_of(scope: Scope, p: Mapping[str, Any]) -> Iterator[Issue]:
    """`name_of` for several pairs of one list; those that this kind of document does not know are left out."""
    for code, name in p["pairs"].items():
        yield from name_of(scope, {"code": code, "name": name, "list": p["list"]})


def alike(a: str, b: str) -> bool:
    """Whether two names mean the same but for accents, case, blanks and points; one may be part of the other, or have
    some of its words (San Andrés y Providencia)."""
    first, second = (_WORD.findall(fold(t)) for t in (a, b))
    one, other = "".join(first), "".join(second)
    if one in other or other in one:
        return bool(one and other)
    return set(first) <= set(second) or set(second) <= set(first)
