"""Declared presence: what must be there, and a value in it; what lacks only since the node above lacks is not said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from diagnostics.conditions import mask
from diagnostics.document import At, Document, Group
from diagnostics.issue import Issue, Scope
from knowledge.ubl import NODE, UblRoot


def required(scope: Scope, p: Mapping[str, Any]) -> Iterator[Issue]:
    """`fields` must be there with a value, in each row of their group (where `when` holds, or where the field
    `present` is there). Of a node that repeats `least` says how many there must be, and `nth` which one is meant;
    `empty: warning` that a node without anything in it is only said."""
    by_id = scope.doc.root.by_id
    for id_ in p["fields"]:
        known = by_id.get(id_)
        if known is None:
            continue
        if known.name == NODE:
            yield from _nodes(scope, id_, p)
        elif not _is_full(scope.doc, id_):
            yield from _required(scope, id_, p)


def _is_full(doc: Document, id_: str) -> bool:
    """Whether a field stands in every row, with a value where it is one to hold any."""
    column = doc.column(id_)
    return None not in column and (all(map(str.strip, column)) or not doc.is_value(id_))  # type: ignore[arg-type]  # no None


def _required(scope: Scope, id_: str, p: Mapping[str, Any]) -> Iterator[Issue]:
    doc = scope.doc
    group, column, leaf = doc.group(id_), doc.column(id_), doc.is_value(id_)
    assert group is not None
    lacking = [row for row, value in enumerate(column) if value is None or (leaf and not value.strip())]
    if "present" in p and doc.group(p["present"]) is group:
        container = doc.column(p["present"])
        lacking = [row for row in lacking if container[row] is not None]
    if lacking and "when" in p:
        asked = mask(p["when"], doc, group)
        lacking = [row for row in lacking if asked[row]]
    if lacking and "nth" in p:
        places = _places_among_siblings(group)
        lacking = [row for row in lacking if places[row] == p["nth"]]
    if not lacking:
        return
    guards = [doc.column(g) for g in guards_of(scope, id_, p.get("when")) if doc.group(g) is group]
    for row in lacking:
        if not any(g[row] is None for g in guards):
            yield _issue(doc, id_, row, column[row], p)


def _places_among_siblings(group: Group) -> list[int]:
    """Which one each row is of those in the same node above, from 1."""
    seen: Counter[int] = Counter()
    places = []
    for above in group.parents:
        seen[above] += 1
        places.append(seen[above])
    return places


def _issue(doc: Document, id_: str, row: int, value: str | None, p: Mapping[str, Any]) -> Issue:
    at = doc.at(id_, row)
    parts = (at.field or "").split("/")
    parent = parts[-2] if len(parts) > 1 else at.group.segment.node.rpartition("/")[2] if at.group else ""
    args = {
        "parent": parent if parent != "document" else doc.root.name,
        "detail": "empty" if value is not None else "missing",
    }
    told = p.get("empty") if value is not None else None
    return Issue(at, value, None, args, value is None, severity=told)


def _nodes(scope: Scope, id_: str, p: Mapping[str, Any]) -> Iterator[Issue]:
    """A node that opens rows: in each row of the group above there must be one (or `least`)."""
    doc = scope.doc
    group = doc.group(id_)
    assert group is not None and group.parent is not None
    least = p.get("least", 1)
    asked = mask(p["when"], doc, group.parent) if "when" in p else None
    counts = Counter(group.parents)
    node = group.segment.node
    steps = [*group.parent.segment.node.split("/"), *node.split("/")]
    parent = steps[-2] if steps[-2] != "document" else doc.root.name
    args = {"parent": parent, "field": steps[-1], "detail": "missing"}
    guards = [doc.column(g) for g in guards_of(scope, id_, p.get("when")) if doc.group(g) is group.parent]
    for row in range(len(group.parent)):
        if counts[row] >= least or (asked is not None and not asked[row]):
            continue
        if not any(g[row] is None for g in guards):
            yield Issue(At(group.parent, row, node), None, None, dict(args), True)


def guards_of(scope: Scope, id_: str, when: Any) -> list[str]:
    """The nodes above a field whose own absence another rule of this kind of document reports (always, or under the
    same condition)."""
    root = scope.doc.root
    if not isinstance(root, UblRoot):
        return []
    cache = scope.knowledge.derived.setdefault("guards", {})
    key = f"{root.name} {scope.doc.kind} {id_} {when}"
    if key not in cache:
        own = root.path_of(id_)
        asked = _asked_nodes(scope, root)
        cache[key] = [
            g for g, (path, on) in asked.items() if own.startswith(f"{path}/") and on in (None, when)
        ]
    found: list[str] = cache[key]
    return found


def _asked_nodes(scope: Scope, root: UblRoot) -> dict[str, tuple[str, Any]]:
    """Each field that a rule of this kind of document requires, with its path and the rule's condition."""
    cache = scope.knowledge.derived.setdefault("required nodes", {})
    key = f"{root.name} {scope.doc.kind}"
    if key not in cache:
        cache[key] = {
            field: (root.path_of(field), rule.check["required"].get("when"))
            for rule in scope.knowledge.rules.values()
            if "required" in rule.check and rule.offline and rule.code_for(scope.doc.kind)
            for field in rule.check["required"]["fields"]
            if field in root.by_id
        }
    found: dict[str, tuple[str, Any]] = cache[key]
    return found
