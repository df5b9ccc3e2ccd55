"""The checks of the guide's rules: code rules by family here, declarative ones made from their entry."""

from __future__ import annotations

from diagnostics.issue import CODE_RULES, Check, Scope
from diagnostics.rules import (
    context,
    dates,
    declarative,
    document,
    exchange,
    numbering,
    parties,
    tax_totals,
    taxes,
    totals,
)
from knowledge.guide import Rule

FAMILIES = (parties, numbering, dates, document, totals, taxes, tax_totals, exchange, context)
"""Importing them registers their code rules."""

STRUCTURAL = ("intake", "envelope", "structure")
"""Families whose rules the intake and the structure layer apply themselves."""


def checks_of(scope: Scope) -> list[tuple[str, Check]]:
    """(rule name, check) of every rule that applies to this kind of document, in the order of the guide."""
    kind = scope.doc.kind
    by_kind: dict[str, list[tuple[str, Check]]] = scope.knowledge.derived.setdefault("checks", {})
    if kind not in by_kind:
        known = {f.id for f in scope.doc.root.by_id.values()}
        by_kind[kind] = [
            (rule.rule, check_of(rule))
            for rule in scope.knowledge.rules.values()
            if rule.family not in STRUCTURAL and rule.offline and applies(rule, known)
        ]
    return by_kind[kind]


def applies(rule: Rule, known: set[str]) -> bool:
    """A declarative rule applies where the document knows the fields it names; code decides for itself."""
    return "code" in rule.check or all(f in known for f in declarative.ids_of(rule.check))


def check_of(rule: Rule) -> Check:
    """The check of one rule. Raises KeyError where the guide names a code rule that does not exist."""
    if "code" in rule.check:
        return CODE_RULES[rule.rule]
    return declarative.compile_check(rule)
