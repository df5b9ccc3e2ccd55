"""The checks of the guide's rules: code rules by family here, declarative ones made from their entry."""

from __future__ import annotations

from diagnostics.document import Document
from diagnostics.issue import CODE_RULES, Check, Scope
from diagnostics.rules import (
    certificate,
    context,
    dates,
    declarative,
    document,
    exchange,
    hashes,
    languages,
    numbering,
    parties,
    qr,
    signature,
    tax_amounts,
    tax_totals,
    taxes,
    totals,
    ubl,
)
from diagnostics.rules.container import CONTAINER
from knowledge.guide import Rule

FAMILIES = (
    parties,
    numbering,
    dates,
    document,
    totals,
    taxes,
    tax_amounts,
    tax_totals,
    exchange,
    ubl,
    languages,
    signature,
    certificate,
    context,
    hashes,
    qr,
)
"""Importing them registers their code rules."""

STRUCTURAL = ("intake", "envelope", "structure", "schema")
"""Families whose rules the intake and the structure layer apply themselves."""


def checks_of(scope: Scope) -> list[tuple[str, Check]]:
    """(rule name, check) of every rule that applies to this kind of document, in the order of the guide."""
    doc = scope.doc
    key = f"{doc.root.name} {doc.kind}"
    by_kind: dict[str, list[tuple[str, Check]]] = scope.knowledge.derived.setdefault("checks", {})
    if key not in by_kind:
        by_kind[key] = [
            (rule.rule, check_of(rule))
            for rule in scope.knowledge.rules.values()
            if rule.family not in STRUCTURAL and rule.offline and applies(rule, doc)
        ]
    return by_kind[key]


def applies(rule: Rule, doc: Document) -> bool:
    """A rule of one world stays there, one of DIAN's has a code for the kind of document. A declarative rule applies
    where the document knows the fields it names; code decides for itself. A container is judged by its schema."""
    if "none" in rule.check or doc.kind == CONTAINER:
        return False
    if rule.only is not None and (rule.only == "ubl") != doc.is_ubl:
        return False
    if rule.only == "ubl" and rule.codes and rule.code_for(doc.kind) is None:
        return False
    return "code" in rule.check or all(doc.has(f) for f in declarative.ids_of(rule.check))


def check_of(rule: Rule) -> Check:
    """The check of one rule. Raises KeyError where the guide names a code rule that does not exist."""
    if "code" in rule.check:
        return CODE_RULES[rule.rule]
    return declarative.compile_check(rule)
