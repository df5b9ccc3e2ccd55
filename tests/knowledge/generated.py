"""What the tests of generated files share: schemas as validators, and the judgement of both sides on one document."""

from __future__ import annotations

from functools import cache
from typing import Any

import orjson
from jsonschema import Draft202012Validator
from lxml import etree

from diagnostics import Report, diagnose
from knowledge import load
from knowledge.generate.json_schema import json_schema
from knowledge.generate.xsd import xsd
from tests.inputs import Tree

KNOWN = load()
CONTEXT = {"received_at": "2026-07-31T15:00:00-05:00"}
"""The day of the clean documents."""


@cache
def of_json(root: str) -> Draft202012Validator:
    """The JSON Schema of a root, ready to judge."""
    return Draft202012Validator(json_schema(KNOWN, KNOWN.structure[root]))


@cache
def of_xml(root: str) -> etree.XMLSchema:
    """The XSD of a root, ready to judge."""
    return etree.XMLSchema(etree.XML(xsd(KNOWN, KNOWN.structure[root]).encode()))


def mirror(root: str, tree: Tree) -> dict[str, Any]:
    """A tree as JSON: a segment alone is an object, several are an array, so that none gets lost."""
    return {root: _plain(tree)}


def _plain(nodes: Tree) -> dict[str, Any]:
    found: dict[str, list[Any]] = {}
    for name, value in nodes:
        found.setdefault(name, []).append(value if isinstance(value, str) else _plain(value))
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def judged(document: dict[str, Any] | bytes) -> Report:
    """What the validator says of a document."""
    data = document if isinstance(document, bytes) else orjson.dumps(document)
    return diagnose(data, context=CONTEXT)


def errors(report: Report, family: str | None = None) -> set[str]:
    """The rules of the errors of a report, of one family or of all."""
    rules = {f.rule for f in report.findings if f.severity == "error"}
    return {r for r in rules if family in (None, KNOWN.rules[r].family)}
