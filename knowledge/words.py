"""A text as words: where each stands, what stands between two, and all of them run together.

Messages are compared by their words run together, so that a line that a mail or a terminal broke, a blank too
many and other punctuation make no difference. A second run leaves out the values (numbers, folios, dates).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from knowledge.lists import fold

GLUED = 30
"""Characters from which a text is found also where other words are stuck to it (`409El nit emisor...`)."""
MOST_FOUND = 200
"""Places of one phrase in a text that are looked at."""
_WORD = re.compile(r"\w+(?:(?:(?<=\d)\.(?=\d)|-)\w+)*")
_BRACKETED = re.compile(r"\([^()\n]{1,60}\)")
_DIGIT = re.compile(r"\d")
_NAME = re.compile(r"[a-z][A-Z]")

Range = tuple[int, int]
"""(first word, the word behind the last)."""


@dataclass(frozen=True, slots=True)
class Words:
    """`words` are folded; `spans` says from where to where each stands in `source`."""

    source: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str) -> Words:
        """Read a text. What a hyphen joins is one word if there is a digit in it (FV-22), else several."""
        source = unicodedata.normalize("NFC", text)
        folded: dict[str, str] = {}
        spans: list[tuple[int, int]] = []
        for m in _WORD.finditer(source):
            start, end = m.span()
            if "-" in m[0] and not _DIGIT.search(m[0]):
                spans += [(start + p.start(), start + p.end()) for p in re.finditer(r"[^-]+", m[0])]
            else:
                spans.append((start, end))
        words = []
        for start, end in spans:
            word = source[start:end]
            if word not in folded:
                folded[word] = word.lower() if word.isascii() else fold(word)
            words.append(folded[word])
        return cls(source, tuple(words), tuple(spans))

    def before(self, n: int) -> str:
        """What stands before word n (behind the last word for the number of words)."""
        start = self.spans[n - 1][1] if n else 0
        return self.source[start : self.spans[n][0] if n < len(self.spans) else len(self.source)]

    def parted(self, n: int) -> bool:
        """Whether a sentence may end or begin before word n: more than blanks stand there."""
        return n in (0, len(self.words)) or self.before(n).strip(" ") != ""

    def is_value(self, n: int) -> bool:
        """Whether word n is a number, a code or a name as programs write it (transaccionID)."""
        if n >= len(self.words):
            return False
        start, end = self.spans[n]
        return bool(_DIGIT.search(self.words[n]) or _NAME.search(self.source, start, end))

    def shown(self, at: Range) -> str:
        """The lines on which a range of words stands, as one; of very long ones only the words."""
        start, end = self.spans[at[0]][0], self.spans[at[1] - 1][1]
        left, right = self.source.rfind("\n", 0, start) + 1, self.source.find("\n", end)
        right = len(self.source) if right < 0 else right
        whole = self.source[left:right] if right - left <= 300 else self.source[start:end]
        return " ".join(whole.split())[:300]


@dataclass(frozen=True, slots=True)
class Run:
    """Words run together: where each begins, and which it is."""

    text: str
    begins: tuple[int, ...]
    words: tuple[int, ...]

    @classmethod
    def of(cls, words: Sequence[str], chosen: Sequence[int]) -> Run:
        """The chosen of these words."""
        begins = tuple(accumulate((len(words[n]) for n in chosen), initial=0))
        return cls("".join(words[n] for n in chosen), begins[:-1], tuple(chosen))

    def find(self, parts: Sequence[str], apart: int = 200) -> Iterator[Range]:
        """Where these parts follow each other, at most so many characters apart."""
        at = -1
        for _ in range(MOST_FOUND):
            at = self.text.find(parts[0], at + 1)
            if at < 0:
                return
            end = at + len(parts[0])
            for part in parts[1:]:
                found = self.text.find(part, end, end + apart + len(part))
                if found < 0:
                    break
                end = found + len(part)
            else:
                if found_at := self._range(at, end):
                    yield found_at

    def _range(self, start: int, end: int) -> Range | None:
        """The words from one place to another; None where a short text is only a part of a word."""
        first, last = bisect_right(self.begins, start) - 1, bisect_left(self.begins, end)
        whole = self.begins[first] == start and end == (*self.begins[last : last + 1], len(self.text))[0]
        if not whole and end - start < GLUED:
            return None
        return self.words[first], self.words[last - 1] + 1


def without_values(words: Words, known: Collection[str]) -> list[int]:
    """The words that no value is: those without a digit, outside brackets that hold one, and known ones."""
    bracketed = [m.span() for m in _BRACKETED.finditer(words.source) if _DIGIT.search(m[0])]
    kept, at = [], 0
    for n, word in enumerate(words.words):
        start = words.spans[n][0]
        while at < len(bracketed) and bracketed[at][1] <= start:
            at += 1
        inside = at < len(bracketed) and bracketed[at][0] < start
        if not inside and (word in known or not _DIGIT.search(word)):
            kept.append(n)
    return kept
