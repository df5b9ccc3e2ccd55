"""Jobs: rows with a lease and a fencing number. A message only wakes a worker; losing it costs seconds.

A worker claims, works, and finishes in the transaction of its effect, so that a job that runs twice has
one effect.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from kombu.exceptions import OperationalError
from sqlalchemy import and_, event, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.celery import RUN_JOB
from portal.clock import now
from portal.extensions import db
from portal.models import Job

LEASE = timedelta(seconds=40)
ATTEMPTS = 3
RESEND = timedelta(seconds=20)  # how long a message may wait before the sweep sends another
BATCH = 500
_PENDING = "jobs to wake"

OnFailure = Callable[[Job], None]
_on_failure: dict[str, OnFailure] = {}


class LostClaim(Exception):
    """Another worker holds the job by now: nothing of this one's work may be kept."""


@dataclass(frozen=True)
class Claim:
    """The right to work on a job until `lease_until`, as long as nobody claims it with a higher `fence`."""

    id: int
    kind: str
    payload: dict[str, Any]
    fence: int
    attempt: int
    lease_until: datetime


def create(
    kind: str, payload: dict[str, Any], *, key: str | None = None, due_at: datetime | None = None
) -> Job:
    """Add a job to the caller's transaction; the commit wakes a worker. The same `key` gives the same job."""
    job = Job(kind=kind, payload=payload, key=key, due_at=due_at or now(), woken_at=now())
    try:
        with db.session.begin_nested():
            db.session.add(job)
    except IntegrityError:
        known = db.session.scalar(select(Job).where(Job.key == key))
        if key is None or known is None:
            raise
        return known
    if job.due_at <= now():
        db.session().info.setdefault(_PENDING, []).append(job.id)
    return job


def claim(job_id: int) -> Claim | None:
    """Take the job, if it is due and nobody holds it, and commit. None: there is nothing to do."""
    time = now()
    free = or_(
        and_(Job.state == "waiting", Job.due_at <= time), and_(Job.state == "running", Job.lease_until < time)
    )
    row = db.session.execute(
        update(Job)
        .where(Job.id == job_id, free, Job.attempts < ATTEMPTS)
        .values(state="running", lease_until=time + LEASE, fence=Job.fence + 1, attempts=Job.attempts + 1)
        .returning(Job.kind, Job.payload, Job.fence, Job.attempts, Job.lease_until)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    db.session.commit()
    return Claim(job_id, *row) if row else None


def renew(held: Claim) -> bool:
    """Hold the job for another lease and commit. False: somebody else has it, stop working."""
    done = _update_held(held, lease_until=now() + LEASE)
    db.session.commit()
    return done


def progress(held: Claim, done: dict[str, Any]) -> bool:
    """Note how far the work is, for the page that waits for it, and hold the job for another lease."""
    kept = _update_held(held, progress=done, lease_until=now() + LEASE)
    db.session.commit()
    return kept


def finish(held: Claim) -> None:
    """Commit the session's work together with the end of the job. Raises LostClaim and keeps nothing of
    it.
    """
    if not _update_held(held, state="done", lease_until=None, finished_at=now(), error=None):
        db.session.rollback()
        raise LostClaim(f"job {held.id}")
    db.session.commit()


def fail(held: Claim, error: str, *, permanent: bool = False) -> None:
    """Drop the session's work; try again later, or leave the job to a person after the third time."""
    db.session.rollback()
    if permanent or held.attempt >= ATTEMPTS:
        if _update_held(held, state="failed", lease_until=None, finished_at=now(), error=error[:2000]):
            _tell_failure(held.id)
    else:
        later = now() + timedelta(seconds=5 * 6 ** (held.attempt - 1))
        _update_held(held, state="waiting", lease_until=None, due_at=later, error=error[:2000])
    db.session.commit()


def when_failed(kind: str) -> Callable[[OnFailure], OnFailure]:
    """Call the function in the transaction that gives up a job of that kind, also when its worker just
    died.
    """

    def register(function: OnFailure) -> OnFailure:
        _on_failure[kind] = function
        return function

    return register


def sweep() -> int:
    """Give up what lost its worker three times, free what lost it fewer times, wake what is due; how many
    woken.
    """
    time = now()
    lost = and_(Job.state == "running", Job.lease_until < time)
    for job_id in db.session.scalars(select(Job.id).where(lost, Job.attempts >= ATTEMPTS).limit(BATCH)).all():
        given_up = db.session.scalar(
            update(Job)
            .where(Job.id == job_id, lost)
            .values(
                state="failed", finished_at=time, lease_until=None, error="the worker was lost three times"
            )
            .returning(Job.id)
        )
        if given_up:
            _tell_failure(given_up)
    db.session.execute(
        update(Job)
        .where(lost)
        .values(state="waiting", lease_until=None, due_at=time, woken_at=time - 2 * RESEND)
    )
    db.session.commit()
    due = (
        select(Job.id)
        .where(Job.state == "waiting", Job.due_at <= time, Job.woken_at < time - RESEND)
        .order_by(Job.due_at, Job.id)
        .limit(BATCH)
    )
    waiting = db.session.scalars(due).all()
    db.session.execute(update(Job).where(Job.id.in_(waiting)).values(woken_at=time))
    db.session.commit()
    _wake(list(waiting))
    return len(waiting)


def _update_held(held: Claim, **values: Any) -> bool:
    mine = (Job.id == held.id, Job.fence == held.fence, Job.state == "running")
    changed = db.session.scalar(
        update(Job)
        .where(*mine)
        .values(**values)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    return changed is not None


def _tell_failure(job_id: int) -> None:
    job = db.session.get_one(Job, job_id, populate_existing=True)
    current_app.logger.error("job %s (%s) was given up: %s", job.id, job.kind, job.error)
    if job.kind in _on_failure:
        _on_failure[job.kind](job)


def _wake(ids: list[int]) -> None:
    """Send the ids. Where the broker is down the rows stay due, and the next sweep sends them."""
    celery = current_app.extensions["celery"]
    try:
        for job_id in ids:
            celery.send_task(RUN_JOB, [job_id])
    except OperationalError as error:
        current_app.logger.warning("the broker did not take %s jobs: %s", len(ids), error)


# On our own sessions: the embedded broker's transport has some too, and sending a message commits one.
@event.listens_for(db.session, "after_commit")
def _after_commit(session: Session) -> None:
    if not session.in_nested_transaction():
        _wake(session.info.pop(_PENDING, []))


@event.listens_for(db.session, "after_rollback")
def _after_rollback(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop(_PENDING, None)
