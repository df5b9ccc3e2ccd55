"""No search for garbage while much is made at once: what we know, or a document that is diagnosed.

Tens of thousands of objects are made in one go and go together by their counts of references. The collector would walk
through them again and again while they are made: up to half of the time, and nothing is found.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collection_paused() -> Iterator[None]:
    """Whoever finds the collector on turns it off, and on again at the end; another thread meanwhile leaves it."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
