"""The areas that a request may be at, in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

AREA_NAMES = {
    "soporte-ws": _l("Soporte Web Service"),
    "programacion": _l("Programación"),
    "by-routing": _l("Área por asignar"),
}


def area_name(area: str) -> str:
    """What the area is called; one that an agent wrote at an escalation stands as written."""
    return str(AREA_NAMES.get(area, area))
