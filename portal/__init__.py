"""The portal: doors (web, tasks, cli), then services, then models.

Importing it costs nothing: `portal.launch` starts processes before any of them has loaded Flask.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """The application. `config` goes on top of the environment; INSTANCE_PATH in it moves its folder.

    Raises portal.config.MissingConfiguration in production without its secrets, and
    knowledge.BrokenKnowledge where a knowledge file is broken.
    """
    from portal.factory import build

    return build(config or {})
