"""Where the reports go: `--output FORMAT[:PATH]`, several at once."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from diagnostics.commands import Refused
from diagnostics.reporters import BINARY, EXTRACTS, FORMATS, reporter
from diagnostics.reporters.result import Result
from diagnostics.reporters.style import Style


@dataclass(frozen=True, slots=True)
class Wanted:
    """One output; no `path` is standard output."""

    format: str
    path: str | None = None


def wanted(values: Iterable[str]) -> list[Wanted]:
    """The outputs of a command line; text where none is named. Raises Refused."""
    found = []
    for value in values or ("text",):
        format_, _, path = value.partition(":")
        if format_ not in FORMATS:
            raise Refused(f"--output {value}: no hay ese formato. Los que hay: {', '.join(FORMATS)}.")
        found.append(Wanted(format_, path if path not in ("", "-") else None))
    if sum(w.path is None for w in found) > 1:
        raise Refused("--output: solo un formato puede ir a la salida estándar; a los otros póngales :RUTA.")
    for one in found:
        if one.path is None and one.format in BINARY and sys.stdout.isatty():
            raise Refused(f"--output {one.format}: póngale una ruta, como {one.format}:informe.{one.format}.")
    return found


def shows_extracts(outputs: Iterable[Wanted]) -> bool:
    """Whether any of them needs the text of the files."""
    return any(w.format in EXTRACTS for w in outputs)


class Output:
    """One report on its way. Opens its file at once: that it cannot be written is said before any work is done."""

    def __init__(self, wanted: Wanted, style: Style) -> None:
        self.module = reporter(wanted.format)
        here = wanted.path is None
        self.style = replace(style, colour=here and style.colour)
        try:
            self.file: BinaryIO | None = None if wanted.path is None else Path(wanted.path).open("wb")  # noqa: SIM115 - closed by `end`
        except OSError as error:
            raise Refused(f"{wanted.path}: no se puede escribir ({error.strerror}).") from error
        self.waits = hasattr(self.module, "end")

    def each(self, result: Result) -> None:
        """A file has been judged."""
        if hasattr(self.module, "each"):
            self._write(self.module.each(result, self.style))

    def end(self, results: Sequence[Result]) -> None:
        """All files have been judged."""
        if self.waits:
            self._write(self.module.end(results, self.style))
        if self.file is not None:
            self.file.close()

    def _write(self, content: str | bytes) -> None:
        if self.file is not None:
            self.file.write(content.encode() if isinstance(content, str) else content)
        elif isinstance(content, str):
            sys.stdout.write(content)
        elif content:
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
