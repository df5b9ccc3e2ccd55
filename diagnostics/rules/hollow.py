"""Segments that are there with nothing in them."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.conditions import holds
from diagnostics.document import At, Document, Group
from diagnostics.issue import Issue


def hollow(doc: Document, group: Group) -> Iterator[Issue]:
    """Rows without a field or segment; where something is due inside, its absence says so already."""
    columns = group.columns.values()
    if any(None not in column for column in columns):
        return
    rows = [row for row in range(len(group)) if all(c[row] is None for c in columns)]
    if not rows:
        return
    segment = group.segment
    fields = segment.fields.values()
    inside = [doc.root.segments[name] for name in segment.children]
    if any(f.required in ("always", "if_segment") for f in fields) or any(s.minimum for s in inside):
        return
    holding = {(o.at.group, o.at.row) for o in doc.oddities}
    filled = {row for s in inside for row in doc.groups[s.name].parents}
    for row in rows:
        due = any(f.when is not None and holds(f.when, doc, group, row) for f in fields)
        if not due and row not in filled and (group, row) not in holding:
            args = {"field": segment.name, "title": segment.title["es"], "title_en": segment.title["en"]}
            yield Issue(At(group, row), "", None, args, rule="empty-element")
