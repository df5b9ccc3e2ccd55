"""Judge again what changes. Looks at the files instead of asking the system to tell: that works everywhere, on
network folders and in containers too."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from diagnostics.commands import VALID
from diagnostics.commands.files import gather

SECONDS = 0.5
Stamp = tuple[int, int]


def watch(patterns: Sequence[str], judge: Callable[[list[str]], int], seconds: float = SECONDS) -> int:
    """Judge all, then what is new or has changed, until Ctrl-C; the exit code of the last round."""
    seen: dict[str, Stamp] = {}
    code = VALID
    try:
        while True:
            now = stamps(patterns)
            changed = [name for name, stamp in now.items() if seen.get(name) != stamp]
            if changed:
                code = judge(changed)
                sys.stdout.flush()
            seen = now
            time.sleep(seconds)
    except KeyboardInterrupt:
        return code


def stamps(patterns: Sequence[str]) -> dict[str, Stamp]:
    """The files that there are, each with what changes when it does."""
    found = {}
    for name in gather(patterns)[0]:
        try:
            stat = Path(name).stat()
        except OSError:  # gone meanwhile
            continue
        found[name] = stat.st_mtime_ns, stat.st_size
    return found
