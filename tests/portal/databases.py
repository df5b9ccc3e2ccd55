"""Empty databases for tests: the tables are made once, then copied or emptied."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from flask_migrate import upgrade
from sqlalchemy import create_engine, text

from portal import create_app
from portal.extensions import db


def _migrate(url: str, instance: Path) -> None:
    app = create_app({"INSTANCE_PATH": instance, "SQLALCHEMY_DATABASE_URI": url})
    with app.app_context():
        upgrade()
        db.session.remove()
        db.engine.dispose()


@cache
def _template() -> Path:
    """A migrated SQLite file of this test run."""
    folder = Path(tempfile.mkdtemp(prefix="ventanilla-"))
    _migrate(f"sqlite:///{folder / 'template.sqlite3'}", folder)
    return folder / "template.sqlite3"


def empty_sqlite(folder: Path) -> str:
    """A fresh copy of the migrated file."""
    copy = folder / "portal.sqlite3"
    shutil.copy(_template(), copy)
    return f"sqlite:///{copy}"


@cache
def _migrate_once(url: str) -> None:
    with tempfile.TemporaryDirectory(prefix="ventanilla-") as folder:
        _migrate(url, Path(folder))


@contextmanager
def empty_postgres(url: str) -> Iterator[str]:
    """The migrated database of this run, emptied afterwards."""
    _migrate_once(url)
    yield url
    engine = create_engine(url)
    with engine.begin() as connection:
        # TRUNCATE writes every table's files anew, which takes ten times as long; this needs a superuser, because
        # it passes over the order of foreign keys and the triggers that keep the event log from being changed.
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for table in db.metadata.sorted_tables:
            connection.execute(table.delete())
        connection.execute(text("SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'"))
    engine.dispose()
