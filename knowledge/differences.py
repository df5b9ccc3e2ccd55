"""The words for what explains a difference (rules/_differences.yaml)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.layout import Text


@dataclass(frozen=True, slots=True)
class Differences:
    """`things` are what an account is made of, `causes` what may have gone wrong with them."""

    start: Mapping[str, Text]
    join: Mapping[str, Text]
    things: Mapping[str, Mapping[str, Text]]
    causes: Mapping[str, Text]

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Differences:
        return cls(d["start"], d["join"], d["things"], d["causes"])

    def group(self, name: str, count: int, lang: str) -> str:
        """`los 3 descuentos`."""
        return self.things[name]["many"][lang].format(n=count)

    def one_of(self, name: str, paths: Sequence[str], count: int, lang: str) -> str:
        """The thing at a path, or at one of several; `count` of which only these are shown."""
        shown = [f"`{path}`" for path in paths] + (["…"] if count > len(paths) else [])
        return f"{self.things[name]['one'][lang]} {self.join['place'][lang].join(shown)}"

    def sentence(self, causes: Sequence[str], lang: str, both: bool = False, also: bool = False) -> str:
        """The causes, already in words: `both` of them together, or one of them."""
        start = self.start["also" if also else "plain"][lang]
        return f"{start} {self.join['and' if both else 'or'][lang].join(causes)}."
