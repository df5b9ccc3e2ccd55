"""`make run`: everything that the portal needs on one machine, under one foreground parent.

Loads nothing heavy: the web loads its code while the database is brought up to date beside it.
"""

import errno
import fcntl
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from portal.supervisor import Program, Supervisor, die_with_parent

HOST = "127.0.0.1"
PYTHON = (sys.executable, "-m")


class CannotStart(click.ClickException):
    """Something that the person at the keyboard can put right; the message says how."""


def port_from(text: str) -> int:
    """The port that PORTAL_PORT names. 0 lets the system choose. Raises CannotStart."""
    if not (text.isascii() and text.isdigit() and int(text) < 65536):
        raise CannotStart(f"PORTAL_PORT must be a number from 0 to 65535, such as 8000. It is {text!r}.")
    return int(text)


def listen(port: int) -> socket.socket:
    """A listening socket on the loopback. The parent keeps it, so that requests wait for a restart."""
    try:
        return socket.create_server((HOST, port), backlog=512)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            other = f"PORTAL_PORT={port + 1} make run"
            raise CannotStart(f"Port {port} is in use by another program. Choose another: {other}") from error
        if error.errno == errno.EACCES:
            raise CannotStart(f"This user may not open port {port}. Choose one above 1023.") from error
        raise


@contextmanager
def only_one(instance: Path) -> Iterator[None]:
    """Hold the instance folder. The kernel lets go of the lock however this process ends."""
    instance.mkdir(parents=True, exist_ok=True)
    with (instance / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            raise CannotStart(f"The portal already runs on this instance (process {holder}).") from error
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield


def programs(listener: socket.socket, gate: int, ready_end: int) -> tuple[Program, ...]:
    """The three programs of the embedded set-up.

    The web waits with its first answer until `gate`, the reading end of a pipe, ends; then it writes to
    `ready_end`, the writing end of another.
    """
    celery = (*PYTHON, "celery", "--app", "wsgi:celery", "--quiet")
    quiet = ("--loglevel", "WARNING")
    web = Program(
        "web",
        (*PYTHON, "gunicorn", "--bind", f"fd://{listener.fileno()}", "wsgi:app"),
        env={"PORTAL_GATE_FD": str(gate), "PORTAL_READY_FD": str(ready_end)},
        pass_fds=(listener.fileno(), gate, ready_end),
        early=True,
    )
    # Threads: mail and the sweep go on beside a long diagnosis, and there is no pool of processes that
    # could outlive its worker. What hangs or dies takes the worker with it and comes back by the sweep.
    alone = ("--without-gossip", "--without-mingle", "--without-heartbeat")
    worker = Program(
        "worker",
        (*celery, "worker", "--pool", "threads", "--concurrency", "4", *quiet, *alone),
        env={"PYTHONWARNINGS": "ignore:You're running the worker with superuser"},
    )
    beat = Program("beat", (*celery, "beat", "--pidfile", "", *quiet))
    return (web, worker, beat)


def supervise(instance: Path, port: int, *, with_parent: bool) -> None:
    """Prepare the instance, run until a signal asks to stop, and leave no process behind.

    `with_parent`: stop also when the process that started this one ends, even by `kill -9`. Raises
    CannotStart.
    """
    if with_parent:
        die_with_parent(os.getppid(), signal.SIGTERM)
    with only_one(instance), listen(port) as listener:
        address = f"http://{HOST}:{listener.getsockname()[1]}"
        gate, gate_end = os.pipe()
        ready, ready_end = os.pipe()
        prepared = Supervisor(
            programs(listener, gate, ready_end),
            say=lambda line: click.echo(line, err=True),
            first=Program("preparation", (*PYTHON, "portal", "prepare")),
            on_first_done=lambda: os.close(gate_end),
            ready_fd=ready,
            on_ready=lambda: click.echo(f"Ventanilla answers at {address}  (Ctrl-C stops it)"),
        ).run()
    if not prepared:
        raise CannotStart("The preparation of the database failed; what it said stands above.")
    click.echo("Stopped.")
