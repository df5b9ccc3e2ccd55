"""An AttachedDocument by itself. DIAN validates what is in it and not the container, so its schema only warns."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.issue import Issue, Scope
from diagnostics.rules.schema import check_schema

CONTAINER = "container"
"""The kind of document that carries others."""


def check_container(scope: Scope) -> Iterator[Issue]:
    """What the schema refuses of a container."""
    for issue in check_schema(scope):
        issue.severity = "warning"
        yield issue
