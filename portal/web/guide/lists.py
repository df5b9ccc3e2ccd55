"""What the pages of lists show: the lists and their rows in the order in which people look for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from knowledge import Knowledge
from knowledge.layout import Field
from knowledge.lists import CodeList, fold, natural
from knowledge.web_service_responses import Response
from portal.i18n import text

FIRST = 6
"""Codes that stand for a list where there is room for a sentence only."""


def rows_of(codes: CodeList, query: str) -> list[Mapping[str, str]]:
    """The lines of a list that have the query in code or name, by code."""
    wanted = fold(query)
    found = [r for r in codes.rows if wanted in fold(r[codes.key]) or wanted in fold(r[codes.name_column])]
    return sorted(found, key=lambda r: natural(r[codes.key]))


def whose(codes: CodeList) -> str | None:
    """Whose list all the codes are in (both, dian or layout); None where that is each row's own business."""
    owners = {row["in"] for row in codes.rows}
    return owners.pop() if len(owners) == 1 else None


def used_by(knowledge: Knowledge, name: str) -> list[Field]:
    """The fields that take their values from a list."""
    seen: dict[str, Field] = {}
    for fields in knowledge.fields.values():
        for f in fields:
            if f.list == name:
                seen.setdefault(f.name, f)
    return sorted(seen.values(), key=lambda f: natural(f.name))


def first_words(codes: CodeList) -> str:
    """The first codes of a list with their names, as a sentence."""
    shown = list(codes.codes.values())[:FIRST]
    return ", ".join(f"{row[codes.key]} {row[codes.name_column]}".strip() for row in shown) + "."


def lists_by_title(knowledge: Knowledge) -> list[CodeList]:
    """All code lists, in the alphabet of the page's language."""
    return sorted(knowledge.codes.values(), key=lambda c: fold(text(c.title)))


def responses_by_code(responses: Sequence[Response]) -> list[Response]:
    """All answers of the web service, by code, then by title."""
    return sorted(responses, key=lambda r: (natural(" ".join(r.codes)), fold(text(r.title))))
