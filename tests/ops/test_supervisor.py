"""The parent keeps its children alive and leaves none behind. Programs of a few lines stand for ours."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ops.processes import children_of, descendants_of, is_alive, wait_until

# Seconds, for a busy machine: the programs sleep for a minute, so that less of it proves the same.
PATIENCE = 30

PARENT = """
    import sys
    from portal.supervisor import Program, Supervisor

    python = (sys.executable, "-S", "-c")
    Supervisor(
        (
            Program("forking", (*python, "import os, time; os.fork(); time.sleep(60)")),
            Program("plain", (*python, "import time; time.sleep(60)")),
            Program("deaf", (*python, "from signal import *; signal(15, SIG_IGN); pause()")),
        )[: int(sys.argv[1])],
        say=lambda line: print(line, flush=True),
        stop_seconds=1,
    ).run()
"""


def start(programs: int, *, sigint_ignored: bool = False) -> subprocess.Popen[str]:
    """A supervisor of the first `programs` programs, started as a shell starts a background job."""
    ignore = (lambda: signal.signal(signal.SIGINT, signal.SIG_IGN)) if sigint_ignored else None
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(PARENT), str(programs)],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=ignore,
    )


@pytest.fixture
def supervisor() -> Iterator[subprocess.Popen[str]]:
    with start(2) as parent:
        wait_until(lambda: len(descendants_of(parent.pid)) == 3, PATIENCE)
        forked = children_of(children_of(parent.pid)[0])
        yield parent
        parent.terminate()
    for pid in forked:  # outlives a killed parent: no program of the portal forks like this one
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def test_dead_child_is_back(supervisor):
    before = children_of(supervisor.pid)
    os.kill(before[1], signal.SIGKILL)
    wait_until(lambda: len(set(children_of(supervisor.pid)) - {before[1]}) == 2, PATIENCE)


def test_what_a_dead_child_had_forked_is_ended_too(supervisor):
    forking = children_of(supervisor.pid)[0]
    forked = children_of(forking)
    os.kill(forking, signal.SIGKILL)
    wait_until(lambda: not any(map(is_alive, forked)), PATIENCE)


def test_restarts_of_a_child_that_keeps_dying_are_spaced(supervisor):
    def kill_and_wait() -> tuple[float, float]:
        """(the announced delay, the seconds from the kill to the restart)."""
        begun = time.monotonic()
        pid = children_of(supervisor.pid)[-1]
        os.kill(pid, signal.SIGKILL)
        announced = re.search(r"again in ([\d.]+) s", supervisor.stdout.readline())
        wait_until(lambda: len(children_of(supervisor.pid)) == 2 and not is_alive(pid), PATIENCE)
        return float(announced[1]), time.monotonic() - begun

    restarts = [kill_and_wait() for _ in range(3)]
    assert [announced for announced, _ in restarts] == [0.2, 0.4, 0.8]
    # A lower bound: a busy machine makes a restart later, never sooner.
    assert all(taken >= announced for announced, taken in restarts)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signal_ends_parent_and_children(number):
    with start(2, sigint_ignored=True) as parent:
        wait_until(lambda: len(descendants_of(parent.pid)) == 3, PATIENCE)
        everything = descendants_of(parent.pid)
        parent.send_signal(number)
        assert parent.wait(timeout=PATIENCE) == 0
        assert not any(map(is_alive, everything))


def test_child_that_ignores_the_request_is_killed_in_time():
    with start(3) as parent:
        wait_until(lambda: len(children_of(parent.pid)) == 3, PATIENCE)
        everything = descendants_of(parent.pid)
        parent.terminate()
        assert parent.wait(timeout=PATIENCE) == 0
        assert not any(map(is_alive, everything))


@pytest.mark.skipif(sys.platform != "linux", reason="Linux: the kernel ends children with their parent")
def test_children_end_with_a_killed_parent(supervisor):
    children = children_of(supervisor.pid)
    supervisor.kill()
    wait_until(lambda: not any(map(is_alive, children)), PATIENCE)
