"""Which files a command line means."""

from __future__ import annotations

import glob
from collections.abc import Iterable
from pathlib import Path

EXTENSIONS = (".xml", ".json", ".txt", ".layout", ".b64", ".zip")


def gather(patterns: Iterable[str]) -> tuple[list[str], list[str]]:
    """(files to read, what is not there): folders with all below them, globs spelt out."""
    names: list[str] = []
    missing: list[str] = []
    for pattern in patterns:
        path = Path(pattern)
        if pattern == "-" or path.is_file():
            names.append(pattern)
        elif path.is_dir():
            names += sorted(str(p) for p in path.rglob("*") if p.is_file() and p.suffix.lower() in EXTENSIONS)
        elif found := sorted(p for p in glob.glob(pattern, recursive=True) if Path(p).is_file()):  # noqa: PTH207 - patterns may be absolute
            names += found
        else:
            missing.append(pattern)
    return list(dict.fromkeys(names)), missing
