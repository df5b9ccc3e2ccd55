"""Throttled sign-in: failures are counted in the database, whether or not the account exists."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from portal.clock import now
from portal.extensions import db
from portal.models import SignInFailure

WINDOW = timedelta(minutes=15)
PER_ACCOUNT, PER_ADDRESS = 5, 50


def _subject(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}:{value.strip().casefold()}".encode()).hexdigest()


def _subjects(email: str, address: str) -> dict[str, int]:
    return {_subject("account", email): PER_ACCOUNT, _subject("address", address): PER_ADDRESS}


def locked_until(email: str, address: str) -> datetime | None:
    """Until when this account or network address may not try; None if it may now."""
    ends = [
        row.locked_until
        for subject in _subjects(email, address)
        if (row := db.session.get(SignInFailure, subject))
    ]
    return max((end for end in ends if end is not None and end > now()), default=None)


def count_failure(email: str, address: str) -> None:
    """Count one failure and commit it, whatever becomes of the request. Too many lock for the window."""
    for subject, limit in _subjects(email, address).items():
        row = _row(subject)
        if row.since + WINDOW <= now():
            row.failures, row.since = 0, now()
        row.failures += 1
        if row.failures >= limit:
            row.locked_until = now() + WINDOW
    db.session.commit()


def _row(subject: str) -> SignInFailure:
    """The row of the subject, held until the commit; made where there is none."""
    try:
        with db.session.begin_nested():
            if db.session.get(SignInFailure, subject) is None:
                db.session.add(SignInFailure(subject=subject, failures=0, since=now()))
    except IntegrityError:
        pass  # a failure at the same time made it
    return db.session.get_one(SignInFailure, subject, with_for_update=True, populate_existing=True)


def purge() -> None:
    """Delete counts that no longer matter. The caller commits."""
    db.session.execute(delete(SignInFailure).where(SignInFailure.since < now() - 2 * WINDOW))


def forget_failures(email: str) -> None:
    """After a success the account starts again from nothing; the network address keeps its count."""
    db.session.execute(delete(SignInFailure).where(SignInFailure.subject == _subject("account", email)))
