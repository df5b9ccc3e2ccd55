"""Small views of the machine's processes, from /proc."""

import time
from collections.abc import Callable
from pathlib import Path


def is_alive(pid: int) -> bool:
    """Whether `pid` runs; one that ended and was not yet collected does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def children_of(pid: int) -> list[int]:
    """The processes that `pid` started and that run."""
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [int(child) for child in listed if is_alive(int(child))]


def descendants_of(pid: int) -> list[int]:
    """All the processes below `pid`."""
    found = children_of(pid)
    return found + [deeper for child in found for deeper in descendants_of(child)]


def wait_until(condition: Callable[[], object], seconds: float) -> float:
    """Seconds until `condition` held. AssertionError when that takes longer than `seconds`."""
    start = time.monotonic()
    while not condition():
        assert time.monotonic() - start < seconds, f"not within {seconds} s"
        time.sleep(0.02)
    return time.monotonic() - start
