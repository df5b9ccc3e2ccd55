"""How much of DIAN's annex the guide explains and checks, by the document that a code is of."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge import Knowledge
from knowledge.coverage import Row, rows
from portal.web.guide.words import DOCUMENTS


@dataclass(frozen=True, slots=True)
class Covered:
    """One line of the table. `known` are the codes of which only the existence is known."""

    document: str
    codes: int
    explained: int
    checked: int
    registry: int
    known: int


def coverage(knowledge: Knowledge) -> tuple[Covered, ...]:
    """One line for each kind of document, and the sum in the last."""
    found = rows(knowledge, None)
    lines = [_line(str(words), [r for r in found if r.kind == kind]) for kind, words in DOCUMENTS.items()]
    return (*(line for line in lines if line.codes), _line("", found))


def _line(document: str, own: list[Row]) -> Covered:
    return Covered(
        document,
        codes=len(own),
        explained=sum(r.explained for r in own),
        checked=sum(r.checked for r in own),
        registry=sum(not r.offline for r in own),
        known=sum(not r.explained for r in own),
    )
