"""An input as far as it could be opened, and what was wrong on the way."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from diagnostics.document import Document


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
    """Where an inner document stands in the upload: {kind, path, line, column}; None for the upload itself."""
    inner: Opened | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()
