"""Medians of actions that take turns, so that what else the machine does meanwhile hits both alike.

What is counted is the processor's time of this thread: while another program has its turn, the clock stands still. A
wall clock would be unfair to the longer action, which loses its turn more often.
"""

import statistics
import time
from collections.abc import Callable, Sequence

Action = Callable[[], object]

SECONDS = 1.0
LEAST = 5


def medians(actions: Sequence[Action], seconds: float = SECONDS, least: int = LEAST) -> list[float]:
    """The median time of each action in milliseconds, from rounds in which every one runs once."""
    times: list[list[float]] = [[] for _ in actions]
    end = time.perf_counter() + seconds
    while len(times[0]) < least or time.perf_counter() < end:
        for action, taken in zip(actions, times, strict=True):
            taken.append(once(action))
    return [statistics.median(taken) for taken in times]


def once(action: Action) -> float:
    """How long the processor works at an action, in milliseconds."""
    begun = time.thread_time()
    action()
    return (time.thread_time() - begun) * 1000
