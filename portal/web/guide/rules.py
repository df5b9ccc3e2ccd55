"""What the page of a rule shows, and the rules in their order."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from knowledge import Knowledge
from knowledge.formula import formulas
from knowledge.guide import Rule
from knowledge.layout import Field
from knowledge.lists import fold
from portal.i18n import text
from portal.web.guide.contrast import contrast
from portal.web.guide.places import Place, place_of
from portal.web.guide.words import CHECKS, COMPUTED, CONFIDENCE, DOCUMENTS, FAMILIES, sources

NEIGHBOURS = 6
PLACES = 8
"""Fields whose places a page shows; of a rule about more the others are only named."""


@dataclass(frozen=True, slots=True)
class RulePage:
    """`code` is the one that was asked for; `field` the one it speaks of where the rule is a general one."""

    rule: Rule
    code: str
    codes: tuple[tuple[str, str], ...]
    family: str
    field: Field | None
    what: str
    formulas: tuple[str, ...]
    example: tuple[Markup, Markup] | None
    places: tuple[Place, ...]
    more: tuple[Field, ...]
    same_field: tuple[Rule, ...]
    previous: Rule | None
    next: Rule | None
    confidence: tuple[str, str]
    sources: tuple[str, ...]
    knowledge: Knowledge


def rule_page(knowledge: Knowledge, rule: Rule, field: Field | None, code: str | None = None) -> RulePage:
    """The page of a rule, under any of its codes."""
    codes = tuple((c, str(DOCUMENTS[kind])) for kind, many in rule.codes.items() for c in many.split("/"))
    if field is not None:
        check = next((by_kind for by_kind in field.codes.values() if code in by_kind.values()), {})
        codes = tuple((c, str(DOCUMENTS[kind])) for kind, c in check.items())
    fields = [field] if field else [knowledge.fields[i][0] for i in rule.fields if i in knowledge.fields]
    computed = formulas(knowledge, rule)
    kind = next(iter(rule.check))
    family = ordered(knowledge, rule.family)
    at = family.index(rule)
    called, meaning = CONFIDENCE[rule.confidence]
    return RulePage(
        rule=rule,
        code=code if code and code != rule.rule else (codes[0][0] if codes else rule.rule),
        codes=codes,
        family=str(FAMILIES[rule.family]),
        field=field,
        what=str(CHECKS[kind]) if kind in CHECKS else (str(COMPUTED) if computed else ""),
        formulas=computed,
        example=contrast(rule.example["wrong"], rule.example["right"]) if rule.example else None,
        places=tuple(_place(knowledge, f) for f in fields[:PLACES]),
        more=tuple(fields[PLACES:]),
        same_field=same_field(knowledge, rule, field),
        previous=family[at - 1] if at else None,
        next=family[at + 1] if at + 1 < len(family) else None,
        confidence=(str(called), str(meaning)),
        sources=sources(knowledge, rule.source),
        knowledge=knowledge,
    )


def _place(knowledge: Knowledge, field: Field) -> Place:
    return place_of(next(r for r in knowledge.structure.values() if r.by_id.get(field.id) is field), field)


def same_field(knowledge: Knowledge, rule: Rule, field: Field | None) -> tuple[Rule, ...]:
    """The rules that look at the same fields, those with most of them first."""
    own = {field.id} if field else set(rule.fields)
    shared = {r.rule: len(own.intersection(r.fields)) for r in knowledge.rules.values() if r is not rule}
    ranked = sorted((r for r in shared if shared[r]), key=lambda r: -shared[r])
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
