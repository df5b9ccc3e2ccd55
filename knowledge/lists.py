"""Code lists: DIAN's and the layout's. The union counts; what only one of them has is at most a warning."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import Any

from rapidfuzz import fuzz, process

from knowledge.layout import Text

_DIGITS = re.compile(r"(\d+)", re.ASCII)
LONGEST_WRITTEN = 100
"""Characters of a value that count when what it meant is guessed."""


def fold(text: str) -> str:
    """A text without accents, case or double blanks, for comparing."""
    plain = unicodedata.normalize("NFKD", text)
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts names as people count: ENC_2 before ENC_10, numbers before letters."""
    return tuple((0, int(p), "") if p.isdecimal() else (1, 0, fold(p)) for p in _DIGITS.split(text) if p)


@dataclass(frozen=True)
class CodeList:
    """One list. `rows` are its lines as read, all values texts; `key` and `name` say where code and name are."""

    list: str
    title: Text
    key: str
    name_column: str
    source: str
    table: str | None
    rows: Sequence[Mapping[str, str]]

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> CodeList:
        return cls(d["list"], d["title"], d["key"], d["name"], d["source"], d.get("table"), d["rows"])

    @cached_property
    def codes(self) -> Mapping[str, Mapping[str, str]]:
        """Code -> its row; of a code that stands twice (for two kinds of document) the first."""
        found: dict[str, Mapping[str, str]] = {}
        for row in self.rows:
            found.setdefault(row[self.key], row)
        return found

    def get(self, code: str) -> Mapping[str, str] | None:
        """The row of a code."""
        return self.codes.get(code)

    def name(self, code: str) -> str | None:
        """The Spanish name of a code."""
        row = self.codes.get(code)
        return row[self.name_column] if row else None

    def status(self, code: str) -> str | None:
        """both, dian or layout: in whose list the code stands; None where in none."""
        row = self.codes.get(code)
        return row["in"] if row else None

    @cached_property
    def _by_text(self) -> Mapping[str, str | None]:
        found: dict[str, str | None] = {}
        for row in self.rows:
            for text in _names(row, self.name_column):
                code = row[self.key]
                found[text] = code if found.get(text, code) == code else None
        return found

    def texts(self, code: str) -> frozenset[str]:
        """All names in use for a code, folded."""
        row = self.codes.get(code)
        return frozenset(_names(row, self.name_column)) if row else frozenset()

    def by_name(self, text: str) -> str | None:
        """The code that has this name, accents, case and double blanks apart; None where none or several have it."""
        return self._by_text.get(fold(text))

    def nearest(self, text: str) -> str | None:
        """The code that was probably meant: the same in another case or with its zeros, else a name that starts so,
        else the closest spelling of a code or a name; None where nothing is close."""
        folded = self._by_folded_code
        bare = text.strip()[:LONGEST_WRITTEN].casefold()
        for candidate in (bare, bare.zfill(2), bare.zfill(5), bare.zfill(6), bare.lstrip("0")):
            if candidate in folded:
                return folded[candidate]
        words = fold(bare)
        begun = {code for name, code in self._unique_names.items() if name.startswith(words)}
        if len(words) > 3 and len(begun) == 1:
            return begun.pop()
        close = _closest(bare, folded, 60)
        if close:
            return folded[close]
        named = _closest(words, self._unique_names, 70)
        return self._unique_names[named] if named else None

    @cached_property
    def _by_folded_code(self) -> Mapping[str, str]:
        return {code.casefold(): code for code in self.codes}

    @cached_property
    def _unique_names(self) -> Mapping[str, str]:
        return {name: code for name, code in self._by_text.items() if code}


def _closest(text: str, known: Mapping[str, str], least: float) -> str | None:
    """The closest spelling; of several as close the one that begins alike longest (COL: CO rather than CL)."""
    found = process.extract(text, known.keys(), scorer=fuzz.ratio, score_cutoff=least, limit=None)
    if not found:
        return None
    return max(found, key=lambda f: (f[1], _begin_alike(text, f[0])))[0]


def _begin_alike(a: str, b: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))


def _names(row: Mapping[str, str], column: str) -> list[str]:
    others = row.get("other_names") or ""
    return [fold(t) for t in (row[column], *others.split("|")) if t]
