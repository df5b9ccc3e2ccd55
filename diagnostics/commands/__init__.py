"""The command line: one module a command; `check`, which judges files, is the one that needs no name."""

from __future__ import annotations

import sys

VALID, INVALID, UNFINISHED = 0, 1, 2
COMMANDS = ("explain", "formats", "hash", "rules")


class Refused(Exception):
    """What was asked for cannot be done; the message says why, and what to write instead."""


def complain(message: str) -> int:
    """Say what could not be done; gives the exit code for it."""
    print(message, file=sys.stderr)
    return UNFINISHED
