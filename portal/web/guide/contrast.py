"""The two sides of an example, with what differs between them marked."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_VALUE = re.compile(r'([\w:]+)="([^"]*)"|>([^<>]+)</([\w:]+)>')
"""An attribute and its value, or a value and the element that ends behind it."""


def contrast(wrong: str, right: str) -> tuple[Markup, Markup]:
    """Both as HTML; a value that the other side has otherwise is marked."""
    return _marked(wrong, right), _marked(right, wrong)


def _marked(own: str, other: str) -> Markup:
    values = {m[1] or m[4]: m[2] or m[3] for m in _VALUE.finditer(other)}
    pieces = []
    done = 0
    for m in _VALUE.finditer(own):
        value, at = m[2] or m[3], 2 if m[2] else 3
        if value and values.get(m[1] or m[4], value) != value:
            pieces += [escape(own[done : m.start(at)]), Markup("<mark>{}</mark>").format(value)]
            done = m.end(at)
    return Markup("").join([*pieces, escape(own[done:])])
