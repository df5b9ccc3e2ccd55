"""What a run of `check` was asked for: the command line over ventanilla.toml over what is usual."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, fields
from typing import Any

from diagnostics.reporters import FORMATS
from diagnostics.severity import FAIL_ON
from diagnostics.version import VERSION


@dataclass(frozen=True, slots=True)
class Options:
    """See `parser` for what each one does."""

    files: tuple[str, ...] = ()
    output: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    lang: str = "es"
    fail_on: str = "error"
    context: str | None = None
    baseline: str | None = None
    write_baseline: bool = False
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    summary: bool = False
    watch: bool = False
    jobs: int = 0
    stdin_filename: str | None = None
    explain: str | None = None
    config: str | None = None


LISTS = tuple(f.name for f in fields(Options) if f.type == "tuple[str, ...]")


def parsed(argv: list[str]) -> dict[str, Any]:
    """What the command line says, and nothing else: what it leaves open is not in here."""
    given = vars(parser().parse_args(argv))
    if "format" in given:
        given["output"] = [*given.get("output", ()), given.pop("format")]
    return given


def options_of(*layers: dict[str, Any]) -> Options:
    """The options of several layers, the first one over the next."""
    merged = {key: value for layer in reversed(layers) for key, value in layer.items()}
    merged |= {key: tuple(merged[key]) for key in LISTS if key in merged}
    return Options(**merged)


def parser() -> argparse.ArgumentParser:
    """The options, described once."""
    made = argparse.ArgumentParser(
        prog="python -m diagnostics",
        description="Diagnose e-invoicing inputs.",
        epilog="Commands: explain CODE, hash FILE, rules, formats. A file of that name is ./rules.",
        argument_default=argparse.SUPPRESS,
    )
    add = made.add_argument
    add("files", nargs="*", help="files, folders, globs, or - for standard input")
    add("--output", action="append", metavar="FORMAT[:PATH]", help=f"{', '.join(FORMATS)}; repeatable")
    add("--format", choices=tuple(FORMATS), help="the same, to standard output")
    add("--lang", choices=("es", "en"))
    add("--select", action="append", metavar="WORDS", help="only these codes, families or levels")
    add("--ignore", action="append", metavar="WORDS", help="all but these")
    add("--fail-on", choices=FAIL_ON, help="exit with 1 from this severity on (error)")
    add("--baseline", metavar="FILE", help="what is known: only what is new is shown and fails")
    add("--write-baseline", action="store_true", help="write what is found now into the baseline")
    add("--summary", action="store_true", help="a line for each file and the codes by number")
    add("--context", metavar="FILE", help="JSON with resolution, environment, issuer...")
    add("--fix", action="store_true", help="write the safe corrections into the files")
    add("--unsafe-fixes", action="store_true", help="with --fix: also those that change a declared value")
    add("--diff", action="store_true", help="with --fix: show the changes and write nothing")
    add("--watch", action="store_true", help="judge again what changes, until Ctrl-C")
    add("--jobs", type=int, metavar="N", help="processes (as many as processors)")
    add("--stdin-filename", metavar="NAME", help="what to call standard input")
    add("--explain", metavar="CODE", help="the guide's entry of a code or rule")
    add("--config", metavar="FILE", help="instead of the nearest ventanilla.toml")
    add("--version", action="version", version=f"diagnostics {VERSION}")
    return made
