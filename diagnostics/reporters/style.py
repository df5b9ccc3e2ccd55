"""How a report is to look."""

from __future__ import annotations

from dataclasses import dataclass

from diagnostics.report import Finding, Report
from diagnostics.reporters.words import WORDS

COLOURS = {
    "error": "\x1b[1;31m",
    "warning": "\x1b[1;33m",
    "info": "\x1b[1;36m",
    "bold": "\x1b[1m",
    "dim": "\x1b[2m",
    "ok": "\x1b[1;32m",
}
TONES = {"valid": "ok", "valid_with_warnings": "warning", "invalid": "error"}


@dataclass(frozen=True, slots=True)
class Style:
    """Colour only where a terminal reads it; `summary` leaves out the single findings of a text; `fail_on` is the
    severity from which a finding fails the run."""

    colour: bool = False
    lang: str = "es"
    summary: bool = False
    fail_on: str = "error"

    def paint(self, text: str, colour: str) -> str:
        return f"{COLOURS[colour]}{text}\x1b[0m" if self.colour else text

    def word(self, key: str, **args: object) -> str:
        return WORDS[self.lang][key].format(**args)

    def text(self, finding: Finding, key: str) -> str:
        """The title, message or action of a finding in this language."""
        return str(finding.texts.get(self.lang, {}).get(key, getattr(finding, key)))

    def verdict(self, verdict: str) -> str:
        return self.paint(self.word(verdict), TONES.get(verdict, "bold"))

    def counts(self, report: Report) -> str:
        """`2 errores, 1 aviso`."""
        counts = report.counts
        pairs = (("error", "errors"), ("warning", "warnings"), ("info", "infos"))
        return ", ".join(
            f"{counts[one]} {self.word(one if counts[one] == 1 else many)}"
            for one, many in pairs
            if counts[one]
        )
