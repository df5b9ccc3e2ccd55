"""Findings for a terminal: code and sentence, place, extract with a caret, what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from diagnostics.inside import inside_of
from diagnostics.report import Finding
from diagnostics.reporters.extract import extract_of, source_of
from diagnostics.reporters.result import Result, causes
from diagnostics.reporters.style import Style
from diagnostics.reporters.sums import aligned, rows_of
from diagnostics.severity import SEVERITIES

SHOWN = 20


def each(result: Result, style: Style) -> str:
    """One file: its findings, then its line; only its line in a summary."""
    if style.summary:
        return "\n".join(_verdict(result, style)) + "\n"
    blocks = [
        "\n".join(_block(finding, followers, result, style)) for finding, followers in causes(result.report)
    ]
    return "\n\n".join([*blocks, "\n".join(_verdict(result, style))]) + "\n\n"


def end(results: Sequence[Result], style: Style) -> str:
    """In a summary, what was found most, worst first, and the files by verdict."""
    if not style.summary:
        return ""
    found: Counter[tuple[int, str, str]] = Counter()
    for result in results:
        totals = {
            (f.severity, f.code, style.text(f, "title"), inside_of(f.container)): f.total
            for f in result.report.findings
        }
        for (severity, code, title, _), total in totals.items():
            found[SEVERITIES.index(severity), code, title] += total
    lines = [""]
    for (rank, code, title), n in sorted(found.items(), key=lambda kv: (kv[0][0], -kv[1], kv[0][1])):
        severity = SEVERITIES[rank]
        lines.append(
            f"{n:>6}  {style.paint(style.word(severity), severity)} {style.paint(code, 'bold')} {title}"
        )
    verdicts = Counter(r.report.verdict for r in results)
    told = ", ".join(f"{n} {style.word(v).lower()}" for v, n in verdicts.items())
    return (
        "\n".join(
            [
                *lines,
                style.word("total" if len(results) > 1 else "one_total", files=len(results), verdicts=told),
            ]
        )
        + "\n"
    )


def _block(finding: Finding, followers: list[Finding], result: Result, style: Style) -> Iterator[str]:
    severity = style.paint(style.word(finding.severity), finding.severity)
    yield f"{severity} {style.paint(finding.code, 'bold')} {style.text(finding, 'title')}"
    place = f":{finding.line}:{finding.column}" if finding.line else ""
    inside = f" ({inside_of(finding.container)})" if finding.container else ""
    yield f"  {style.paint('-->', 'dim')} {result.name}{place}{inside}  {finding.path}".rstrip()
    yield from _extract(finding, result, style)
    yield f"  {style.paint('=', 'dim')} {style.text(finding, 'message')}"
    for line in aligned(rows_of(finding, style)):
        yield f"  {style.paint('|', 'dim')}   {line}"
    if finding.severity != "info":
        yield f"  {style.paint('=', 'dim')} {style.word('fix')}: {finding.fix}"
    for follower in followers:
        yield f"  {style.paint('+', 'dim')} {follower.code} {follower.path}: {style.text(follower, 'message')}"
    if finding.total > SHOWN:
        yield f"  {style.paint('+', 'dim')} {style.word('more', n=finding.total - SHOWN)}"


def _extract(finding: Finding, result: Result, style: Style) -> Iterator[str]:
    """The line with a caret under the value."""
    extract = extract_of(finding, source_of(finding, result.sources))
    if extract is None:
        return
    gutter = " " * len(str(extract.line))
    bar = style.paint("|", "dim")
    told = finding.expected and finding.severity != "info"
    hint = f" {style.word('expected')} {finding.expected}" if told else ""
    caret = style.paint("^" * extract.width + hint, finding.severity)
    yield f"  {gutter} {bar}"
    yield f"  {style.paint(str(extract.line), 'dim')} {bar} {extract.text}"
    yield f"  {gutter} {bar} {' ' * extract.start}{caret}"


def _verdict(result: Result, style: Style) -> Iterator[str]:
    report = result.report
    counts = style.counts(report)
    scenario = report.file["scenario"]
    yield f"{style.verdict(report.verdict)}: {result.name} ({scenario}){': ' if counts else ''}{counts}"
    for entry in report.to_dict(style.lang)["entries"] if report.entries else ():
        yield f"  {style.verdict(entry['verdict'])}: {entry['name']}"
    safe = sum(1 for f in report.findings if f.edits and f.safe)
    unsafe = sum(1 for f in report.findings if f.edits and not f.safe)
    if safe:
        yield "  " + (style.word("one_fixable") if safe == 1 else style.word("fixable", n=safe))
    if unsafe:
        yield "  " + style.word("unsafe", n=unsafe)
    if report.signed and (safe or unsafe):
        yield "  " + style.word("signed")
    for reason, n in result.left_out.items():
        yield "  " + style.word(reason, n=n)
    if report.not_checked and report.verdict in ("valid", "valid_with_warnings") and not style.summary:
        yield "  " + style.word("not_checked", n=len(report.not_checked))
