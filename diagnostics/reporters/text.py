"""Findings for a terminal: code and sentence, place, extract with a caret, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from diagnostics.report import Finding, Report

WIDEST = 120
COLOURS = {
    "error": "\x1b[1;31m",
    "warning": "\x1b[1;33m",
    "info": "\x1b[1;36m",
    "bold": "\x1b[1m",
    "dim": "\x1b[2m",
    "ok": "\x1b[1;32m",
}
WORDS = {
    "es": {
        "error": "error",
        "warning": "aviso",
        "info": "dato",
        "errors": "errores",
        "warnings": "avisos",
        "infos": "datos",
        "valid": "Apto",
        "valid_with_warnings": "Apto con avisos",
        "invalid": "No apto",
        "incomplete": "Incompleto",
        "expected": "se esperaba",
        "fix": "Cómo arreglarlo",
        "guide": "Guía",
        "more": "y {n} más, iguales",
        "follows": "sigue de {code} en {path}",
        "fixable": "{n} correcciones con --fix",
        "one_fixable": "1 corrección con --fix",
        "unsafe": "{n} más con --unsafe-fixes: revise el valor",
        "not_checked": "{n} reglas dependen de la DIAN o de su cuenta y no se revisan aquí",
    },
    "en": {
        "error": "error",
        "warning": "warning",
        "info": "note",
        "errors": "errors",
        "warnings": "warnings",
        "infos": "notes",
        "valid": "Ready",
        "valid_with_warnings": "Ready with warnings",
        "invalid": "Not ready",
        "incomplete": "Incomplete",
        "expected": "expected",
        "fix": "How to fix it",
        "guide": "Guide",
        "more": "and {n} more alike",
        "follows": "follows from {code} at {path}",
        "fixable": "{n} fixes with --fix",
        "one_fixable": "1 fix with --fix",
        "unsafe": "{n} more with --unsafe-fixes: check the value",
        "not_checked": "{n} rules depend on DIAN or on your account and are not checked here",
    },
}
"""The words of this view; those of the findings come from the guide."""


@dataclass(frozen=True, slots=True)
class Style:
    """How to print: colour only where a terminal reads it."""

    colour: bool = False
    lang: str = "es"

    def paint(self, text: str, colour: str) -> str:
        return f"{COLOURS[colour]}{text}\x1b[0m" if self.colour else text

    def word(self, key: str, **args: object) -> str:
        return WORDS[self.lang][key].format(**args)


def render(report: Report, name: str, sources: Mapping[str, str], style: Style) -> str:
    """One report. `sources` holds the text of the upload under "" and of what it wraps under its kind."""
    blocks = []
    for finding in report.findings:
        if finding.consequence_of is None:
            followers = [
                f
                for f in report.findings
                if f.consequence_of is not None and report.findings[f.consequence_of] is finding
            ]
            blocks.append("\n".join(_block(finding, followers, name, sources, style)))
    blocks.append("\n".join(_summary(report, name, style)))
    return "\n\n".join(blocks)


def _block(
    finding: Finding, followers: list[Finding], name: str, sources: Mapping[str, str], style: Style
) -> Iterator[str]:
    texts = finding.texts.get(style.lang, {})
    title = texts.get("title", finding.title)
    severity = style.paint(style.word(finding.severity), finding.severity)
    yield f"{severity} {style.paint(finding.code, 'bold')} {title}"
    place = f":{finding.line}:{finding.column}" if finding.line else ""
    inside = f" ({finding.container['kind']})" if finding.container else ""
    yield f"  {style.paint('-->', 'dim')} {name}{place}{inside}  {finding.path}".rstrip()
    source = sources.get(finding.container["kind"] if finding.container else "")
    if source is not None and finding.line and finding.column:
        yield from _extract(finding, source, style)
    yield f"  {style.paint('=', 'dim')} {texts.get('message', finding.message)}"
    if finding.severity != "info":
        yield f"  {style.paint('=', 'dim')} {style.word('fix')}: {finding.fix}"
    for follower in followers:
        message = follower.texts.get(style.lang, {}).get("message", follower.message)
        yield f"  {style.paint('+', 'dim')} {follower.code} {follower.path}: {message}"
    shown = 20
    if finding.total > shown:
        yield f"  {style.paint('+', 'dim')} {style.word('more', n=finding.total - shown)}"


def _extract(finding: Finding, source: str, style: Style) -> Iterator[str]:
    """The line with a caret under the value; of a long line a window around it."""
    assert finding.line is not None and finding.column is not None
    lines = source.split("\n", finding.line)
    if finding.line > len(lines):
        return
    line = lines[finding.line - 1].rstrip("\r").expandtabs(1)
    start = finding.column - 1
    end = (finding.end_column or finding.column) - 1 if finding.end_line == finding.line else len(line)
    left = max(0, start - WIDEST // 3) if len(line) > WIDEST else 0
    window = "".join(c if c.isprintable() else "�" for c in line[left : left + WIDEST])
    before, after = ("…" if left else ""), ("…" if left + WIDEST < len(line) else "")
    gutter = len(str(finding.line))
    bar = style.paint("|", "dim")
    width = max(1, min(end - start, WIDEST - (start - left)))
    hint = (
        f" {style.word('expected')} {finding.expected}"
        if finding.expected and finding.severity != "info"
        else ""
    )
    caret = style.paint("^" * width + hint, finding.severity)
    yield f"  {' ' * gutter} {bar}"
    yield f"  {style.paint(str(finding.line), 'dim')} {bar} {before}{window}{after}"
    yield f"  {' ' * gutter} {bar} {' ' * (start - left + len(before))}{caret}"


def _summary(report: Report, name: str, style: Style) -> Iterator[str]:
    counts = report.counts
    parts = []
    for one, many in (("error", "errors"), ("warning", "warnings"), ("info", "infos")):
        if counts[one]:
            parts.append(f"{counts[one]} {style.word(one if counts[one] == 1 else many)}")
    colour = {"valid": "ok", "valid_with_warnings": "warning", "invalid": "error"}.get(report.verdict, "bold")
    verdict = style.paint(style.word(report.verdict), colour)
    yield f"{verdict}: {name} ({report.file['scenario']}){': ' if parts else ''}{', '.join(parts)}"
    safe = sum(1 for f in report.findings if f.edits and f.safe)
    unsafe = sum(1 for f in report.findings if f.edits and not f.safe)
    if safe:
        yield "  " + (style.word("one_fixable") if safe == 1 else style.word("fixable", n=safe))
    if unsafe:
        yield "  " + style.word("unsafe", n=unsafe)
    if report.not_checked and report.verdict in ("valid", "valid_with_warnings"):
        yield "  " + style.word("not_checked", n=len(report.not_checked))
