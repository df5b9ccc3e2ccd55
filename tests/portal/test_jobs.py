"""Jobs: one claim wins, a lost worker gives its job back, and no job is lost or done twice."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from kombu.exceptions import OperationalError
from sqlalchemy import select

from portal.extensions import db
from portal.models import Job, OutboxMail
from portal.services import jobs, outbox

START = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(app):
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def sent(app, monkeypatch):
    """The ids that the broker was given."""
    ids: list[int] = []
    celery = app.extensions["celery"]
    monkeypatch.setattr(celery, "send_task", lambda name, args: ids.append(args[0]))
    return ids


def new(**more) -> int:
    job = jobs.create("diagnose", {"diagnosis": 7}, **more)
    db.session.commit()
    return job.id


def state(job_id: int) -> str:
    db.session.expire_all()
    return db.session.get(Job, job_id).state


def test_worker_is_woken_by_the_commit_and_not_before(app, sent):
    job = jobs.create("diagnose", {})
    assert sent == []
    db.session.commit()
    assert sent == [job.id]


def test_nobody_is_woken_for_what_was_rolled_back(app, sent):
    jobs.create("diagnose", {})
    db.session.rollback()
    new()
    assert len(sent) == 1


def test_broken_broker_leaves_the_row_for_the_sweep(app, clock, monkeypatch):
    def refuse(*args):
        raise OperationalError("down")

    with monkeypatch.context() as down:
        down.setattr(app.extensions["celery"], "send_task", refuse)
        job_id = new()
    assert state(job_id) == "waiting"
    clock.shift(timedelta(seconds=30))
    assert jobs.sweep() == 1


def test_same_key_is_the_same_job(app, sent):
    assert new(key="diagnosis-7") == new(key="diagnosis-7")
    assert len(sent) == 1


def test_second_claim_gets_nothing(app, sent):
    job_id = new()
    assert jobs.claim(job_id).attempt == 1
    assert jobs.claim(job_id) is None


def test_job_of_a_lost_worker_is_free_again_after_its_lease(app, clock, sent):
    job_id = new()
    first = jobs.claim(job_id)
    clock.shift(jobs.LEASE + timedelta(seconds=1))
    assert jobs.sweep() == 1
    assert sent == [job_id, job_id]
    second = jobs.claim(job_id)
    assert second.fence > first.fence


def test_late_worker_keeps_nothing_of_its_work(app, clock, sent):
    job_id = new()
    late = jobs.claim(job_id)
    clock.shift(jobs.LEASE + timedelta(seconds=1))
    again = jobs.claim(job_id)
    outbox.enqueue("a@ejemplo.co", "late", "text")
    with pytest.raises(jobs.LostClaim):
        jobs.finish(late)
    outbox.enqueue("a@ejemplo.co", "in time", "text")
    jobs.finish(again)
    assert db.session.scalars(select(OutboxMail.subject)).all() == ["in time"]
    assert state(job_id) == "done"


def test_renewed_lease_holds(app, clock, sent):
    job_id = new()
    held = jobs.claim(job_id)
    clock.shift(jobs.LEASE - timedelta(seconds=5))
    assert jobs.renew(held)
    clock.shift(jobs.LEASE - timedelta(seconds=5))
    jobs.sweep()
    assert state(job_id) == "running"


def test_third_failure_leaves_it_to_a_person(app, clock, sent):
    job_id = new()
    for _attempt in range(3):
        clock.shift(timedelta(minutes=10))
        jobs.fail(jobs.claim(job_id), "no room")
    assert state(job_id) == "failed"
    clock.shift(timedelta(minutes=10))
    assert jobs.claim(job_id) is None
    assert jobs.sweep() == 0


def test_worker_lost_three_times_is_told_to_the_kind(app, clock, sent, monkeypatch):
    told = []
    monkeypatch.setitem(jobs._on_failure, "diagnose", lambda job: told.append(job.id))
    job_id = new()
    for _attempt in range(3):
        jobs.claim(job_id)
        clock.shift(jobs.LEASE + timedelta(seconds=1))
        jobs.sweep()
    assert state(job_id) == "failed"
    assert told == [job_id]


def test_waiting_jobs_are_not_sent_at_every_sweep(app, clock, sent):
    new()
    clock.shift(timedelta(seconds=5))
    assert jobs.sweep() == 0
    clock.shift(jobs.RESEND)
    assert jobs.sweep() == 1
    assert jobs.sweep() == 0
