"""Which of the ranges that were typed in is the document's."""

from __future__ import annotations

from diagnostics.context import Context, Numbering
from diagnostics.document import Document


def numbering_of(doc: Document, context: Context) -> Numbering | None:
    """The range that was typed in for this document: by authorisation, else by prefix, else the only one."""
    told = context.numbering
    authorization = (doc.value("numbering.authorization") or "").strip()
    prefix = (doc.value("numbering.prefix") or "").strip()
    same = [n for n in told if n.authorization and n.authorization == authorization]
    for fits in (
        [n for n in same if n.prefix in (None, prefix)],
        [n for n in told if n.prefix is not None and n.prefix == prefix],
        same,
    ):
        if fits:
            return fits[0]
    return told[0] if len(told) == 1 else None
