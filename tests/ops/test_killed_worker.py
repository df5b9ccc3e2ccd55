"""A worker is killed in the middle of a job: the job ends once, whatever the broker made of its message."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Select, select, update

from portal import broker, create_app
from portal.clock import now
from portal.extensions import db
from portal.models import Job, Role
from portal.services import jobs
from tests.ops.portal_process import ROOT
from tests.ops.processes import wait_until
from tests.ops.slow_job import KIND


@pytest.fixture(params=["embedded", "redis"])
def app(request: pytest.FixtureRequest, tmp_path: Path, database: str) -> Iterator[Flask]:
    """The portal with a real broker, which `worker` reads too."""
    url = f"{broker.SCHEME}{tmp_path}/broker.sqlite3"
    if request.param == "redis":
        url = request.getfixturevalue("redis_url")
    app = create_app(
        {
            "TESTING": True,
            "INSTANCE_PATH": str(tmp_path / "instance"),
            "SQLALCHEMY_DATABASE_URI": database,
            "CELERY": {"broker_url": url},
        }
    )
    broker.renew(app.extensions["celery"])
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def start_worker(app: Flask) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Start a worker as `make run` does, with the slow job on top."""
    started: list[subprocess.Popen[bytes]] = []
    settings = {
        "PORTAL_INSTANCE": app.instance_path,
        "PORTAL_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "PORTAL_BROKER_URL": app.config["CELERY"]["broker_url"],
    }

    def start() -> subprocess.Popen[bytes]:
        options = ("--pool", "threads", "--concurrency", "4", "--include", "tests.ops.slow_job")
        celery = (sys.executable, "-m", "celery", "--app", "wsgi:celery", "--quiet", "worker")
        started.append(
            subprocess.Popen(
                [*celery, *options, "--loglevel", "ERROR"], cwd=ROOT, env={**os.environ, **settings}
            )
        )
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait(10)


def read(query: Select[Any]) -> list[Any]:
    """The rows of `query`. A transaction left open would keep the worker from SQLite's lock."""
    rows = list(db.session.execute(query).all())
    db.session.rollback()
    return rows


def state_of(job_id: int) -> str:
    return read(select(Job.state).where(Job.id == job_id))[0].state


def begin(
    tmp_path: Path, start_worker: Callable[[], subprocess.Popen[bytes]]
) -> tuple[int, subprocess.Popen[bytes]]:
    """A job in the hands of a worker."""
    worker = start_worker()
    job = jobs.create(KIND, {"began": str(tmp_path / "began")})
    db.session.commit()
    job_id = job.id
    db.session.rollback()
    wait_until((tmp_path / "began").exists, 30)
    return job_id, worker


def effects(job_id: int) -> int:
    return len(read(select(Role.id).where(Role.name == f"effect-{job_id}")))


def test_job_of_a_killed_worker_ends_once(app, tmp_path, start_worker):
    job_id, worker = begin(tmp_path, start_worker)
    worker.kill()
    worker.wait(10)
    assert state_of(job_id) == "running"
    # The lease runs out, without waiting for it.
    db.session.execute(update(Job).values(lease_until=now() - jobs.RESEND))
    db.session.commit()
    start_worker()
    assert jobs.sweep() == 1
    wait_until(lambda: state_of(job_id) == "done", 30)
    assert effects(job_id) == 1
    assert read(select(Job.attempts).where(Job.id == job_id))[0].attempts == 2


@pytest.mark.long
def test_job_of_a_killed_worker_ends_within_two_minutes_by_the_clock(app, tmp_path, start_worker):
    job_id, worker = begin(tmp_path, start_worker)
    killed = time.monotonic()
    worker.kill()
    worker.wait(10)
    start_worker()
    while state_of(job_id) != "done":
        assert time.monotonic() - killed < 120
        jobs.sweep()
        time.sleep(5)
    assert effects(job_id) == 1
