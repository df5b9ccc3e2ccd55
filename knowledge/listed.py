"""The entries of code lists by their whole code or name, over all lists: for a search that is one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.lists import CodeList, fold

ByText = Mapping[str, tuple[tuple[CodeList, str], ...]]
"""Code or name, folded -> (list, code) of every entry that has it."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list that has the entry: its code and name, and how many codes there share that name."""

    codes: CodeList
    code: str
    name: str
    count: int

    @property
    def title(self) -> str:
        """Code and name; of several codes of one name the name and their number."""
        return f"{self.code}: {self.name}" if self.count == 1 else f"{self.name}: {self.count}"


def by_text(lists: Iterable[CodeList]) -> ByText:
    """Every code and every name of every list."""
    found: dict[str, list[tuple[CodeList, str]]] = {}
    for codes in lists:
        for code, row in codes.codes.items():
            for text in {code.casefold(), fold(row[codes.name_column])} - {""}:
                found.setdefault(text, []).append((codes, code))
    return {text: tuple(entries) for text, entries in found.items()}


def listed(known: ByText, folded: str) -> list[Listed]:
    """The lists that have this whole text as a code or a name, each once."""
    by_list: dict[str, list[tuple[CodeList, str]]] = {}
    for codes, code in known.get(folded, ()):
        by_list.setdefault(codes.list, []).append((codes, code))
    return [
        Listed(codes, code, codes.name(code) or "", len(entries))
        for entries in by_list.values()
        for codes, code in entries[:1]
    ]
