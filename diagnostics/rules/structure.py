"""Structure: what the estructura base asks of segments, fields and values, whatever the document is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from diagnostics.conditions import describe, holds, mask, places
from diagnostics.document import At, Document, Group, Oddity
from diagnostics.issue import Issue, Remedy, Scope
from diagnostics.rules.hollow import hollow
from diagnostics.values import Fault, faults_of
from knowledge.layout import Field, Segment
from knowledge.lists import CodeList

ODDITIES = {
    "repeated-field": "repeated-field",
    "duplicate-key": "json-duplicate-key",
    "constant": "json-constant",
    "type": "json-type",
    "text": "stray-text",
    "nested": "unknown-node",
}
ABSENT = frozenset({"missing-field", "missing-conditional", "missing-segment", "empty-required"})
QUOTIENTS = ("allowance.percent", "line.allowance.percent")
_BELOW_HUNDRED = re.compile(r"\d{1,2}\.\d+", re.ASCII)


def check_structure(scope: Scope) -> Iterator[Issue]:
    """Every issue of this layer, its `rule` filled in: for what is absent the guide's own entry where it has one."""
    own = worded_absences(scope)
    for issue in _layers(scope):
        if issue.rule in ABSENT and issue.at.field in own:
            issue.rule = own[issue.at.field]
        yield issue


def worded_absences(scope: Scope) -> dict[str, str]:
    """Field or segment -> the rule that words its absence (`check: absent`) in this kind of document."""
    kind, root = scope.doc.kind, scope.doc.root
    by_kind: dict[str, dict[str, str]] = scope.knowledge.derived.setdefault("absences", {})
    if kind not in by_kind:
        by_kind[kind] = {
            root.by_id[name].name if name in root.by_id else name: rule.rule
            for rule in scope.knowledge.rules.values()
            if rule.code_for(kind)
            for name in rule.check.get("absent", ())
        }
    return by_kind[kind]


def _layers(scope: Scope) -> Iterator[Issue]:
    doc = scope.doc
    yield from _oddities(doc)
    yield from _segments(doc)
    yield from _order(doc)
    for group in doc.groups.values():
        if len(group):
            for field in group.segment.fields.values():
                yield from _column(scope, group, field)
            yield from hollow(doc, group)


def _oddities(doc: Document) -> Iterator[Issue]:
    for odd in doc.oddities:
        parent = odd.at.group.segment.name if odd.at.group is not None else doc.root.name
        if odd.kind == "nested":
            parent = odd.at.field or parent
        args = {"field": odd.name, "parent": parent, "key": odd.name}
        rule = ODDITIES.get(odd.kind)
        if rule is None:
            rule, extra = _unknown(doc, odd)
            args.update(extra)
        yield Issue(odd.at, odd.found, args.get("expected"), args, rule=rule)


def _unknown(doc: Document, odd: Oddity) -> tuple[str, dict[str, str]]:
    """A name that does not belong here: known elsewhere in this root, or nowhere (then the nearest name here)."""
    segment = doc.root.segments.get(odd.name)
    if segment is not None:
        return "misplaced-node", {"expected": segment.within or doc.root.name}
    for s in doc.root.segments.values():
        if odd.name in s.fields:
            return "misplaced-node", {"expected": s.name}
    group = odd.at.group
    here = [*group.segment.fields, *group.segment.children] if group is not None else list(doc.root.children)
    same = [n for n in here if n.casefold() == odd.name.casefold()]
    return "unknown-node", {"suggestion": same[0], "expected": same[0]} if same else {"suggestion": ""}


def _segments(doc: Document) -> Iterator[Issue]:
    """Segments that are missing where the structure or another value asks for them, or come too often."""
    for segment in doc.root.segments.values():
        parent = doc.groups[segment.within] if segment.within else None
        group = doc.groups[segment.name]
        count = [0] * (len(parent) if parent is not None else 1)
        for row in group.parents:
            count[row] += 1
        if max(count, default=0) <= segment.maximum and not (segment.minimum or segment.when):
            continue
        for row, here in enumerate(count):
            if here > segment.maximum:
                first = [r for r, above in enumerate(group.parents) if above == row][segment.maximum]
                args = {"field": segment.name, "count": str(here), "max": str(segment.maximum)}
                yield Issue(
                    At(group, first), segment.name, str(segment.maximum), args, rule="repeated-segment"
                )
            if here == 0:
                yield from _missing_segment(doc, segment, parent, row)


def _missing_segment(doc: Document, segment: Segment, parent: Group | None, row: int) -> Iterator[Issue]:
    asked = segment.when is not None and holds(segment.when, doc, parent, row)
    if segment.minimum == 0 and not asked:
        return
    args = {
        "field": segment.name,
        "title": segment.title["es"],
        "parent": parent.segment.name if parent is not None else doc.root.name,
        **_after(_before_segment(doc, segment, parent, row)),
        "condition": describe(segment.when, doc) if asked and segment.when else "",
    }
    because = _condition_places(doc, segment.when, parent, row) if asked and segment.when else ()
    severity = None if segment.absence == "error" else segment.absence
    at = At(parent, row, segment.name)
    yield Issue(at, None, segment.name, args, True, because, severity=severity, rule="missing-segment")


def _before_segment(doc: Document, segment: Segment, parent: Group | None, row: int) -> str:
    """The nearest sibling that is there and goes before, by the layout's order."""
    siblings = parent.segment.children if parent is not None else doc.root.order or doc.root.children
    if segment.name not in siblings:
        siblings = doc.root.children
    for name in reversed(siblings[: siblings.index(segment.name)]):
        if row in doc.groups[name].parents if name in doc.groups else False:
            return name
    if parent is None:
        return ""
    filled = [n for n, c in parent.columns.items() if c[row] is not None]
    return filled[-1] if filled else ""


def _order(doc: Document) -> Iterator[Issue]:
    """Segments below the root against the canonical order; formats without order have no sequence."""
    highest, last = -1, ""
    rank = {name: n for n, name in enumerate(doc.root.order)}
    for name, row in doc.sequence or ():
        place = rank.get(name)
        if place is None:
            continue
        if place < highest:
            args = {"field": name, "after": last}
            yield Issue(At(doc.groups[name], row), name, last, args, rule="segment-order")
        else:
            highest, last = place, name


def _column(scope: Scope, group: Group, field: Field) -> Iterator[Issue]:
    """One field in all its rows: presence row by row, what it holds once for each distinct value."""
    column = group.columns[field.name]
    faults: dict[str, list[Fault]] = {}
    codes = code_list(scope, field)
    trouble = False
    for value in set(column):
        if value is None or not value.strip():
            trouble = trouble or value is not None or field.required not in ("optional", "unknown", "never")
        else:
            faults[value] = _of_value(field, value, codes)
            trouble = trouble or bool(faults[value])
    if not trouble:
        return
    asked = _asked(scope.doc, group, field)
    for row, value in enumerate(column):
        if value is None:
            if asked[row]:
                yield _absent(scope.doc, group, field, row)
        elif not value.strip():
            yield _empty(scope.doc, group, field, row, value, asked[row])
        else:
            for fault in faults[value]:
                yield _issue(scope.doc, group, field, row, value, fault)


def _of_value(field: Field, value: str, codes: CodeList | None) -> list[Fault]:
    if field.required == "never":
        return [Fault("retired-field")]
    return faults_of(field, value, codes)


def code_list(scope: Scope, field: Field) -> CodeList | None:
    """The list of a field, by kind of document where it differs (concepts of a credit or a debit note)."""
    if field.list is None:
        return None
    name = field.list
    if name == "note_concepts":
        name = "debit_note_concepts" if scope.doc.kind == "debit_note" else "credit_note_concepts"
    return scope.knowledge.codes[name]


def _asked(doc: Document, group: Group, field: Field) -> Sequence[bool]:
    """For each row whether the field must be there."""
    if field.required in ("always", "if_segment"):
        return [True] * len(group)
    return mask(field.when, doc, group) if field.when is not None else [False] * len(group)


def _severity(field: Field, severity: str | None = None) -> str | None:
    """Nothing that is known from doubtful sources only may block."""
    if not field.blocks or field.absence != "error":
        return "warning"
    return severity


def _absent(doc: Document, group: Group, field: Field, row: int) -> Issue:
    conditional = field.when is not None
    filled = [n for n, c in group.columns.items() if c[row] is not None]
    names = list(group.columns)
    before = [n for n in filled if names.index(n) < names.index(field.name)]
    args = {
        **_names(field),
        "parent": group.segment.name,
        **_after(before[-1] if before else ""),
        "condition": describe(field.when, doc) if field.when else "",
    }
    return Issue(
        At(group, row, field.name),
        None,
        field.title["es"],
        args,
        missing=True,
        because=_condition_places(doc, field.when, group, row) if field.when else (),
        severity=_severity(field),
        code=field.codes.get("required", {}).get(doc.kind),
        rule="missing-conditional" if conditional else "missing-field",
    )


def _empty(doc: Document, group: Group, field: Field, row: int, value: str, asked: bool) -> Issue:
    at = At(group, row, field.name)
    if field.required == "never":
        return Issue(at, value, None, _names(field), rule="retired-field")
    if not asked:
        return Issue(at, value, None, _names(field), rule="empty-element")
    return Issue(
        at,
        value,
        field.title["es"],
        _names(field),
        because=_condition_places(doc, field.when, group, row) if field.when else (),
        severity=_severity(field),
        code=field.codes.get("required", {}).get(doc.kind),
        rule="empty-required",
    )


def _issue(doc: Document, group: Group, field: Field, row: int, value: str, fault: Fault) -> Issue:
    return Issue(
        At(group, row, field.name),
        value,
        fault.expected,
        _names(field) | {"parent": group.segment.name} | fault.args,
        remedy=Remedy(fault.remedy, fault.safe) if fault.remedy is not None else None,
        severity=_mildly(field, value, fault),
        code=field.codes.get(fault.check, {}).get(doc.kind),
        rule=fault.rule,
    )


def _mildly(field: Field, value: str, fault: Fault) -> str | None:
    """No source makes decimals beyond the sixth an error: only said in a quotient, of which no total is made."""
    if fault.rule == "surrounding-blanks":
        return None
    if fault.rule == "number-too-long" and field.id in QUOTIENTS and _BELOW_HUNDRED.fullmatch(value.strip()):
        return "warning"
    return _severity(field, fault.severity)


def _after(sibling: str) -> dict[str, str]:
    """Behind what a missing thing belongs; nothing goes before a first one."""
    return {"after": sibling, "detail": "sibling" if sibling else "first"}


def _names(field: Field) -> dict[str, str]:
    return {"field": field.name, "title": field.title["es"], "title_en": field.title["en"]}


def _condition_places(doc: Document, when: object, group: Group | None, row: int) -> tuple[At, ...]:
    """Where the values stand that make something required, as far as one row tells."""
    found = []
    for id_ in places(when) if isinstance(when, dict) else ():
        known = doc.root.by_id.get(id_)
        if known is None:
            continue
        target = doc.groups[known.segment]
        if target is group:
            found.append(At(target, row, known.name))
        elif len(target):
            found.append(At(target, 0, known.name))
    return tuple(found)
