"""The secrets of the context: the one that a hash needs, and those that it may have been made with by mistake."""

from __future__ import annotations

from diagnostics.context import Context
from diagnostics.document import Document
from diagnostics.hashes.parts import Part
from diagnostics.ranges import numbering_of

KEY, PIN = "technical_key", "software_pin"


def secret_for(kind: str, doc: Document, context: Context) -> Part | None:
    """The technical key of the document's range, or the PIN; None where it was not typed in."""
    if kind == PIN:
        return _part(PIN, context.software_pin)
    told = numbering_of(doc, context)
    return _part(KEY, told.technical_key if told and told.technical_key else context.technical_key)


def others_for(kind: str, chosen: Part, context: Context) -> tuple[tuple[str, Part, str], ...]:
    """(mistake, secret, whose) of what may have been taken instead."""
    keys = {n.technical_key: n.authorization or n.prefix or "" for n in context.numbering if n.technical_key}
    if kind == KEY:
        made = [("pin-for-key", _part(PIN, context.software_pin), "")]
        made += [("other-range", _part(KEY, key), whose) for key, whose in keys.items()]
    else:
        made = [("key-for-pin", _part(KEY, key), "") for key in [context.technical_key, *keys]]
    return tuple((name, part, whose) for name, part, whose in made if part and part.text != chosen.text)


def _part(name: str, text: str | None) -> Part | None:
    return Part(name, text, secret=True) if text else None
