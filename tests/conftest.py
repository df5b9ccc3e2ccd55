"""What every part of the suite shares: the long rounds, the machine's services, the line about skips."""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis
from flask import Flask
from flask.testing import FlaskClient

from tests import needs


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run the many rounds and the fuzzing")
    parser.addoption(
        "--renew", action="store_true", help="write the golden reports anew; look at the difference"
    )


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


class Browser(FlaskClient):
    """A test client whose requests share nothing with the test but the database."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        from portal.extensions import db

        db.session.commit()  # and so let go of SQLite's lock
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        db.session.expire_all()
        return response


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database with all tables, once on each kind that the portal runs on."""
    from tests.portal.databases import empty_postgres, empty_sqlite

    if request.param == "sqlite":
        yield empty_sqlite(tmp_path)
    else:
        with empty_postgres(request.getfixturevalue("postgres_url")) as url:
            yield url


@pytest.fixture
def app(tmp_path: Path, database: str) -> Iterator[Flask]:
    """The portal on an empty database, inside an application context."""
    from portal import create_app
    from portal.extensions import db

    app = create_app(
        {
            "TESTING": True,
            "INSTANCE_PATH": tmp_path / "instance",
            "SQLALCHEMY_DATABASE_URI": database,
            "CELERY": {"broker_url": "memory://"},
            "WTF_CSRF_ENABLED": False,
            "RATELIMIT_ENABLED": False,
        }
    )
    app.test_client_class = Browser
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without script that has not signed in."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask, client: FlaskClient) -> Callable[..., FlaskClient]:
    """Sign `client`, or another browser, in as a user, past the password and the second factor."""
    from portal.extensions import db

    def enter(user: object, browser: FlaskClient | None = None) -> FlaskClient:
        browser = browser or client
        db.session.commit()
        with browser.session_transaction() as session:
            session.clear()
            session["_user_id"] = user.fs_uniquifier
            session["_fresh"] = True
            session["fs_cc"] = "set"
            session["fs_paa"] = time.time()
            session["identity.id"] = user.fs_uniquifier
        return browser

    return enter
