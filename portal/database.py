"""How SQLite is opened: write-ahead log, foreign keys, a wait for the lock, and transactions that state
their aim.

A transaction that may write begins IMMEDIATE: it waits for the lock at its start, where waiting is possible,
instead of failing half-way. Reading requests begin DEFERRED and never wait for a writer.
"""

import sqlite3
from typing import Any

from flask import Flask, has_request_context, request
from sqlalchemy import Connection, event

from portal.extensions import db

BUSY_MILLISECONDS = 15_000
# Opening the address in a mail changes the account although it is a GET, and that of a shared report is counted.
WRITING_GETS = frozenset({"security.confirm_email", "diagnose.shared"})


def init_app(app: Flask) -> None:
    """Put the rules for SQLite on the engine of `app`; PostgreSQL needs none."""
    with app.app_context():
        engine = db.engine
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _open)
        event.listen(engine, "begin", _begin)


def _open(connection: sqlite3.Connection, record: Any) -> None:
    connection.isolation_level = None  # the driver would otherwise begin on its own, and too late
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")  # what was acknowledged survives a power cut too
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN DEFERRED" if _only_reads() else "BEGIN IMMEDIATE")


def _only_reads() -> bool:
    if not has_request_context() or request.method not in ("GET", "HEAD", "OPTIONS"):
        return False
    return request.endpoint not in WRITING_GETS
