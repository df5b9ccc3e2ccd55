"""What the page of a rule shows, and the rules in their order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from knowledge import Knowledge
from knowledge.formula import formulas
from knowledge.guide import Rule
from knowledge.hash import HashEntry
from knowledge.layout import Field, Text
from knowledge.lists import fold
from knowledge.tax import Tax
from portal.i18n import text
from portal.web.guide.contrast import contrast
from portal.web.guide.hashes import hashes_of
from portal.web.guide.judged import Judged, Twin, judged, severity_under, twins, where
from portal.web.guide.places import Place, places_for
from portal.web.guide.taxes import taxes_of
from portal.web.guide.words import CHECKS, COMPUTED, CONFIDENCE, DOCUMENTS, FAMILIES, sources

NEIGHBOURS = 6
PLACES = 8
"""Fields whose places a page shows; of a rule about more the others are only named."""


@dataclass(frozen=True, slots=True)
class RulePage:
    """`code` is the one that was asked for, and first of `codes`; `field` the one it speaks of where the rule is a
    general one. `checked` says where it is checked; it is empty for what is only explained."""

    rule: Rule
    code: str
    codes: tuple[tuple[str, str], ...]
    severity: str
    judged: tuple[Judged, ...]
    twins: tuple[Twin, ...]
    checked: str
    family: str
    field: Field | None
    what: str
    formulas: tuple[str, ...]
    example: tuple[Markup, Markup] | None
    places: tuple[Place, ...]
    more: tuple[tuple[str, Text], ...]
    same_field: tuple[Rule, ...]
    taxes: tuple[Tax, ...]
    hashes: tuple[HashEntry, ...]
    previous: Rule | None
    next: Rule | None
    confidence: tuple[str, str]
    sources: tuple[str, ...]
    knowledge: Knowledge


def rule_page(knowledge: Knowledge, rule: Rule, field: Field | None, code: str | None = None) -> RulePage:
    """The page of a rule, under any of its codes."""
    codes = _codes(rule, field, code)
    code = code if code and code != rule.rule else (codes[0][0] if codes else rule.rule)
    codes = tuple(sorted(codes, key=lambda at: at[0] != code))
    ids = [field.id] if field else list(rule.fields)
    kind = next((k for k, many in _by_kind(rule, field, code).items() if code in many.split("/")), "invoice")
    computed = tuple(line for world in sorted(rule.worlds) for line in formulas(knowledge, rule, world))
    check = next(iter(rule.check))
    family = ordered(knowledge, rule.family)
    at = family.index(rule)
    called, meaning = CONFIDENCE[rule.confidence]
    return RulePage(
        rule=rule,
        code=code,
        codes=codes,
        severity=severity_under(rule, code),
        judged=() if field else judged(rule, code),
        twins=twins(knowledge, rule, field, code),
        checked=where(rule.worlds) if rule.offline and check != "none" else "",
        family=str(FAMILIES[rule.family]),
        field=field,
        what=str(CHECKS[check]) if check in CHECKS else (str(COMPUTED) if computed else ""),
        formulas=computed,
        example=contrast(rule.example["wrong"], rule.example["right"]) if rule.example else None,
        places=tuple(places_for(knowledge, ids[:PLACES], kind)),
        more=tuple(_named(knowledge, id_) for id_ in ids[PLACES:]),
        same_field=same_field(knowledge, rule, field),
        taxes=tuple(taxes_of(knowledge, rule.rule)),
        hashes=tuple(hashes_of(knowledge, rule.rule, code)),
        previous=family[at - 1] if at else None,
        next=family[at + 1] if at + 1 < len(family) else None,
        confidence=(str(called), str(meaning)),
        sources=sources(knowledge, rule.source),
        knowledge=knowledge,
    )


def _by_kind(rule: Rule, field: Field | None, code: str | None) -> Mapping[str, str]:
    """Kind of document -> code of the rule there; of a general rule, of what it checks in the field."""
    if field is None:
        return rule.codes
    return next((by_kind for by_kind in field.codes.values() if code in by_kind.values()), {})


def _codes(rule: Rule, field: Field | None, code: str | None) -> tuple[tuple[str, str], ...]:
    found = {
        c: str(DOCUMENTS[kind]) for kind, many in _by_kind(rule, field, code).items() for c in many.split("/")
    }
    shared = len(set(_by_kind(rule, field, code).values())) == 1 and len(rule.codes) > 1
    if shared and found:
        found = dict.fromkeys(found, str(DOCUMENTS["general"]))
    # Of the many codes in `also` only the one that was asked for is told.
    asked = {code: ""} if code and code in rule.also else {}
    return tuple({**asked, **found}.items())


def _named(knowledge: Knowledge, id_: str) -> tuple[str, Text]:
    """(name in the address, title) of a field."""
    layout = knowledge.fields.get(id_)
    return (layout[0].name, layout[0].title) if layout else (id_, knowledge.ubl_fields[id_].title)


def same_field(knowledge: Knowledge, rule: Rule, field: Field | None) -> tuple[Rule, ...]:
    """The rules that look at the same fields: first those that are about one of them, then those that look at it on the
    way; of each the most alike, so that a rule about every total is nobody's neighbour."""
    own = {field.id} if field else set(rule.fields)
    shared = {
        r.rule: (r.fields[0] in own, len(own.intersection(r.fields)) / len(own.union(r.fields)))
        for r in knowledge.rules.values()
        if r is not rule and own.intersection(r.fields)
    }
    ranked = sorted(shared, key=lambda r: shared[r], reverse=True)
    return tuple(knowledge.rules[r] for r in ranked[:NEIGHBOURS])


def ordered(knowledge: Knowledge, family: str) -> list[Rule]:
    """The rules of a family, in the alphabet of the page's language."""
    return sorted(
        (r for r in knowledge.rules.values() if r.family == family), key=lambda r: fold(text(r.title))
    )


def families(knowledge: Knowledge) -> list[tuple[str, str, list[Rule]]]:
    """(family, the family in words, its rules)."""
    present = {r.family for r in knowledge.rules.values()}
    return [
        (name, str(words), ordered(knowledge, name)) for name, words in FAMILIES.items() if name in present
    ]
