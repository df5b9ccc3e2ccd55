"""Keep a few programs running in the foreground and leave nothing behind.

One thread, no timers: the loop sleeps until a signal, a child's end or the next restart wakes it.
Knows nothing of the portal; `portal.launch` says what to run.
"""

import contextlib
import ctypes
import math
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

STOP_SECONDS = 7.0  # what a child gets to finish its work; the rest of the promised 10 s is ours
FIRST_DELAY, LONGEST_DELAY = 0.2, 10.0
HEALTHY_SECONDS = 15.0  # a child that lived this long starts again at once

_PR_SET_PDEATHSIG = 1
# Looked up before any fork: only async-signal-safe work belongs between fork and exec.
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(parent: int, how: signal.Signals = signal.SIGKILL) -> None:
    """Ask the kernel to end this process when `parent`, its present parent, ends (Linux).

    Called in the child. The request survives exec but not fork: a program that forks workers calls it
    in each. Where the kernel has no such request the child outlives a `kill -9` of its parent.
    """
    if _libc is None:
        return
    _libc.prctl(_PR_SET_PDEATHSIG, int(how), 0, 0, 0)
    if os.getppid() != parent:  # it ended before the request was made
        os.kill(os.getpid(), how)


@dataclass(frozen=True)
class Program:
    """What to run: `argv`, extra environment, and the descriptors that it inherits.

    `early`: it starts beside the first program instead of after it.
    """

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    pass_fds: tuple[int, ...] = ()
    early: bool = False


@dataclass
class _Child:
    program: Program
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0  # when it may start (again), on the monotonic clock
    short_lives: int = 0

    def start(self) -> None:
        parent = os.getpid()
        # A group of its own: a Ctrl-C in the terminal reaches the parent alone, which then ends the
        # children in order; and whatever a child forked can be swept away by its group.
        self.process = subprocess.Popen(
            self.program.argv,
            env={**os.environ, **self.program.env},
            pass_fds=self.program.pass_fds,
            stdin=subprocess.DEVNULL,
            process_group=0,
            preexec_fn=lambda: die_with_parent(parent),  # safe: this process has one thread
        )
        self.started = time.monotonic()

    def ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def postpone(self) -> float:
        """Plan the next start, later after each short life; seconds until then."""
        lived = time.monotonic() - self.started
        self.short_lives = 0 if lived >= HEALTHY_SECONDS else self.short_lives + 1
        delay = min(FIRST_DELAY * 2 ** max(self.short_lives - 1, 0), LONGEST_DELAY)
        self.process, self.due = None, time.monotonic() + delay
        return delay

    def kill_group(self) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


class Supervisor:
    """Run `programs` until SIGINT, SIGTERM or SIGHUP; `say` gets a line for each event.

    `first`, where given, runs once; `on_first_done` is called when it succeeded, and only then those that
    are not `early` start. `ready_fd` is the reading end of a pipe; `on_ready` is called once, when a byte
    arrives there. A child that has not ended `stop_seconds` after it was asked to is killed.
    """

    def __init__(
        self,
        programs: tuple[Program, ...],
        *,
        say: Callable[[str], None],
        first: Program | None = None,
        on_first_done: Callable[[], None] | None = None,
        ready_fd: int | None = None,
        on_ready: Callable[[], None] | None = None,
        stop_seconds: float = STOP_SECONDS,
    ) -> None:
        self._first = _Child(first) if first else None
        self._on_first_done = on_first_done
        self._children = [
            _Child(program, due=math.inf if first and not program.early else 0.0) for program in programs
        ]
        self._say = say
        self._ready_fd, self._on_ready = ready_fd, on_ready
        self._stopping, self._stop_seconds = False, stop_seconds
        self._wake, self._wake_end = os.pipe()

    def run(self) -> bool:
        """Start everything and return when all of it has ended. False: the first program failed."""
        self._listen()
        failed = False
        try:
            if self._first:
                self._first.start()
            while not self._stopping and not failed:
                self._start_due()
                self._sleep(self._seconds_to_next_start())
                failed = self._first_failed()
                self._bury()
        finally:
            self._stop()
        return not failed

    def _listen(self) -> None:
        os.set_blocking(self._wake, False)
        os.set_blocking(self._wake_end, False)
        signal.set_wakeup_fd(self._wake_end, warn_on_full_buffer=False)
        # Set although a shell starts background jobs with SIGINT ignored: `kill -INT` must work there too.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_stop)
        # A handler, if only an empty one, makes a child's end wake the loop.
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def _on_stop(self, *_: object) -> None:
        self._stopping = True

    def _sleep(self, seconds: float | None) -> None:
        watched = [self._wake] if self._ready_fd is None else [self._wake, self._ready_fd]
        readable, _, _ = select.select(watched, [], [], seconds)
        if self._wake in readable:
            os.read(self._wake, 4096)
        if self._ready_fd in readable and self._ready_fd is not None:
            self._ready_fd = None
            if self._on_ready:
                self._on_ready()

    def _first_failed(self) -> bool:
        """Look after the first program: let the others start once it is done."""
        if self._first is None or self._first.process is None or not self._first.ended():
            return False
        if self._first.process.returncode != 0:
            return True
        self._first = None
        if self._on_first_done:
            self._on_first_done()
        for child in self._children:
            child.due = min(child.due, time.monotonic())
        return False

    def _start_due(self) -> None:
        for child in self._children:
            if child.process is None and child.due <= time.monotonic():
                child.start()

    def _seconds_to_next_start(self) -> float | None:
        waiting = [child.due for child in self._children if child.process is None]
        first = min(waiting, default=math.inf)
        return max(first - time.monotonic(), 0.0) if first < math.inf else None

    def _bury(self) -> None:
        for child in self._children:
            if self._stopping or not child.ended():
                continue
            code = child.process.returncode if child.process else 0
            child.kill_group()  # what it forked must not hold files or answer requests any longer
            delay = child.postpone()
            self._say(f"{child.program.name} ended ({_cause(code)}); starting it again in {delay:.1f} s")

    def _stop(self) -> None:
        """End all children: politely, and those that take too long without asking."""
        children = [self._first, *self._children] if self._first else self._children
        alive = [child for child in children if child.process is not None]
        for child in alive:
            if child.process is not None:
                child.process.terminate()
        deadline = time.monotonic() + self._stop_seconds
        while any(not child.ended() for child in alive) and time.monotonic() < deadline:
            self._sleep(max(deadline - time.monotonic(), 0.0))
        for child in alive:
            child.kill_group()
            if child.process is not None:
                child.process.wait()


def _cause(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
