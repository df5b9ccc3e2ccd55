"""The embedded broker starts empty, carries a message, and forgets what was taken."""

import sqlite3
from pathlib import Path

import pytest
from celery import Celery

from portal import broker
from portal.celery import SETTINGS


@pytest.fixture
def celery(tmp_path: Path) -> Celery:
    app = Celery("test", set_as_current=False)
    app.config_from_object(
        {**SETTINGS, "include": [], "broker_url": f"{broker.SCHEME}{tmp_path}/b/broker.sqlite3"}
    )
    return app


def waiting(celery: Celery) -> int:
    with sqlite3.connect(broker.path_of(celery)) as file:
        return file.execute("SELECT count(*) FROM kombu_message WHERE visible").fetchone()[0]


def test_message_waits_until_it_is_taken(celery):
    broker.renew(celery)
    celery.send_task("run-job", ["4711"])
    assert waiting(celery) == 1


def test_new_start_begins_empty_also_with_a_broken_file(celery):
    path = broker.path_of(celery)
    path.parent.mkdir()
    path.write_bytes(b"half a datab")
    path.with_name(path.name + "-wal").write_bytes(b"torn")
    broker.renew(celery)
    assert waiting(celery) == 0


def test_taken_messages_are_deleted_after_a_while(celery):
    broker.renew(celery)
    with sqlite3.connect(broker.path_of(celery)) as file:
        file.executemany(
            "INSERT INTO kombu_message (visible, timestamp, payload, version) VALUES (?, ?, '{}', 1)",
            [(0, "2020-01-01 00:00:00.000000"), (1, None), (0, "2999-01-01 00:00:00.000000")],
        )
    assert broker.forget_delivered(celery) == 1
    assert waiting(celery) == 1


def test_real_broker_is_left_alone(celery):
    celery.conf.broker_url = "redis://127.0.0.1:1/0"
    assert broker.path_of(celery) is None
    assert broker.forget_delivered(celery) == 0
