"""The two sides of an example, with what differs between them marked."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_VALUE = re.compile(r"<(\w+)>([^<]*)</\1>")


def contrast(wrong: str, right: str) -> tuple[Markup, Markup]:
    """Both as HTML; a value that the other side has otherwise is marked."""
    return _marked(wrong, right), _marked(right, wrong)


def _marked(own: str, other: str) -> Markup:
    values = dict(_VALUE.findall(other))
    pieces = []
    done = 0
    for m in _VALUE.finditer(own):
        if m[2] and values.get(m[1], m[2]) != m[2]:
            pieces += [escape(own[done : m.start(2)]), Markup("<mark>{}</mark>").format(m[2])]
            done = m.end(2)
    return Markup("").join([*pieces, escape(own[done:])])
