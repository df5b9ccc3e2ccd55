"""The documents whose hashes can be worked out: those of UBL, at whatever depth of what was given."""

from __future__ import annotations

from diagnostics.document import Document
from diagnostics.intake import open_input
from diagnostics.limits import Limits
from knowledge import load


def ubl_documents(data: bytes, limits: Limits | None = None) -> list[Document]:
    """Every UBL document in an input, containers left out; [] where there is none, as in an input of the provider's
    whose codes he works out himself."""
    opened = open_input(data, load(), limits or Limits())
    levels = (level.document for level in opened.levels())
    return [doc for doc in levels if doc is not None and doc.is_ubl and doc.kind != "container"]
