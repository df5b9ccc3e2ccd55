"""What we know: the estructura base, the error guide, WS answers, code lists, requests, articles, policy, calendar."""

from __future__ import annotations

from functools import cache

from knowledge.compile import BrokenKnowledge, compiled
from knowledge.model import Knowledge, from_compiled

__all__ = ["BrokenKnowledge", "Knowledge", "load"]


@cache
def load() -> Knowledge:
    """The whole, cached in the process. Raises BrokenKnowledge (file, pointer, reason) where a source is broken."""
    data, version = compiled()
    return from_compiled(data, version)
