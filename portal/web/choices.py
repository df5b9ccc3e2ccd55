"""Choices of a form field from a mapping of value to label."""

from collections.abc import Mapping

from flask_babel.speaklater import LazyString
from wtforms.fields.choices import SelectChoice


def choices(labels: Mapping[str, str | LazyString]) -> list[SelectChoice]:
    """In the mapping's order; labels are put into words when the page is made."""
    return [SelectChoice(value, label) for value, label in labels.items()]
