"""`python -m diagnostics [FILES|-]` judges and corrects files; `python -m diagnostics COMMAND` answers one question."""

from __future__ import annotations

import os
import sys
from importlib import import_module

from diagnostics.commands import COMMANDS, UNFINISHED


def main(argv: list[str] | None = None) -> int:
    """The exit code: 0 no error (warnings too), 1 invalid, 2 incomplete or could not run; of several files 2 over 1
    over 0. `--fail-on` moves the line between 0 and 1."""
    words = sys.argv[1:] if argv is None else argv
    name = words[0] if words and words[0] in COMMANDS else None
    module = import_module(f"diagnostics.commands.{name or 'check'}")
    code: int = module.run(words[1:] if name else words)
    return code


def command() -> int:
    """`main` for a shell: a reader that stops early (`| head`) is no failure of ours to tell about."""
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNFINISHED
    return code


if __name__ == "__main__":
    sys.exit(command())
