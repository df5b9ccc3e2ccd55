"""What every part of the suite shares: the long rounds, the machine's services, the line about skips."""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from tests import needs


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run the many rounds and the fuzzing")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--long"):
        return
    long = [item for item in items if item.get_closest_marker("long")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in set(long)]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name in one line what did not run and how to make it run."""
    reasons = Counter(_reason(report) for report in terminalreporter.stats.get("skipped", []))
    if reasons:
        told = "; ".join(f"{count} for want of {reason}" for reason, count in reasons.items())
        terminalreporter.write_line(f"Skipped: {told}")


def _reason(report: pytest.TestReport) -> str:
    place = report.longrepr
    return str(place[2] if isinstance(place, tuple) else place).removeprefix("Skipped: ")


@pytest.fixture(scope="session")
def rounds(request: pytest.FixtureRequest) -> int:
    """How often a test with chance in it repeats: a few, or many with --long."""
    return 200 if request.config.getoption("--long") else 3


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser to drive."""
    path = needs.chromium_path()
    if path is None:
        needs.BROWSER.missing()
    return path


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """An empty PostgreSQL database of this run, as an SQLAlchemy address; dropped at the end."""
    if not needs.listens(needs.POSTGRES):
        needs.DATABASE.missing()
    name = f"ventanilla_test_{os.getpid()}"
    with psycopg.connect(needs.POSTGRES, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield needs.POSTGRES.replace("postgresql:", "postgresql+psycopg:").rpartition("/")[0] + f"/{name}"
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def redis_url() -> str:
    """An empty Redis database. Its content is removed: never point it at one that is in use."""
    if not needs.listens(needs.REDIS):
        needs.BROKER.missing()
    with redis.Redis.from_url(needs.REDIS) as client:
        client.flushdb()
    return needs.REDIS
