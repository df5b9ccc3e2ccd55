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
    """`python -m portal run`, with the address that it printed and the seconds until it answered."""

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
        self.address = self._printed_address()
        self.seconds_to_start = time.monotonic() - begun

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
            with urllib.request.urlopen(self.address + path, timeout=10) as answer:
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
