"""The embedded broker: one SQLite file that every start makes anew.

Nothing in it is worth keeping, because the sweep sends again what a row says is due. Starting empty
also means that no kill can leave a file behind that stops the next start.
"""

import contextlib
import datetime as dt
import sqlite3
from pathlib import Path

from celery import Celery

SCHEME = "sqla+sqlite:///"
_KEEP = dt.timedelta(minutes=10)


def path_of(celery: Celery) -> Path | None:
    """The file of the embedded broker; None when a real one is configured."""
    url = str(celery.conf.broker_url)
    return Path(url.removeprefix(SCHEME)) if url.startswith(SCHEME) else None


def renew(celery: Celery) -> None:
    """Replace the embedded broker by an empty one. Call it while nothing uses it."""
    path = path_of(celery)
    if path is None:
        return
    for leftover in path.parent.glob(path.name + "*"):
        leftover.unlink()
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA journal_mode = WAL")  # stays with the file: readers and the writer do not wait
    # Its tables too: three processes that made them at once would stumble over each other.
    with celery.connection_for_write() as connection:
        connection.SimpleQueue(celery.conf.task_default_queue).close()


def forget_delivered(celery: Celery) -> int:
    """Delete the messages that workers took a while ago, which the transport keeps; their count."""
    path = path_of(celery)
    if path is None:
        return 0
    # The transport writes local naive times, and none before a message is taken.
    before = (dt.datetime.now() - _KEEP).isoformat(" ")  # noqa: DTZ005 - naive, as above
    with contextlib.closing(sqlite3.connect(path, timeout=5)) as file, file:
        gone = file.execute("DELETE FROM kombu_message WHERE NOT visible AND timestamp < ?", (before,))
        return gone.rowcount
