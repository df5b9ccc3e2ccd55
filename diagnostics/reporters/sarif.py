"""SARIF 2.1.0 (OASIS): for GitHub's code scanning, Azure DevOps and editors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import orjson

from diagnostics.fingerprint import tidy
from diagnostics.report import Finding
from diagnostics.reporters.result import Result, region_of
from diagnostics.reporters.style import Style
from diagnostics.version import VERSION

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def end(results: Sequence[Result], style: Style) -> str:
    """One run with all files."""
    rules: dict[str, dict[str, Any]] = {}
    for result in results:
        for finding in result.report.findings:
            rules.setdefault(finding.code, _rule(finding, style))
    index = {code: n for n, code in enumerate(rules)}
    run = {
        "tool": {"driver": {"name": "Ventanilla", "version": VERSION, "rules": list(rules.values())}},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": all(r.report.verdict != "incomplete" for r in results)}],
        "artifacts": [_artifact(r) for r in results],
        "results": [
            _result(n, r.name, f, mark, index[f.code], style)
            for n, r in enumerate(results)
            for f, mark in r.marked
        ],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return orjson.dumps(log, option=orjson.OPT_INDENT_2).decode() + "\n"


def _rule(finding: Finding, style: Style) -> dict[str, Any]:
    help_ = f"{finding.why}\n\n{style.word('fix')}: {finding.fix}"
    return {
        "id": finding.code,
        "name": "".join(part.capitalize() for part in finding.rule.split("-")),
        "shortDescription": {"text": style.text(finding, "title")},
        "help": {"text": help_, "markdown": help_},
        "defaultConfiguration": {"level": LEVELS[finding.severity]},
        "properties": {"tags": [finding.rule, f"level-{finding.level}"], "guide": finding.guide},
    }


def _artifact(result: Result) -> dict[str, Any]:
    file = result.report.file
    return {
        "location": {"uri": uri(result.name)},
        "length": file["size"],
        "hashes": {"sha-256": file["sha256"]},
    }


def uri(name: str) -> str:
    """A file's name as a relative reference (RFC 3986)."""
    return quote(tidy(name))


def _result(artifact: int, name: str, finding: Finding, mark: str, rule: int, style: Style) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri(name), "index": artifact}}
    region = region_of(finding)
    if region is not None:
        names = ("startLine", "startColumn", "endLine", "endColumn")
        physical["region"] = {key: value for key, value in zip(names, region, strict=True) if value}
    location: dict[str, Any] = {"physicalLocation": physical}
    if finding.path:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.path, "kind": "element"}]
    told: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": LEVELS[finding.severity],
        "message": {"text": style.text(finding, "message")},
        "locations": [location],
        "partialFingerprints": {"ventanilla/v1": mark},
    }
    if finding.edits:
        told["fixes"] = [_fix(name, finding, style)]
    return told


def _fix(name: str, finding: Finding, style: Style) -> dict[str, Any]:
    replacements = [
        {
            "deletedRegion": {"byteOffset": e.start, "byteLength": e.end - e.start},
            "insertedContent": {"text": e.text},
        }
        for e in finding.edits
    ]
    change = {"artifactLocation": {"uri": uri(name)}, "replacements": replacements}
    return {"description": {"text": style.text(finding, "action")}, "artifactChanges": [change]}
