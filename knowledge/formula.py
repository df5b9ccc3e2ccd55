"""What a rule computes, in the names of the layout: from its declared check, or as the entry itself says it.

`[...]` holds what is accepted with and without.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from knowledge.guide import Rule
    from knowledge.model import Knowledge


def formulas(k: Knowledge, rule: Rule) -> tuple[str, ...]:
    """The formulas of a rule, one a line; () for a rule that computes nothing."""
    ((kind, p),) = rule.check.items()
    if rule.formula:
        return rule.formula
    if kind == "sum":
        return (_sum(k, p),)
    if kind == "sums":
        return tuple(_sum(k, one) for one in p["of"])
    if kind == "at_most":
        limit = str(p["number"]) if "number" in p else _name(k, p["second"])
        return (f"{_name(k, p['first'])} ≤ {limit}{_where(k, p)}",)
    if kind == "date_order":
        return (f"{_name(k, p['first'])} ≤ {_name(k, p['second'])}",)
    if kind == "same":
        return (f"{_name(k, p['first'])} = {_name(k, p['second'])}",)
    return ()


def _sum(k: Knowledge, p: Mapping[str, Any]) -> str:
    terms = [_term(k, p["target"], term) for term in p["terms"]]
    perhaps = "".join(f" [{_term(k, p['target'], term)}]" for term in p.get("also", ()))
    return f"{_name(k, p['target'])} = {' '.join(terms).removeprefix('+ ')}{perhaps}"


def _term(k: Knowledge, target: str, term: Mapping[str, Any]) -> str:
    sign, id_ = ("+", term["add"]) if "add" in term else ("−", term["subtract"])
    many = "Σ " if _repeats(k, id_, target) else ""
    return f"{sign} {many}{_name(k, id_)}{_where(k, term)}"


def _where(k: Knowledge, p: Mapping[str, Any]) -> str:
    asked = ", ".join(f"{_name(k, id_)} = {value}" for id_, value in p.get("where", {}).items())
    return f" ({asked})" if asked else ""


def _name(k: Knowledge, id_: str) -> str:
    return k.fields[id_][0].name


def _repeats(k: Knowledge, id_: str, target: str) -> bool:
    """Whether a field may stand several times for one of the target."""
    root = next(r for r in k.structure.values() if id_ in r.by_id)
    shared = _chain(root.segments, root.by_id[target].segment) if target in root.by_id else set()
    own = _chain(root.segments, root.by_id[id_].segment)
    return any(root.segments[name].repeats for name in own - shared)


def _chain(segments: Mapping[str, Any], name: str | None) -> set[str]:
    found = set()
    while name is not None:
        found.add(name)
        name = segments[name].within
    return found
