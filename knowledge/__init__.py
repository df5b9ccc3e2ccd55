"""What we know: the estructura base, the error guide, WS answers, code lists, requests, articles, policy, calendar."""

from __future__ import annotations

import gc
from functools import cache

from knowledge.compile import BrokenKnowledge, compiled
from knowledge.model import Knowledge, from_compiled
from knowledge.pause import collection_paused

__all__ = ["BrokenKnowledge", "Knowledge", "load"]


@cache
def load() -> Knowledge:
    """The whole, cached in the process. Raises BrokenKnowledge (file, pointer, reason) where a source is broken."""
    with collection_paused():
        known = from_compiled(*compiled())
        gc.freeze()  # it never becomes garbage: no collection need walk through it again (a tenth of a diagnosis)
    return known
