"""What a piece of a text is like, though it says no known answer: slips, lost words, only the beginning.

A likeness is refused where what differs is what matters: a "no" more or less, the opposite of a word, or the one
word that tells this answer from its siblings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rapidfuzz import fuzz, process

from knowledge.phrases import Known, Phrase, says_the_same
from knowledge.words import Range, Words

LIKE = 86.0
"""How alike (0-100) a piece must be to count; below it an answer would be a guess."""
BEGUN = 0.45
"""The part of a text that its beginning must be to count."""
SHORTEST_BEGINNING = 18
SHORTENED, SHORTENED_WORDS = 0.7, 6
"""What must be left of a text of which words were left out."""
LONGEST = 60
"""Words of a piece that is compared."""
MOST_PIECES = 4_000
MOST_LINES_BROKEN = 4
"""Lines over which a message may be broken and still be seen as one."""
_APART = re.compile(r"[{}\[\]\"|\t«»“”]| - |[:;.!?]\s")
_NO = frozenset(["no", "ni", "sin", "nunca", "tampoco"])
_OPPOSITE = ("in", "im", "des")
_LOG_WORDS = frozenset(
    ["error", "warn", "warning", "info", "debug", "fatal", "code", "codigo", "success", "mensaje", "message"]
)


def alike(words: Words, plain: frozenset[int], known: Known) -> Iterator[tuple[Phrase, float, Range]]:
    """(phrase, how alike from 0 to 94, where) for each piece that is like one. `plain`: the words that are no
    values.
    """
    whole = [p for p in known.phrases if len(p.parts) == 1]
    texts = [p.text for p in whole]
    seen: set[str] = set()
    for at in pieces(words, known):
        said = [words.words[n] for n in range(*at) if n in plain]
        text = " ".join(said)
        if len(text) < 5 or text in seen:
            continue
        seen.add(text)
        near = process.extract(text, texts, scorer=fuzz.ratio, score_cutoff=LIKE, limit=None)
        close = {n: score for _, score, n in near}
        for n, phrase in enumerate(whole):
            meant: Sequence[str] = phrase.words
            score = close.get(n, 0)
            if not score and _begins(text, texts[n]):
                score, meant = LIKE, phrase.words[: len(said)]
            elif not score and _shortened(said, meant):
                score = LIKE
            if score and not contradicts(said, meant) and _decided(said, meant, phrase):
                yield phrase, score * 0.94, at


def _begins(text: str, whole: str) -> bool:
    """Whether this is like the beginning of a text that was cut."""
    if not (len(text) >= SHORTEST_BEGINNING and BEGUN * len(whole) <= len(text) < len(whole)):
        return False
    return fuzz.ratio(text, whole[: len(text)], score_cutoff=LIKE) > 0


def _shortened(said: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether these are the words of a text in its order, some left out: `nit emisor no es igual al de...`"""
    if len(said) < SHORTENED_WORDS or not SHORTENED * len(whole) <= len(said) < len(whole):
        return False
    left = iter(whole)
    return all(word in left for word in said)


def pieces(words: Words, known: Known) -> Iterator[Range]:
    """The lines, what quotes, braces and log columns make of them, and neighbouring lines together."""
    lines: list[Range] = []
    found: dict[Range, None] = {}
    for line in _split(words, (0, len(words.words)), re.compile(r"[\n\r]")):
        lines.append(line)
        for piece in (line, *_split(words, line, _APART)):
            found.setdefault(_without_head(words, piece, known))
        if len(found) > MOST_PIECES:
            break
    for n in range(len(lines)):
        for more in range(1, MOST_LINES_BROKEN):
            if n + more >= len(lines) or lines[n + more][1] - lines[n][0] > LONGEST:
                break
            found.setdefault(_without_head(words, (lines[n][0], lines[n + more][1]), known))
        if len(found) > 2 * MOST_PIECES:
            break
    return (at for at in found if 0 < at[1] - at[0] <= LONGEST)


def _split(words: Words, at: Range, apart: re.Pattern[str]) -> Iterator[Range]:
    start = at[0]
    for n in range(at[0] + 1, at[1]):
        if apart.search(words.before(n)):
            yield start, n
            start = n
    if start < at[1]:
        yield start, at[1]


def _without_head(words: Words, at: Range, known: Known) -> Range:
    """A piece without what logs put before the words: dates, levels, codes, names of programs and methods."""
    for n in range(*at):
        word = words.words[n]
        if word.isalpha() and word not in _LOG_WORDS and word not in known.methods:
            return n, at[1]
    return at


def said_before(words: Words, n: int, known: Known) -> bool:
    """Whether what stands before word n is no part of its sentence: nothing, a sign, a value, a log's word."""
    if words.parted(n) or words.is_value(n - 1):
        return True
    return words.words[n - 1] in _LOG_WORDS or words.words[n - 1] in known.methods


def denied(words: Words, n: int) -> bool:
    """Whether the words before word n take it back: "no fue procesado correctamente"."""
    for before in range(n - 1, max(n - 4, -1), -1):
        if words.parted(before + 1):
            return False
        if words.words[before] in _NO:
            return True
    return False


def takes_back(said: Sequence[str], meant: Sequence[str]) -> bool:
    """Whether the words hold a "no" more or less than what is meant, or hold it before another word."""
    denied_here, denied_there = _denied_words(said), _denied_words(meant)
    return len(denied_here) != len(denied_there) or not all(map(says_the_same, denied_here, denied_there))


def _denied_words(words: Sequence[str]) -> list[str]:
    return [after for word, after in pairwise([*words, ""]) if word in _NO]


def contradicts(said: Sequence[str], meant: Sequence[str]) -> bool:
    """Whether the words differ by a "no", or by one that is the opposite of another."""
    if takes_back(said, meant):
        return True
    extra, missing = set(said) - set(meant), set(meant) - set(said)
    return any(_opposite(a, b) or _opposite(b, a) for a in extra for b in missing)


def _opposite(word: str, other: str) -> bool:
    """Whether `other` is `word` with a prefix that denies it, slips allowed (corectos, incorrectos)."""
    for prefix in _OPPOSITE:
        rest = other.removeprefix(prefix)
        if rest != other and fuzz.ratio(word, rest) >= max(80, fuzz.ratio(word, other) + 0.01):
            return True
    return False


def _decided(said: Sequence[str], meant: Sequence[str], phrase: Phrase) -> bool:
    """Whether the words that tell this answer from each sibling are there, as far as the piece goes."""
    other = [word for word in said if word not in meant]
    return all(
        any(own in said or any(says_the_same(own, word) for word in other) for own in needed)
        for needed in phrase.decisive
        if needed & set(meant) or len(meant) == len(phrase.words)
    )
