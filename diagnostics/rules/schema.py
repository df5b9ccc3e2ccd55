"""The schema of UBL 2.1: which nodes may stand where, and how values are written; libxml2's errors in our words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from diagnostics.issue import Issue, Scope
from diagnostics.portions import portions
from diagnostics.xsd import children_of, extension_schema, schema_of

if TYPE_CHECKING:
    from diagnostics.readers.ubl import UblSource

MOST = 200
"""Errors that are looked at: libxml2 repeats itself for every line, and a finding is shown 20 times at most."""
_EXPECTED = re.compile(r"Expected is (?:one of )?\( (.*?) \)")
_NAME = re.compile(r"(?:\{([^}]*)\})?([\w.-]+)")
_VALUE = re.compile(r"'(.*)' is not a valid value of the (?:local )?atomic type", re.DOTALL)
_SHAPES = (
    ("decimal", re.compile(r"(?:Amount|Quantity|Numeric|Percent|Rate|Measure)$")),
    ("date", re.compile(r"Date$")),
    ("time", re.compile(r"Time$")),
    ("boolean", re.compile(r"Indicator$")),
)
"""How a value is written, by the end of its element's name."""
_LEAD = re.compile(r"^Element '[^']*':? ?")
_ATTRIBUTE = re.compile(r"attribute '(?:\{[^}]*\})?([\w.-]+)'")


def check_schema(scope: Scope) -> Iterator[Issue]:
    """What the schema refuses, `rule` filled in."""
    source: UblSource = scope.doc.source  # type: ignore[assignment]  # the one that UBL documents have
    told = set()
    for issue in _refused(source, schema_of(scope.doc.root.name), source.element):
        told.add((issue.rule, issue.at))
        yield issue
    for extension in scope.doc.groups["dian"].nodes:
        schema = extension_schema(etree.QName(extension).namespace or "")
        for issue in _refused(source, schema, extension):
            issue.severity = "warning"  # the schema is ours, drawn from what DIAN publishes and accepts
            if (issue.rule, issue.at) not in told:
                yield issue


def _refused(source: UblSource, schema: etree.XMLSchema, element: etree._Element) -> Iterator[Issue]:
    for found, error in _errors(source, schema, element):
        yield _issue(source, found, error)


def _errors(
    source: UblSource, schema: etree.XMLSchema, element: etree._Element
) -> list[tuple[etree._Element, etree._LogEntry]]:
    """The first errors, each with its element; what stands around a portion is told once."""
    found: dict[tuple[etree._Element, str], etree._LogEntry] = {}
    with closing(portions(element, source.text)) as shown:
        for _ in shown:
            if schema.validate(element):
                continue
            for error in islice(schema.error_log, MOST):  # type: ignore[call-overload]  # lxml: iterable, untyped
                node = source.by_path(error.path, element)
                if node is not None:
                    found.setdefault((node, error.message), error)
            if len(found) >= MOST:
                break
    return [(node, error) for (node, _), error in islice(found.items(), MOST)]


def _issue(source: UblSource, element: etree._Element, error: etree._LogEntry) -> Issue:
    name, message = source.label_of(element), error.message
    parent = element.getparent()
    args = {"field": name, "parent": source.label_of(parent) if parent is not None else name}
    if "Missing child element" in message:
        wanted = _wanted(source, message)
        if wanted:
            return _missing(source, element, wanted, {"field": wanted[0], "parent": name})
    if "is not expected" in message and parent is not None:
        return _unexpected(source, element, parent, _wanted(source, message), args)
    if _VALUE.search(message) or error.type_name.startswith("SCHEMAV_CVC_DATATYPE"):
        return _value(source, element, message, args)
    attribute = _ATTRIBUTE.search(message)
    if attribute is None:
        args["said"] = _LEAD.sub("", message)
        return Issue(source.at(element), None, None, args, rule="schema-other")
    args["attribute"] = f"@{attribute[1]}"
    if "required but missing" in message:
        return Issue(
            source.at(element, attribute[1]), None, None, args, True, rule="schema-attribute-missing"
        )
    return Issue(
        source.at(element, attribute[1]), element.get(attribute[1]), None, args, rule="schema-attribute"
    )


def _wanted(source: UblSource, message: str) -> list[str]:
    """The names that the schema would take, as paths write them; without wildcards."""
    found = _EXPECTED.search(message)
    names = _NAME.findall(found[1]) if found else []
    return [f"{source.prefixes[uri]}:{local}" for uri, local in names if uri in source.prefixes]


def _unexpected(
    source: UblSource,
    element: etree._Element,
    parent: etree._Element,
    wanted: list[str],
    args: dict[str, str],
) -> Issue:
    """A node that does not belong here, one that comes too late or too early or too often, or one before which
    another is missing."""
    name = args["field"]
    order = {n: rank for rank, n in reversed(list(enumerate(children_of(source.root.name, args["parent"]))))}
    if name not in order:
        near = closest(name, order)
        args |= {"expected": near or ", ".join(wanted[:6]), "detail": "near" if near else "known"}
        return Issue(source.at(element), name, args["expected"], args, rule="schema-unexpected")
    before = [source.label_of(e) for e in element.itersiblings(preceding=True)]
    late = [b for b in before if order.get(b, -1) > order[name]]
    if late:
        args |= {"expected": min(late, key=order.__getitem__), "detail": "late"}
        return Issue(source.at(element), name, args["expected"], args, rule="schema-order")
    asked = [w for w in wanted if w not in before and order.get(w, 0) < order[name]]
    if not asked:
        return Issue(source.at(element), name, None, args, rule="schema-repeated")
    if asked[0] in {source.label_of(e) for e in element.itersiblings()}:
        args |= {"expected": asked[0], "detail": "early"}
        return Issue(source.at(element), name, asked[0], args, rule="schema-order")
    return _missing(source, parent, asked, {"field": asked[0], "parent": args["parent"]})


def closest(name: str, known: Iterable[str]) -> str | None:
    """The known name that differs least, in case or by a letter or two; None where none is near."""
    folded = {k.casefold(): k for k in known}
    found = get_close_matches(name.casefold(), folded, n=1, cutoff=0.8)
    return folded[found[0]] if found else None


def _missing(source: UblSource, parent: etree._Element, wanted: list[str], args: dict[str, str]) -> Issue:
    return Issue(source.at(parent, child=wanted[0]), None, wanted[0], args, True, rule="schema-missing")


def _value(source: UblSource, element: etree._Element, message: str, args: dict[str, str]) -> Issue:
    """A value that its type does not take. An attribute's has the attribute in front."""
    attribute = _ATTRIBUTE.search(message)
    name = attribute[1] if attribute else None
    found = element.get(name) if name else element.text
    shape = name or args["field"]
    if name:
        args["field"] += f"/@{name}"
    args["detail"] = next((kind for kind, ending in _SHAPES if ending.search(shape)), "other")
    return Issue(source.at(element, name), found or "", None, args, rule="schema-value")
