"""Links that show one report to others: made by those whose report it is, counted, withdrawn, and worth no more than
the right of whoever made them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from secrets import token_urlsafe

from flask_babel import gettext as _
from sqlalchemy import or_, select, update

from diagnostics import Finding
from portal.access import organisation_ids
from portal.clock import now
from portal.errors import Refused
from portal.extensions import db
from portal.models import Diagnosis, Organisation, ReportShare, User

VALID = timedelta(days=7)
"""How long a link lasts that opens without an account."""
OPEN_MAX = 20


def may_share(user: User | None, diagnosis: Diagnosis) -> bool:
    """Whether the report is this person's to show: of an organisation of theirs, or their own where it is of none.

    A report without account is nobody's, and who has left an organisation shows nothing of it any more.
    """
    if diagnosis.anonymous or user is None or not user.active:
        return False
    if diagnosis.organisation_id is None:
        return diagnosis.user_id == user.id
    return _belongs(user, diagnosis.organisation_id)


def share(diagnosis: Diagnosis, user: User, audience: str, *, with_file: bool) -> str:
    """Make a link and commit; its token, which nobody can learn again. Refused above OPEN_MAX that still open."""
    if sum(ended(one) is None for one in listed(diagnosis)) >= OPEN_MAX:
        raise Refused(
            "too-many",
            _(
                "Este informe ya tiene %(most)s enlaces que abren. Retire alguno antes de crear otro.",
                most=OPEN_MAX,
            ),
        )
    token = token_urlsafe(24)
    db.session.add(
        ReportShare(
            token_hash=_hash(token),
            diagnosis_id=diagnosis.id,
            made_by_id=user.id,
            audience=audience,
            with_file=with_file,
            expires_at=now() + VALID if audience == "link" else None,
        )
    )
    db.session.commit()
    return token


def listed(diagnosis: Diagnosis) -> Sequence[ReportShare]:
    """The links of a report, newest first, those that no longer open included."""
    query = select(ReportShare).where(ReportShare.diagnosis_id == diagnosis.id)
    return db.session.scalars(query.order_by(ReportShare.id.desc())).all()


def last_moment(one: ReportShare) -> datetime | None:
    """Until when it opens at most: its own time or that of the diagnosis; None where neither has an end."""
    ends = [moment for moment in (one.expires_at, one.diagnosis.expires_at) if moment is not None]
    return min(ends, default=None)


def ended(one: ReportShare) -> str | None:
    """Why a link no longer opens: revoked, expired, or left where its maker may no longer see the report."""
    last = last_moment(one)
    if one.revoked_at is not None:
        return "revoked"
    if last is not None and last <= now():
        return "expired"
    return None if may_share(one.made_by, one.diagnosis) else "left"


def revoke(diagnosis: Diagnosis, share_id: int) -> bool:
    """End a link of this report at once and commit; False where it has none of that number."""
    found = db.session.get(ReportShare, share_id)
    if found is None or found.diagnosis_id != diagnosis.id:
        return False
    found.revoked_at = found.revoked_at or now()
    db.session.commit()
    return True


def by_token(token: str) -> ReportShare | None:
    """The link of this token, where it still opens for anybody."""
    query = select(ReportShare).where(
        ReportShare.token_hash == _hash(token),
        or_(ReportShare.expires_at.is_(None), ReportShare.expires_at > now()),
    )
    found = db.session.scalar(query)
    return None if found is None or ended(found) is not None else found


def opens_for(one: ReportShare, user: User | None) -> bool:
    """Whether a link that opens does so for this person."""
    if one.audience == "link":
        return True
    organisation = one.diagnosis.organisation_id
    return user is not None and organisation is not None and _belongs(user, organisation)


def count(one: ReportShare) -> None:
    """Note that it was opened once more. Commits."""
    more = update(ReportShare).where(ReportShare.id == one.id).values(opened=ReportShare.opened + 1)
    db.session.execute(more)
    db.session.commit()


def words_only(finding: Finding) -> Finding:
    """A finding without anything of the file but what its texts say: no values, no account, no correction."""
    return replace(finding, found=None, expected=None, sum=None, edits=(), safe=None)


def _belongs(user: User, organisation_id: int) -> bool:
    query = select(Organisation.id).where(
        Organisation.id == organisation_id, Organisation.id.in_(organisation_ids(user))
    )
    return db.session.scalar(query) is not None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
