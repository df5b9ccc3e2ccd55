"""A portal started as `make run` starts it, on a free port and with an instance folder of its own."""

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.ops.processes import children_of

ROOT = Path(__file__).parents[2]


class PortalProcess:
    """`python -m portal run`, with the address that it printed and the seconds until it answered.

    As a context it is stopped at the end, and AssertionError is raised when that takes too long.
    """

    def __init__(self, instance: Path, *, port: int = 0) -> None:
        self.instance = instance
        self.log = instance.with_suffix(".log")
        begun = time.monotonic()
        with self.log.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "portal", "run"],
                cwd=ROOT,
                env={**os.environ, "PORTAL_INSTANCE": str(instance), "PORTAL_PORT": str(port)},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            self.address = self._printed_address()
        except AssertionError:
            self.stop()
            raise
        self.seconds_to_start = time.monotonic() - begun

    def __enter__(self) -> "PortalProcess":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End it within the promised ten seconds."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired as slow:
            self.process.kill()
            self.process.wait(10)
            raise AssertionError("it did not stop within 10 s") from slow

    @property
    def pid(self) -> int:
        return self.process.pid

    def _printed_address(self) -> str:
        """The address in the output, which is printed when the web answers."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            found = re.search(r"http://127\.0\.0\.1:\d+", self.log.read_text())
            if found:
                return found.group()
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.02)
        raise AssertionError(f"no address printed:\n{self.log.read_text()}")

    def get(self, path: str = "/") -> int:
        """The status of a request, with 0 for a connection that broke off."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=30) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def child(self, word: str) -> int:
        """The child whose command line holds `word`: gunicorn, worker or beat. AssertionError if none."""
        for pid in children_of(self.pid):
            if word.encode() in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0"):
                return pid
        raise AssertionError(f"no {word} among the children")

    def has(self, word: str, *, other_than: int) -> bool:
        """Whether a child with `word` runs that is not `other_than`."""
        try:
            return self.child(word) != other_than
        except (AssertionError, FileNotFoundError):
            return False
