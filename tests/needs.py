"""What some tests need from the machine: found or not, and how to install it.

Addresses come from PORTAL_TEST_POSTGRES and PORTAL_TEST_REDIS, with the usual local ones as defaults.
"""

import os
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

POSTGRES = os.environ.get("PORTAL_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("PORTAL_TEST_REDIS", "redis://127.0.0.1:6379/15")


@dataclass(frozen=True)
class Need:
    """One thing of the machine, by the name that the summary shows."""

    name: str
    install: str

    def missing(self) -> None:
        """Skip the test; in CI fail it, so that a green run there has run everything."""
        reason = f"{self.name}: {self.install}"
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI has to provide {reason}", pytrace=False)
        pytest.skip(reason)


BROWSER = Need("Chromium", "apt-get install chromium fonts-dejavu-core")
DATABASE = Need("PostgreSQL", "apt-get install postgresql, or set PORTAL_TEST_POSTGRES")
BROKER = Need("Redis", "apt-get install redis-server, or set PORTAL_TEST_REDIS")


def listens(url: str) -> bool:
    """Whether anything accepts connections at the host and port of `url`."""
    address = urlsplit(url)
    try:
        with socket.create_connection((address.hostname, address.port), timeout=2):
            return True
    except OSError:
        return False


def chromium_path() -> Path | None:
    """The system's Chromium, or the browser that CHROMIUM names."""
    for name in (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name) if name else None
        if found:
            return Path(found)
    return None
