"""Base64 that stands alone: it is undone, then opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics import base64
from diagnostics.encoding import Decoded
from diagnostics.opened import Opened, Trouble

if TYPE_CHECKING:
    from diagnostics.intake import Intake


def read(opened: Opened, decoded: Decoded, intake: Intake) -> None:
    """A text that as a whole is base64."""
    opened.format = "base64"
    inner = base64.decoded(decoded.text)
    if inner.fault is not None:
        opened.troubles.append(Trouble(inner.fault, {"detail": inner.detail}, 0, inner.found))
    if inner.data is not None:
        held = intake.open(inner.data)
        opened.hold(held, {"kind": "base64", "path": "", "line": 1, "column": 1})
