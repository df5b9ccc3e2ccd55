"""How much a call works, whatever else the machine does meanwhile."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """AssertionError where the block takes more of the processor than that.

    Give far more than it needs: this finds work that grows out of hand. How fast we are, `make bench` says.
    """
    before = time.process_time()
    yield
    used = time.process_time() - before
    assert used < seconds, f"{used:.1f} s of processor time"
