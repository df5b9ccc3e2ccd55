"""Which findings somebody wants to see: by code, beginning of a code, rule, family, severity or level."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from diagnostics.report import Finding, Report
from diagnostics.severity import SEVERITIES
from diagnostics.sift import sifted
from knowledge import Knowledge

LEVELS = ("2", "3")
_BEGINNING = re.compile(r"[A-Z]{2,}")


@dataclass(frozen=True, slots=True)
class Selection:
    """`select` names what is kept (empty: all), `ignore` what is left out of that."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def apply(self, report: Report, knowledge: Knowledge) -> Report:
        """The report with what is kept."""
        if not (self.select or self.ignore):
            return report
        return sifted(report, [self.keeps(f, knowledge.rules[f.rule].family) for f in report.findings])

    def keeps(self, finding: Finding, family: str) -> bool:
        names = {finding.code.upper(), finding.rule, family, finding.severity, str(finding.level)}
        chosen = not self.select or _any(self.select, names, finding.code)
        return chosen and not _any(self.ignore, names, finding.code)

    def unknown(self, knowledge: Knowledge) -> list[str]:
        """The words that name nothing of the guide: a typing mistake must not pass for «nothing found»."""
        rules = knowledge.rules.values()
        names = {*SEVERITIES, *LEVELS, *knowledge.rules, *(r.family for r in rules)}
        codes = {c for r in rules for each in (*r.codes.values(), *r.also) for c in each.upper().split("/")}
        codes |= {
            c.upper()
            for fields in knowledge.fields.values()
            for f in fields
            for by in f.codes.values()
            for c in by.values()
        }
        return [
            w
            for w in (*self.select, *self.ignore)
            if w not in names and w.upper() not in codes and not _begins(w, codes)
        ]


def words(values: Iterable[str]) -> tuple[str, ...]:
    """`FAU14,totals` and repeated options, as one list."""
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip())


def _any(chosen: Iterable[str], names: set[str], code: str) -> bool:
    return any(w in names or w.upper() in names or _begins(w, (code.upper(),)) for w in chosen)


def _begins(word: str, codes: Iterable[str]) -> bool:
    return _BEGINNING.fullmatch(word) is not None and any(code.startswith(word) for code in codes)
