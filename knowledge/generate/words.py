"""The estructura base in words: conditions, and what a schema says of a field beside what it checks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from knowledge.generate.firm import codes_of
from knowledge.layout import Field, Root
from knowledge.model import Knowledge

OR = {"es": " o ", "en": " or "}
SAYS: Mapping[str, Mapping[str, str]] = {
    "present": {"es": "si va `{name}`", "en": "if `{name}` is there"},
    "in": {"es": "si `{name}` es {values}", "en": "if `{name}` is {values}"},
    "not_in": {"es": "si `{name}` no es {values}", "en": "if `{name}` is not {values}"},
    "matches": {"es": "si `{name}` empieza por {values}", "en": "if `{name}` starts with {values}"},
}
REQUIRED = {
    "always": {"es": "Obligatorio", "en": "Required"},
    "if_segment": {"es": "Obligatorio si va el segmento", "en": "Required if the segment is there"},
    "optional": {"es": "Opcional", "en": "Optional"},
    "never": {"es": "No va", "en": "Not used"},
    "unknown": {"es": "No sabemos si es obligatorio", "en": "We do not know whether it is required"},
    "when": {"es": "Obligatorio {when}", "en": "Required {when}"},
}
LISTED = {"es": "Lista: {title}", "en": "List: {title}"}
ONLY_SAID = {"es": "Fuera de ella solo avisamos", "en": "Outside it we only warn"}


def condition_words(root: Root, when: Mapping[str, Any], lang: str) -> str:
    """A condition of the estructura base, with its fields as `names`."""
    if "any" in when:
        # What speaks of fields that this kind of document lacks never holds here.
        known = [one for one in when["any"] if one.get("field") is None or one["field"] in root.by_id]
        return OR[lang].join(condition_words(root, one, lang) for one in known)
    if "segment" in when:
        return SAYS["present"][lang].format(name=when["segment"])
    id_ = when.get("field") or when["present"]
    name = root.by_id[id_].name if id_ in root.by_id else id_
    kind = next(key for key in SAYS if key in when)
    joined = {"in": OR[lang], "not_in": {"es": " ni ", "en": " nor "}[lang]}.get(kind, "")
    told = when[kind] if kind != "matches" else [when[kind].lstrip("^")]
    return SAYS[kind][lang].format(name=name, values=joined.join(told))


def asked_words(root: Root, when: Mapping[str, Any], lang: str) -> str:
    """That something must be there where a condition holds."""
    return REQUIRED["when"][lang].format(when=condition_words(root, when, lang))


def required_words(root: Root, field: Field, lang: str) -> str:
    """When a field must be there."""
    return asked_words(root, field.when, lang) if field.when else REQUIRED[field.required][lang]


def note_of(k: Knowledge, root: Root, field: Field, lang: str) -> str:
    """What a reader of a schema should know of a field: when it must be there, and its list."""
    notes = [required_words(root, field, lang)]
    if field.list is not None and field.list in k.codes:
        notes.append(LISTED[lang].format(title=k.codes[field.list].title[lang]))
        if not codes_of(k, field) and not field.separator:
            notes.append(ONLY_SAID[lang])
    return ". ".join(notes) + "."
