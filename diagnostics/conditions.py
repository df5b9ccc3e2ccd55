"""The `when` of the estructura base, evaluated for a row of a group."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from diagnostics.document import Document, Group, rows_above


def holds(when: Mapping[str, Any], doc: Document, group: Group | None, row: int) -> bool:
    """Whether a condition is met for what stands (or should stand) in `row` of `group`; None is the root.

    A field of the same row or of a row above it is read there; a field of another group counts if any row has it.
    """
    if "not" in when:
        return not holds(when["not"], doc, group, row)
    if "all" in when:
        return all(holds(one, doc, group, row) for one in when["all"])
    if "any" in when:
        return any(holds(one, doc, group, row) for one in when["any"])
    if "segment" in when:
        return bool(len(doc.groups[when["segment"]])) if when["segment"] in doc.groups else False
    test = _test(when, doc)
    return any(test(v) for v in values_near(doc, when.get("present") or when["field"], group, row))


def mask(when: Mapping[str, Any], doc: Document, group: Group) -> list[bool]:
    """`holds` for every row of a group, worked out once for each distinct value."""
    rows = len(group)
    if "not" in when:
        return [not one for one in mask(when["not"], doc, group)]
    if "all" in when or "any" in when:
        together = all if "all" in when else any
        parts = [mask(one, doc, group) for one in when.get("all") or when["any"]]
        return [together(row) for row in zip(*parts, strict=True)]
    id_ = when.get("present") or when.get("field")
    target = doc.group(id_) if id_ else None
    above = rows_above(doc, group, target) if target is not None else None
    if id_ is None or above is None:
        return [holds(when, doc, group, 0)] * rows
    column = doc.column(id_)
    test = _test(when, doc)
    judged = {value: test(value) for value in set(column)}
    own = [judged[value] for value in column]
    return own if target is group else [own[a] for a in above]


def _test(when: Mapping[str, Any], doc: Document) -> Callable[[str | None], bool]:
    """Whether a single value meets a condition of one field."""
    if "present" in when:
        node = not doc.is_value(when["present"])
        return lambda v: v is not None and (node or bool(v.strip()))
    if "in" in when:
        return lambda v: v is not None and v.strip() in when["in"]
    if "not_in" in when:
        return lambda v: v is not None and v.strip() not in ("", *when["not_in"])
    return lambda v: bool(v and v.strip() and re.search(when["matches"], v.strip()))


def values_near(doc: Document, id_: str, group: Group | None, row: int) -> list[str]:
    """The values of a field that bear on a row: its own, its ancestor's, else all there are."""
    target = doc.group(id_)
    if target is None:
        return []
    column = doc.column(id_)
    if group is not None:
        above = rows_above(doc, group, target)
        if above is not None:
            value = column[above[row]]
            return [value.strip()] if value is not None else []
    return [v.strip() for v in column if v is not None]


def describe(when: Mapping[str, Any], doc: Document) -> str:
    """A condition in the estructura base's own names: `ADQ_3` es 31."""
    if "any" in when:
        return " o ".join(describe(one, doc) for one in when["any"] if _known(one, doc))
    if "segment" in when:
        return f"va `{when['segment']}`"
    if "present" in when:
        return f"va `{doc.root.by_id[when['present']].name}`"
    name = doc.root.by_id[when["field"]].name
    if "in" in when:
        return f"`{name}` es {' o '.join(when['in'])}"
    if "not_in" in when:
        return f"`{name}` no es {' ni '.join(when['not_in'])}"
    return f"`{name}` empieza por {when['matches'].lstrip('^')}"


def places(when: Mapping[str, Any]) -> list[str]:
    """The canonical ids that a condition reads."""
    if "any" in when:
        return [p for one in when["any"] for p in places(one)]
    return [when[k] for k in ("field", "present") if k in when]


def _known(when: Mapping[str, Any], doc: Document) -> bool:
    return all(doc.has(p) for p in places(when))
