"""Several files together: how many fit and how many not, and the rules that fail, worst first. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from diagnostics import Finding, Report
from diagnostics.opened import key_of
from diagnostics.report import entry_name, is_in
from diagnostics.severity import SEVERITIES
from portal.services.causes import SHOWN

RANK = ("invalid", "incomplete", None, "valid_with_warnings", "valid")
"""Verdicts, worst first; None where there is none yet."""


@dataclass(slots=True)
class Worst:
    """A rule by its code, in how many files and in how many places."""

    code: str
    title: str
    guide: str
    severity: str
    files: int = 0
    places: int = 0


def tally(verdicts: Iterable[str | None]) -> list[tuple[str | None, int]]:
    """(verdict, how many files), worst first."""
    counted = Counter(verdicts)
    return [(verdict, counted[verdict]) for verdict in RANK if counted[verdict]]


def files_in(report: Report, known: Collection[str]) -> Iterator[list[Finding]]:
    """The findings of each file in an upload; those of a ZIP that are known by their sha256 stand for themselves."""
    yield [f for f in report.findings if not entry_name(f.container)]
    for entry in report.entries:
        if entry["sha256"] not in known:
            yield [f for f in report.findings if is_in(f.container, entry["name"])]


def worst_rules(by_file: Iterable[Iterable[Finding]]) -> list[Worst]:
    """Errors first, then what fails in most files and places; notes and what only follows are left out. `by_file`: the
    findings of each file."""
    found: dict[tuple[str, str], Worst] = {}
    for findings in by_file:
        places: Counter[tuple[str, str]] = Counter()
        capped: set[tuple[str, ...]] = set()
        for f in findings:
            if f.severity == "info" or f.consequence_of is not None:
                continue
            key, kind = (f.code, f.severity), (f.rule, f.code, f.severity, key_of(f.container))
            found.setdefault(key, Worst(f.code, f.title, f.guide, f.severity))
            if kind not in capped:
                places[key] += 1 if f.total <= SHOWN else f.total
            if f.total > SHOWN:
                capped.add(kind)
        for key, count in places.items():
            found[key].files += 1
            found[key].places += count
    return sorted(found.values(), key=lambda w: (SEVERITIES.index(w.severity), -w.files, -w.places, w.code))
