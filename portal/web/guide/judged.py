"""How a rule is judged in each document, and the other rules that answer for the same code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from knowledge import Knowledge
from knowledge.guide import Rule
from knowledge.layout import Field
from portal.web.guide.words import CONFIDENCE, DOCUMENTS, WORLDS


@dataclass(frozen=True, slots=True)
class Judged:
    """One row: under which code, in which document, where, how much it weighs there and how sure we are."""

    code: str
    document: str
    where: str
    severity: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Twin:
    """Another rule of the same code; `field` is the one it is about where it is a general one."""

    rule: Rule
    field: Field | None
    where: str


def judged(rule: Rule, code: str) -> tuple[Judged, ...]:
    """One row for each document and place, the document of the code that was asked for first. Documents that share
    the code and its weight share the row."""
    documents: dict[Judged, list[str]] = {}
    for kind, codes in rule.codes.items():
        for row in _rows(rule, kind, codes):
            documents.setdefault(replace(row, document=""), []).append(row.document)
    rows = [replace(row, document=", ".join(named)) for row, named in documents.items()]
    return tuple(sorted(rows, key=lambda row: code not in row.code.split()))


def _rows(rule: Rule, kind: str, codes: str) -> Iterator[Judged]:
    by_weight: dict[tuple[str, str], list[str]] = {}
    # An event has no layout: nobody but UBL speaks of it.
    for world in sorted(rule.worlds - ({"layout"} if kind == "event" else set())):
        own: Mapping[str, str] = {**rule.ubl, **rule.by_kind.get(kind, {})} if world == "ubl" else {}
        weight = rule.severity_in(kind, world == "ubl"), own.get("confidence", rule.confidence)
        by_weight.setdefault(weight, []).append(world)
    for (severity, confidence), worlds in by_weight.items():
        called = str(CONFIDENCE[confidence][0])
        yield Judged(codes.replace("/", " "), str(DOCUMENTS[kind]), where(worlds), severity, called)


def where(worlds: list[str] | frozenset[str]) -> str:
    """The worlds in words: in the layout, in UBL, in both."""
    return str(WORLDS["+".join(sorted(worlds))])


def severity_under(rule: Rule, code: str) -> str:
    """How much it weighs in the document of a code, where it is judged first."""
    kind = next((k for k, codes in rule.codes.items() if code in codes.split("/")), "")
    return rule.severity_in(kind, "layout" not in rule.worlds)


def twins(knowledge: Knowledge, rule: Rule, field: Field | None, code: str) -> tuple[Twin, ...]:
    """The other rules that report this code: one of the other world, or a general one on a field of the layout."""
    found = [
        Twin(r, None, where(r.worlds))
        for r in knowledge.rules.values()
        if r is not rule and (code in r.also or any(code in c.split("/") for c in r.codes.values()))
    ]
    for fields in knowledge.fields.values():
        for check, codes in fields[0].codes.items():
            general = knowledge.rules[knowledge.structural_rule(check, fields[0])]
            if code in codes.values() and (general is not rule or fields[0] is not field):
                found.append(Twin(general, fields[0], where(general.worlds)))
    return tuple(found)
