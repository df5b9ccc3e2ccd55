"""Texts that rules of one shape share: `text: missing-value` in an entry takes them from rules/_texts.yaml.

What is in angle brackets is filled here, from the rule's field; what is in braces, by each finding.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from knowledge.layout import Text
from knowledge.rule_examples import examples
from knowledge.rule_places import Places

LANGUAGES = ("es", "en")
BILINGUAL = ("title", "message", "action")
KINDS = {
    "credit_note": {"es": "nota crédito", "en": "credit note"},
    "debit_note": {"es": "nota débito", "en": "debit note"},
    "support": {"es": "documento soporte", "en": "support document"},
    "event": {"es": "evento", "en": "event"},
}
_MARK = re.compile(r"<([a-z_]+)>")


def with_texts(entry: Mapping[str, Any], shared: Mapping[str, Any], places: Places) -> dict[str, Any]:
    """The entry with the texts that it shares filled in; what it says itself stays. Without `text` it is whole."""
    name = entry.get("text")
    if name is None:
        return dict(entry)
    words = places.words(entry["fields"][0]) if entry.get("fields") else {}
    words |= _of_entry(entry)
    if entry.get("fields"):
        words |= examples(words, places.parent(entry["fields"][0]))
    filled = {key: _filled(value, words, key) for key, value in shared[name].items()}
    own = {k: v for k, v in entry.items() if k != "words"}
    return {**filled, **own}


def _of_entry(entry: Mapping[str, Any]) -> dict[str, Text]:
    """What the entry says of itself: its codes and its own `words`."""
    codes = entry.get("codes", {})
    told: dict[str, Text] = {"codes": {lang: _codes(codes, lang) for lang in LANGUAGES}}
    told["code"] = dict.fromkeys(LANGUAGES, next(iter(codes.values()), ""))
    for key, value in entry.get("words", {}).items():
        told[key] = dict(value) if isinstance(value, Mapping) else {"es": str(value), "en": str(value)}
    return told


def _codes(codes: Mapping[str, str], language: str) -> str:
    """The code, and those of the other documents by their name: FAK01 (nota crédito CAK01, nota débito DAK01)."""
    if not codes:
        return ""
    first, *others = codes.items()
    named = [f"{KINDS[kind][language]} {code}" for kind, code in others if code != first[1]]
    return f"{first[1]} ({', '.join(named)})" if named else first[1]


def _filled(value: Any, words: Mapping[str, Text], key: str) -> Any:
    if isinstance(value, str):
        return _fill(value, words, "es")
    if key in BILINGUAL:
        return {language: _fill(value[language], words, language) for language in LANGUAGES}
    return {k: v if isinstance(v, Mapping) else _fill(v, words, "es") for k, v in value.items()}


def _fill(text: str, words: Mapping[str, Text], language: str) -> str:
    """A text with its marks filled; what is no mark of ours (a tag) stays."""
    done = _MARK.sub(lambda m: words[m[1]][language] if m[1] in words else m[0], text)
    return " ".join(done.split())
