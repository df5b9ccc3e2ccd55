"""The flat Layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.encoding import Decoded
from diagnostics.opened import Opened, Trouble
from diagnostics.readers import flat
from diagnostics.readers.flat import root_of

if TYPE_CHECKING:
    from diagnostics.intake import Intake

__all__ = ["read", "root_of"]


def read(opened: Opened, decoded: Decoded, intake: Intake) -> None:
    """A text that begins as a Layout does."""
    opened.format = "flat"
    structure = intake.knowledge.structure
    found = root_of(decoded.text, structure)
    opened.root = found[0] if found else None
    try:
        opened.document = flat.read(decoded.text, structure, intake.limits)
    except flat.FlatSyntax as error:
        offset = min(error.offset, len(decoded.text) - 1)
        args = {"detail": "unclosed" if "found" not in error.detail else "mismatch", **error.detail}
        opened.troubles.append(
            Trouble("flat-syntax", args, offset, error.detail.get("found"), error.detail["expected"])
        )
