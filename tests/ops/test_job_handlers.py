"""A job has its effect once, and what goes wrong is kept for a person."""

import pytest
from sqlalchemy import update

from portal.extensions import db
from portal.models import Job, Role
from portal.services import job_handlers, jobs


@pytest.fixture
def doing(app, monkeypatch):
    """Let a function do jobs of kind "test"; gives the function that registers it."""
    monkeypatch.setattr(job_handlers, "_handlers", {})
    return job_handlers.handles("test")


def new_job(kind: str = "test") -> int:
    job = jobs.create(kind, {"name": "effect"})
    db.session.commit()
    return job.id


def after(job_id: int) -> Job:
    db.session.expire_all()
    return db.session.get_one(Job, job_id)


def effects() -> int:
    return db.session.query(Role).filter_by(name="effect").count()


def add_effect(held: jobs.Claim) -> None:
    db.session.add(Role(name=held.payload["name"]))


def test_effect_and_end_of_the_job_are_committed_together(doing):
    doing(add_effect)
    job_id = new_job()
    job_handlers.run(job_id)
    assert (after(job_id).state, effects()) == ("done", 1)


def test_second_message_for_a_job_changes_nothing(doing):
    doing(add_effect)
    job_id = new_job()
    job_handlers.run(job_id)
    job_handlers.run(job_id)
    assert (after(job_id).attempts, effects()) == (1, 1)


def test_error_is_kept_and_the_job_waits_for_another_try(doing):
    @doing
    def breaks(held):
        add_effect(held)
        raise OSError("the disk is full")

    job_id = new_job()
    job_handlers.run(job_id)
    job = after(job_id)
    assert (job.state, job.attempts, effects()) == ("waiting", 1, 0)
    assert job.error == "OSError: the disk is full"
    assert job.due_at > job.created_at


def test_permanent_failure_is_not_tried_again(doing):
    @doing
    def refuses(held):
        raise job_handlers.Permanent("the file is gone")

    job_id = new_job()
    job_handlers.run(job_id)
    assert (after(job_id).state, after(job_id).error) == ("failed", "the file is gone")


def test_job_that_nobody_does_is_left_to_a_person(doing):
    job_id = new_job("unheard of")
    job_handlers.run(job_id)
    assert after(job_id).state == "failed"
    assert "unheard of" in after(job_id).error


def test_worker_that_lost_its_job_keeps_nothing_of_its_work(doing):
    @doing
    def overtaken(held):
        add_effect(held)
        db.session.execute(update(Job).where(Job.id == held.id).values(fence=held.fence + 1))

    job_id = new_job()
    job_handlers.run(job_id)
    assert effects() == 0


def test_two_functions_for_one_kind_are_refused(doing):
    doing(add_effect)
    with pytest.raises(ValueError, match="two functions"):
        job_handlers.handles("test")(add_effect)
