"""What was known before: a file of fingerprints, so that only what is new fails."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from diagnostics.fingerprint import fingerprints, tidy
from diagnostics.report import Report
from diagnostics.sift import sifted

VERSION = 1

Known = frozenset[str]


class BadBaseline(ValueError):
    """A baseline file that is none."""


def entries(name: str, report: Report) -> list[dict[str, str]]:
    """What a baseline keeps of a report: the fingerprint decides, the rest is for whoever reads the file."""
    return [
        {"file": tidy(name), "code": f.code, "path": f.path, "fingerprint": mark}
        for f, mark in zip(report.findings, fingerprints(name, report), strict=True)
        if f.severity != "info"
    ]


def write(path: Path, found: Iterable[dict[str, str]]) -> None:
    """Write a baseline, in an order that does not depend on the run: it is kept under version control."""
    ordered = sorted(found, key=lambda e: tuple(e.values()))
    text = json.dumps({"version": VERSION, "findings": ordered}, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", "utf-8")


def read(path: Path) -> Known:
    """The fingerprints of a baseline. Raises OSError and BadBaseline."""
    try:
        data = json.loads(path.read_text("utf-8"))
        if data["version"] != VERSION:
            raise BadBaseline(f"versión {data['version']}, se esperaba {VERSION}")
        return frozenset(entry["fingerprint"] for entry in data["findings"])
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise BadBaseline("no es una línea base; escríbala con --write-baseline") from error


def only_new(name: str, report: Report, known: Known, shown: int) -> Report:
    """The report (of all findings, none capped) without what is known."""
    return sifted(report, [m not in known for m in fingerprints(name, report)], shown)
