"""An input as far as it could be opened, what was wrong on the way, and what it holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from diagnostics.document import Document

WRAPPERS = frozenset({"soap", "base64"})
"""What is nothing but a wrapper: what it holds is the thing itself, and may be kept in its place."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """An issue of the intake: it stands at an offset of the text (in characters), not at a place of a document."""

    rule: str
    args: dict[str, str] = field(default_factory=dict)
    offset: int | None = None
    found: str | None = None
    expected: str | None = None
    path: str = ""
    code: str | None = None
    severity: str | None = None


@dataclass(frozen=True, slots=True)
class Begins:
    """Where a text begins in that of the upload, counted from 1. `verbatim`: it stands there letter by letter;
    escaped, only its lines are those of the upload."""

    line: int
    column: int
    verbatim: bool

    def place(self, line: int, column: int) -> tuple[int, int | None]:
        """Where a line and column of the text are in the upload; no column where escapes moved it."""
        if not self.verbatim:
            return self.line + line - 1, None
        return (self.line, self.column + column - 1) if line == 1 else (self.line + line - 1, column)

    def around(self, inner: Begins) -> Begins:
        """Where a text begins in the upload that begins at `inner` in this one."""
        line, column = self.place(inner.line, inner.column)
        return Begins(line, column or 1, self.verbatim and inner.verbatim)


@dataclass(slots=True)
class Opened:
    """An input as far as it could be opened. `document` is None where it stops at `troubles`."""

    data: bytes
    format: str
    text: str = ""
    encoding: str | None = None
    codec: str = "utf-8"
    bom: int = 0
    document: Document | None = None
    root: str | None = None
    troubles: list[Trouble] = field(default_factory=list)
    complete: bool = True
    container: dict[str, Any] | None = None
    """Where an inner text stands in its holder: {kind, path, line, column}, and `within` what that came in; None for
    the upload itself."""
    begins: Begins | None = field(default_factory=lambda: Begins(1, 1, True))
    """None where the upload holds it encoded."""
    inners: list[Opened] = field(default_factory=list)
    """What it wraps, in the order of the text; of a ZIP its files."""
    said: str = ""
    """The words of an answer of the web service or of DIAN, where it is one."""
    _sha256: str | None = None

    @property
    def sha256(self) -> str:
        if self._sha256 is None:
            self._sha256 = hashlib.sha256(self.data).hexdigest()
        return self._sha256

    def levels(self) -> Iterator[Opened]:
        """This and all that it wraps, outside in."""
        yield self
        for inner in self.inners:
            yield from inner.levels()

    def units(self) -> list[Opened]:
        """What stands for itself in it: the files of a ZIP, else the upload as a whole."""
        archive = next((level for level in self.levels() if level.format == "zip"), None)
        return [self] if archive is None else archive.inners

    def hold(self, inner: Opened, container: dict[str, Any], begins: Begins | None = None) -> None:
        """Take in what was found inside. `begins` is its place in this text; None where it is encoded here."""
        inner.container, inner.begins = container, begins
        self.inners.append(inner)
        self.root = self.root or inner.root
        self.complete = self.complete and inner.complete

    def settle(self) -> None:
        """Once all is opened: tell each level where it stands in the upload, and what its holder came in."""
        for inner in self.inners:
            if self.container is not None:
                inner.container = {**(inner.container or {}), "within": self.container}
            inner.begins = self.begins.around(inner.begins) if self.begins and inner.begins else None
            inner.settle()


def key_of(container: Mapping[str, Any] | None) -> str:
    """The name under which the text of a level is kept beside its report; "" for the upload itself."""
    steps: list[str] = []
    while container is not None:
        steps.insert(0, f"{container['kind']} {container['path']}".strip())
        container = container.get("within")
    return " > ".join(steps)
