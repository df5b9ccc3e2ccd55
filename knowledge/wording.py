"""Answers as people read them: choices by their label, dates in words, the short subject of a request."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from knowledge.catalogue import Question, RequestKind, visible_answers
from knowledge.conditions import Answers
from knowledge.layout import Text

LANGUAGES = ("es", "en")
DATE_PATTERNS = {"es": "d 'de' MMMM 'de' y", "en": "d MMMM y"}
SUBJECT_LENGTH = 100
"""Characters. With reference, ERP and phase it stays within the 128 that trackers take."""
OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def fill(text: Text, **values: object) -> Text:
    """The text with its placeholders filled; a value may itself be a text in two languages."""
    return {
        lang: text[lang].format(**{k: v[lang] if isinstance(v, Mapping) else v for k, v in values.items()})
        for lang in text
    }


def show_date(day: date) -> Text:
    """A day in words: 26 de noviembre de 2026."""
    from babel.dates import format_date

    return {lang: format_date(day, DATE_PATTERNS[lang], locale=lang) for lang in LANGUAGES}


def show_answer(question: Question, value: Any, lang: str = "es") -> str:
    """One answer as a person reads it; several choices are joined by commas."""
    if isinstance(value, list):
        return ", ".join(show_answer(question, v, lang) for v in value)
    for option in question.options:
        if option.value == value:
            return option.label[lang]
    if isinstance(value, bool):
        return {"es": ("No", "Sí"), "en": ("No", "Yes")}[lang][value]
    if question.schema.get("format") == "date":
        try:
            return show_date(date.fromisoformat(value))[lang]
        except ValueError:
            return str(value)
    return str(value)


def subject(kind: RequestKind, answers: Answers) -> Text:
    """The short subject of a request, one printable line.

    A part in [brackets] is left out where an answer in it is absent; where one outside is, the title serves.
    """
    kept = visible_answers(kind, answers)
    return {lang: _subject(kind, kept, lang) for lang in LANGUAGES}


def _subject(kind: RequestKind, answers: Answers, lang: str) -> str:
    def written(match: re.Match[str]) -> str:
        field = match[1]
        shown = show_answer(kind.question(field), answers[field], lang)
        return "".join(c if c.isprintable() else " " for c in shown)

    def answered(part: str) -> bool:
        return all(f in answers for f in PLACEHOLDER.findall(part))

    template = OPTIONAL.sub(lambda m: m[1] if answered(m[1]) else "", kind.subject[lang])
    if not answered(template):
        return kind.title[lang]
    line = " ".join(PLACEHOLDER.sub(written, template).split())
    return line if len(line) <= SUBJECT_LENGTH else line[: SUBJECT_LENGTH - 1].rstrip(" ,") + "…"
