"""A value for a field that samples.yaml has no words for: of its day, its currency, its list or its type."""

from __future__ import annotations

from datetime import timedelta

from knowledge.generate.choices import Choices, samples
from knowledge.layout import Field
from knowledge.model import Knowledge

BY_TYPE = {
    "date": "{day}",
    "datetime": "{day}T00:00:00",
    "time": "10:15:00-05:00",
    "money": "0.00",
    "quantity": "1.00",
    "percent": "0.00",
    "rate": "1.00",
    "integer": "1",
    "digits": "1",
    "flag": "false",
    "email": "contacto@ejemplo.co",
    "url": "https://ejemplo.co",
}


def value_for(k: Knowledge, choices: Choices, field: Field) -> str:
    """Something that the field takes; a free text says what belongs there."""
    if field.id.endswith("currency"):
        return choices.currency
    if field.values:
        return field.values[0]
    if field.list is not None and field.list in k.codes:
        return next(code for code in k.codes[field.list].codes if code)
    if field.type not in BY_TYPE:
        return field.title["es"]
    day = choices.day + timedelta(days=samples()["days"].get(field.id, 0))
    return BY_TYPE[field.type].format(day=day.isoformat())
