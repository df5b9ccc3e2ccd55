"""SQLite as the portal opens it: readers do not wait, writers wait their turn, and a long lock is said."""

import sqlite3
import threading

import pytest
from sqlalchemy import select, text

from portal import database
from portal.extensions import db
from portal.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def path(app):
    return db.engine.url.database


@pytest.fixture
def holder(path):
    """Another process in the middle of a write."""
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    yield other
    other.close()


def test_every_connection_is_set_up(path):
    pragmas = {
        name: db.session.scalar(text(f"PRAGMA {name}"))
        for name in ("journal_mode", "synchronous", "foreign_keys")
    }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_page_is_shown_while_another_process_writes(client, holder, sign_in):
    assert client.get("/cuenta/ingresar").status_code == 200


def test_writer_waits_for_a_short_lock(client, holder):
    released = threading.Event()

    def release() -> None:
        released.set()
        holder.execute("COMMIT")

    threading.Timer(2, release).start()
    form = {"name": "Ana", "email": "a@b.co", "password": "tres mesas verdes", "role": "developer"}
    assert client.post("/cuenta/crear", data=form).status_code == 302
    assert released.is_set()
    assert db.session.scalar(select(User.email)) == "a@b.co"


def test_long_lock_is_said_and_nothing_is_half_done(client, holder, monkeypatch):
    monkeypatch.setattr(database, "BUSY_MILLISECONDS", 300)
    db.engine.dispose()
    form = {"name": "Ana", "email": "a@b.co", "password": "tres mesas verdes", "role": "developer"}
    answer = client.post("/cuenta/crear", data=form)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    holder.execute("ROLLBACK")
    assert db.session.scalar(select(User)) is None


def test_naive_time_is_refused(app):
    from datetime import datetime

    UserFactory(confirmed_at=None)
    user = db.session.scalar(select(User))
    user.confirmed_at = datetime(2026, 1, 1)  # noqa: DTZ001
    with pytest.raises(Exception, match="naive"):
        db.session.flush()
    db.session.rollback()
