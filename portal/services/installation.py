"""Whether this installation could serve: what `python -m portal check` prints."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from kombu.exceptions import OperationalError
from sqlalchemy.exc import SQLAlchemyError

from knowledge import load
from portal.clock import now
from portal.extensions import db

CALENDAR_AHEAD = timedelta(days=90)
"""Longer than any deadline that is promised: so long before its end the calendar asks for the next year."""


def problems() -> Iterator[tuple[str, str | None]]:
    """Each part's name with what is wrong and what to do, or None where all is well."""
    parts: dict[str, Callable[[], str | None]] = {
        "database": _database,
        "files": _files,
        "broker": _broker,
        "calendar": _calendar,
    }
    for name, problem_of in parts.items():
        yield name, problem_of()


def _database() -> str | None:
    try:
        with db.engine.connect() as connection:
            found = MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError as error:
        return f"cannot be opened: {error.__cause__ or error}"
    newest = ScriptDirectory(current_app.extensions["migrate"].directory).get_current_head()
    if found != newest:
        return f"is at revision {found}, the code needs {newest}: run `python -m portal db upgrade`"
    return None


def _files() -> str | None:
    folder = Path(current_app.config["FILES_FOLDER"])
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    if not os.access(existing, os.W_OK | os.X_OK):
        return f"{existing} is not writable for this user"
    return None


def _calendar() -> str | None:
    calendar = load().calendar
    if now() + CALENDAR_AHEAD < calendar.end:
        return None
    last = calendar.years[1]
    return (
        f"ends with {last}: put the holidays of {last + 1} into knowledge/holidays.yaml, then `repair-clocks`"
    )


def _broker() -> str | None:
    try:
        with current_app.extensions["celery"].connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, timeout=2)
    except (OperationalError, SQLAlchemyError, OSError) as error:
        return f"does not answer: {error}"
    return None
