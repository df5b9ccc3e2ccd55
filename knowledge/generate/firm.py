"""What of a field is sure enough to refuse a document, in the words of a schema.

A schema knows no warnings: what the validator only says (doubtful sources, inferred lengths, lists that are not
whole) is left out here, so that what a schema refuses the validator refuses too.
"""

from __future__ import annotations

import re

from knowledge.layout import Field, Root, Segment
from knowledge.model import Knowledge

_NUMBER = r"-?[0-9]{1,18}(\.[0-9]{1,6})?"
_DAY = r"(19|[2-9][0-9])[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_ZONE = r"(Z|[+\-][0-9]{2}:[0-9]{2})?"
_SHAPES = {
    "integer": r"[0-9]{1,18}(\.0+)?",
    "money": _NUMBER,
    "quantity": _NUMBER,
    "rate": _NUMBER,
    "percent": _NUMBER,
    "quotient": rf"{_NUMBER}|[0-9]{{1,2}}\.[0-9]+",
    "date": _DAY,
    "time": _CLOCK + _ZONE,
    "datetime": f"{_DAY}T{_CLOCK}{_ZONE}",
    "email": r"""[^@\s;,<>()"]{1,64}@[A-Za-z0-9]([A-Za-z0-9.\-]*[A-Za-z0-9])?""",
    "flag": "true|false",
}
"""Type -> what a value of it looks like, as a pattern that XSD and ECMAScript read alike. An address of the web has
none: the validator only warns of it."""
QUOTIENTS = ("allowance.percent", "line.allowance.percent")
"""Percentages that come from a division: decimals beyond the sixth are only said."""
_CHARACTERS = {"digits": "[0-9]", "hex": "[0-9a-fA-F]", "text": ".", "code": ".", "constant": "."}


def is_firm(field: Field) -> bool:
    """Whether what is wrong with a field, or its absence, stops a document."""
    return field.blocks and field.absence == "error"


def is_due(field: Field, segment: Segment) -> bool:
    """Whether a field must stand in every row of its segment."""
    own = field.when is not None and field.when.get("segment") == segment.name
    return is_firm(field) and (field.required in ("always", "if_segment") or own)


def is_needed(segment: Segment) -> bool:
    """Whether a segment must stand where it belongs."""
    return segment.minimum > 0 and segment.absence == "error"


def codes_of(k: Knowledge, field: Field) -> tuple[str, ...]:
    """The values of which a field must have one; () where no list decides, or the field holds several."""
    if not is_firm(field) or field.list_severity != "error" or field.prefix_ok or field.separator:
        return ()
    return field.values or _listed(k, field)


def shape_of(k: Knowledge, field: Field) -> str:
    """The pattern of a whole value; "" where any will do or `codes_of` says it."""
    if not is_firm(field) or codes_of(k, field):
        return ""
    if field.prefix_ok:
        return f"({_any(field.values)}).*"
    if field.separator and field.list and field.list_severity == "error":
        one = _any(_listed(k, field))
        return rf"({one})(\s*{field.separator}\s*({one}))*"
    if field.type in _CHARACTERS:
        return _sized(_CHARACTERS[field.type], field)
    return _SHAPES.get("quotient" if field.id in QUOTIENTS else field.type, "")


def type_name(field: Field) -> str:
    """What a schema calls the values that a field takes: the list where one decides, else type and length."""
    if field.values or field.prefix_ok or field.separator:
        return f"{field.name}.values"
    if field.list and field.list_severity == "error":
        return field.list
    if field.id in QUOTIENTS:
        return "quotient"
    sized = field.max_length is not None and not field.length_inferred
    return f"{field.type}.{field.max_length}" if sized else field.type


def _sized(characters: str, field: Field) -> str:
    least, most = (None, None) if field.length_inferred else (field.min_length, field.max_length)
    if most is None:
        return f"{characters}+" if characters != "." else ""
    return f"{characters}{{{most}}}" if least == most else f"{characters}{{1,{most}}}"


def _listed(k: Knowledge, field: Field) -> tuple[str, ...]:
    if field.list is None:
        return ()
    # Which of the two lists of concepts, the class of the note tells: a schema takes both.
    names = (
        ("credit_note_concepts", "debit_note_concepts") if field.list == "note_concepts" else (field.list,)
    )
    return tuple(dict.fromkeys(code for name in names for code in k.codes[name].codes if code))


def _any(values: tuple[str, ...]) -> str:
    return "|".join(re.sub(r"([.\\+*?()\[\]{}|^])", r"\\\1", value) for value in values)


def chain(root: Root, name: str | None) -> list[Segment]:
    """A segment with those around it, the outermost first; [] for the document itself."""
    found: list[Segment] = []
    while name is not None:
        found.append(root.segments[name])
        name = root.segments[name].within
    return found[::-1]
