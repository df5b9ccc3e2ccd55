"""What a rule computes, in the names of the layout or of UBL: from its declared check, or as the entry itself says it.

`[...]` holds what is accepted with and without.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import TYPE_CHECKING, Any

from knowledge.correspondence import label_of, shared_labels
from knowledge.ubl import SAID

if TYPE_CHECKING:
    from knowledge.guide import Rule
    from knowledge.layout import Root
    from knowledge.model import Knowledge


def formulas(k: Knowledge, rule: Rule, world: str = "layout") -> tuple[str, ...]:
    """The formulas of a rule in the names of a world (layout, ubl), one a line; () for a rule that computes nothing
    there, or of which that world cannot name every part. What an entry writes itself is in the names of the layout, but
    for rules of UBL alone."""
    if rule.formula:
        return rule.formula if world == (rule.only or "layout") else ()
    try:
        return _Names(k, world).formulas(rule)
    except _Nameless:
        return ()


class _Nameless(Exception):
    """A field that has no name in the world whose names are wanted."""


class _Names:
    """Writes formulas with the names that one world has for the fields."""

    def __init__(self, k: Knowledge, world: str) -> None:
        self.ubl = k.ubl["Invoice"] if world == "ubl" else None
        self.shared = shared_labels(self.ubl) if self.ubl else frozenset()
        self.roots: list[Root] = [self.ubl] if self.ubl else list(k.structure.values())

    def formulas(self, rule: Rule) -> tuple[str, ...]:
        ((kind, p),) = rule.check.items()
        self.refuse_said({kind: p})
        if kind == "sum":
            return (self.sum(p),)
        if kind == "sums":
            return tuple(self.sum(one) for one in p["of"])
        if kind == "at_most":
            limit = str(p["number"]) if "number" in p else self.name(p["second"])
            return (f"{self.name(p['first'])} ≤ {limit}{self.where(p)}",)
        if kind == "date_order":
            return (f"{self.name(p['first'])} ≤ {self.name(p['second'])}",)
        if kind == "same":
            return (f"{self.name(p['first'])} = {self.name(p['second'])}",)
        if kind == "same_as":
            return (f"{self.name(p['field'])} = {self.name(p['other'])}",)
        return ()

    def sum(self, p: Mapping[str, Any]) -> str:
        terms = [self.term(p["target"], term) for term in p["terms"]]
        perhaps = "".join(f" [{self.term(p['target'], term)}]" for term in p.get("also", ()))
        return f"{self.name(p['target'])} = {' '.join(terms).removeprefix('+ ')}{perhaps}"

    def term(self, target: str, term: Mapping[str, Any]) -> str:
        sign, id_ = ("+", term["add"]) if "add" in term else ("−", term["subtract"])
        many = "Σ " if self.repeats(id_, target) else ""
        return f"{sign} {many}{self.name(id_)}{self.where(term)}"

    def where(self, p: Mapping[str, Any]) -> str:
        asked = ", ".join(f"{self.name(id_, ())} = {value}" for id_, value in p.get("where", {}).items())
        return f" ({asked})" if asked else ""

    def name(self, id_: str, shared: Container[str] | None = None) -> str:
        field = self.root_of(id_).by_id[id_]
        if self.ubl is None:
            return field.name
        return label_of(self.ubl, id_, self.shared if shared is None else shared)

    def root_of(self, id_: str) -> Root:
        root = next((r for r in self.roots if id_ in r.by_id), None)
        if root is None:
            raise _Nameless(id_)
        return root

    def refuse_said(self, p: Mapping[str, Any]) -> None:
        """In UBL the name of a node says whether it is a tax or a withholding: there is no field to write down."""
        said = [f.id for r in self.roots for f in r.by_id.values() if f.name.startswith(SAID)]
        if any(f"'{id_}'" in str(p) for id_ in said):
            raise _Nameless(p)

    def repeats(self, id_: str, target: str) -> bool:
        """Whether a field may stand several times for one of the target."""
        root = self.root_of(id_)
        shared = _chain(root.segments, root.by_id[target].segment) if target in root.by_id else set()
        own = _chain(root.segments, root.by_id[id_].segment)
        return any(root.segments[name].repeats for name in own - shared)


def _chain(segments: Mapping[str, Any], name: str | None) -> set[str]:
    found = set()
    while name is not None:
        found.add(name)
        name = segments[name].within
    return found
