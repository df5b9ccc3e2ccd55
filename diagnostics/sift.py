"""Leave findings out of a report: the verdict, the counts and the ties between findings follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from diagnostics.inside import inside_of
from diagnostics.report import Finding, Report, verdict_of


def sifted(report: Report, keep: Sequence[bool], shown: int | None = None) -> Report:
    """The report with the findings that `keep` says, at most `shown` of a kind. What did not finish stays so."""
    if all(keep) and shown is None:
        return report
    dropped = Counter(_kind(f) for f, kept in zip(report.findings, keep, strict=True) if not kept)
    kept = [n for n, k in enumerate(keep) if k]
    if shown is not None:
        kept = _first(report.findings, kept, shown)
    position = {old: new for new, old in enumerate(kept)}
    findings = tuple(_moved(report.findings[n], position, dropped) for n in kept)
    return replace(report, findings=findings, verdict=verdict_of(findings, report.verdict != "incomplete"))


Kind = tuple[str, str, str, str]


def _kind(finding: Finding) -> Kind:
    return finding.rule, finding.code, finding.severity, inside_of(finding.container)


def _first(findings: Sequence[Finding], kept: Sequence[int], shown: int) -> list[int]:
    """The first of each kind, and every cause of one of them."""
    seen: Counter[Kind] = Counter()
    chosen = set()
    for n in kept:
        seen[_kind(findings[n])] += 1
        if seen[_kind(findings[n])] <= shown:
            chosen.add(n)
    causes = {findings[n].consequence_of for n in chosen} & set(kept)
    return sorted(n for n in chosen | causes if n is not None)


def _moved(finding: Finding, position: dict[int, int], dropped: Counter[Kind]) -> Finding:
    cause = finding.consequence_of
    return replace(
        finding,
        consequence_of=None if cause is None else position.get(cause),
        total=max(1, finding.total - dropped[_kind(finding)]),
    )
