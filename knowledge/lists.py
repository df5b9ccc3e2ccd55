"""Code lists: DIAN's and the layout's. The union counts; what only one of them has is at most a warning."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from knowledge.layout import Text


def fold(text: str) -> str:
    """A text without accents, case or double blanks, for comparing."""
    plain = unicodedata.normalize("NFKD", text)
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())


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
        """The code that was probably meant: the same in another case or with its zeros, else the closest spelling of
        a code or a name."""
        folded = {c.casefold(): c for c in self.codes}
        bare = text.strip().casefold()
        for candidate in (bare, bare.zfill(2), bare.zfill(5), bare.zfill(6), bare.lstrip("0")):
            if candidate in folded:
                return folded[candidate]
        close = get_close_matches(bare, folded, 1, 0.6)
        if close:
            return folded[close[0]]
        names = get_close_matches(fold(text), [t for t, c in self._by_text.items() if c], 1, 0.7)
        return self._by_text[names[0]] if names else None


def _names(row: Mapping[str, str], column: str) -> list[str]:
    others = row.get("other_names") or ""
    return [fold(t) for t in (row[column], *others.split("|")) if t]
