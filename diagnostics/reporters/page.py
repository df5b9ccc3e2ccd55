"""What a page tells of a run, as plain data: the same for HTML and PDF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from diagnostics.inside import inside_of
from diagnostics.report import Finding, Report
from diagnostics.reporters.extract import extract_of, source_of
from diagnostics.reporters.result import Result, causes
from diagnostics.reporters.style import TONES, Style
from diagnostics.reporters.sums import aligned, rows_of
from diagnostics.reporters.words import WORDS
from diagnostics.severity import SEVERITIES

SHOWN = 20
TONE = {"error": "error", "warning": "warn", "info": "info"}


def page_of(results: Sequence[Result], style: Style) -> dict[str, Any]:
    """The whole page."""
    return {
        "lang": style.lang,
        "words": WORDS[style.lang],
        "rules": style.word("rules", **results[0].report.rule_set) if results else "",
        "files": [_file(result, style) for result in results],
    }


def _file(result: Result, style: Style) -> dict[str, Any]:
    report = result.report
    tone = {"warning": "warn"}.get(TONES.get(report.verdict, ""), TONES.get(report.verdict, "none"))
    notes = [style.word(reason, n=n) for reason, n in result.left_out.items()]
    if report.not_checked and report.verdict in ("valid", "valid_with_warnings"):
        notes.append(style.word("not_checked", n=len(report.not_checked)))
    return {
        "name": result.name,
        "verdict": style.word(report.verdict),
        "tone": tone,
        "counts": style.counts(report),
        "scenario": report.file["scenario"],
        "sha256": report.file["sha256"],
        "notes": notes,
        "findings": [
            _finding(finding, followers, result, style) for finding, followers in _worst_first(report)
        ],
    }


def _finding(finding: Finding, followers: Sequence[Finding], result: Result, style: Style) -> dict[str, Any]:
    extract = extract_of(finding, source_of(finding, result.sources))
    told: dict[str, Any] = {
        "severity": style.word(finding.severity).capitalize(),
        "tone": TONE[finding.severity],
        "code": finding.code,
        "title": style.text(finding, "title"),
        "place": _place(finding, style),
        "path": finding.path,
        "message": style.text(finding, "message"),
        "sum": "\n".join(aligned(rows_of(finding, style))),
        "found": finding.found,
        "expected": finding.expected,
        "why": finding.why,
        "fix": finding.fix if finding.severity != "info" else None,
        "more": style.word("more", n=finding.total - SHOWN) if finding.total > SHOWN else None,
        "followers": [
            {"code": f.code, "path": f.path, "message": style.text(f, "message")} for f in followers
        ],
        "extract": None,
    }
    if extract is not None:
        end = extract.start + extract.width
        parts = extract.text[: extract.start], extract.text[extract.start : end], extract.text[end:]
        told["extract"] = {"line": extract.line, "before": parts[0], "value": parts[1], "after": parts[2]}
    return told


def _worst_first(report: Report) -> list[tuple[Finding, list[Finding]]]:
    return sorted(causes(report), key=lambda pair: SEVERITIES.index(pair[0].severity))


def _place(finding: Finding, style: Style) -> str:
    inside = style.word("inside", kind=inside_of(finding.container)) if finding.container else ""
    line = style.word("line", n=finding.line) if finding.line else ""
    return ", ".join(part for part in (line, inside) if part)
