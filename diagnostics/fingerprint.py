"""What makes a finding the same one tomorrow: what it says of which file, not the line where it stands."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from pathlib import PurePath

from diagnostics.inside import inside_of
from diagnostics.report import Finding, Report

_POSITION = re.compile(r"\[\d+\]|(?<=/)\d+(?=/|$)")


def tidy(name: str) -> str:
    """A file's name as every machine writes it: from the working directory, with `/`."""
    return PurePath(os.path.relpath(name)).as_posix() if os.path.exists(name) else PurePath(name).as_posix()  # noqa: PTH110 - names like <stdin> too


def fingerprints(name: str, report: Report) -> list[str]:
    """One for each finding. Positions count only among equal findings, so that a line put in above changes none."""
    seen: Counter[str] = Counter()
    found = []
    for finding in report.findings:
        same = _said(tidy(name), finding)
        seen[same] += 1
        found.append(hashlib.sha256(f"{same}\0{seen[same]}".encode()).hexdigest()[:40])
    return found


def _said(name: str, finding: Finding) -> str:
    inside = inside_of(finding.container)
    path = _POSITION.sub("", finding.path)
    return "\0".join((name, inside, finding.rule, finding.code, path, finding.found or ""))
