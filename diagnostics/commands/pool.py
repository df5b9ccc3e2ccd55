"""Many files at once: in several processes where that pays, with a bar on a terminal; always in their order."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from functools import partial

from diagnostics.commands.judge import Judged, Task, judge
from knowledge import load

PARALLEL_FROM = 16
"""Files below which a second process would not have started when the first one is done."""
BAR_FROM = 20


def judge_all(names: Sequence[str], task: Task, jobs: int = 0) -> Iterator[Judged]:
    """Each file's result, in the order of the names. Raises concurrent.futures.BrokenExecutor where a process died."""
    wanted = min(jobs or os.cpu_count() or 1, len(names))
    many = _judge_apart if wanted > 1 and (jobs or len(names) >= PARALLEL_FROM) else _judge_here
    bar = len(names) >= BAR_FROM and sys.stderr.isatty()
    for number, judged in enumerate(many(names, task, wanted), 1):
        if bar:
            _clear()
        yield judged
        if bar:
            _show(number, len(names), names[number - 1])
    if bar:
        _clear()


def _judge_here(names: Sequence[str], task: Task, wanted: int) -> Iterator[Judged]:
    yield from (judge(name, task) for name in names)


def _judge_apart(names: Sequence[str], task: Task, wanted: int) -> Iterator[Judged]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_all_start_methods, get_context

    load()  # before the fork: the processes share what we know instead of each reading it
    method = "fork" if "fork" in get_all_start_methods() else "spawn"
    with ProcessPoolExecutor(wanted, mp_context=get_context(method)) as pool:
        yield from pool.map(
            partial(judge, task=task), names, chunksize=max(1, min(16, len(names) // wanted // 4))
        )


WIDTH = 24


def _show(number: int, total: int, name: str) -> None:
    done = WIDTH * number // total
    print(
        f"\r[{'#' * done}{'.' * (WIDTH - done)}] {number}/{total} {name[-60:]}",
        end="",
        file=sys.stderr,
        flush=True,
    )


def _clear() -> None:
    print("\r\x1b[2K", end="", file=sys.stderr, flush=True)
