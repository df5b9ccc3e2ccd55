"""What a finding's text came in, in words: `facturas/a.xml > soap`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def inside_of(container: Mapping[str, Any] | None) -> str:
    """Outside in: the file of a ZIP by its name, anything else by its kind; "" for the upload itself."""
    steps: list[str] = []
    while container is not None:
        steps.insert(0, container["path"] if container["kind"] == "zip" else container["kind"])
        container = container.get("within")
    return " > ".join(steps)
