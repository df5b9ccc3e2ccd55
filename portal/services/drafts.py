"""Requests that are being written: started, filled page by page, resumed within 30 days.

Each call commits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from secrets import token_urlsafe
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from knowledge import load
from knowledge.catalogue import RequestKind
from knowledge.conditions import answered
from portal.access import diagnosis_by_address, organisation_ids
from portal.clock import now
from portal.errors import Refused
from portal.extensions import db
from portal.models import Attachment, Diagnosis, Organisation, RequestDraft, StoredFile, Ticket, User
from portal.services import declared, diagnoses, files
from portal.services.file_types import PER_MESSAGE

KEPT = timedelta(days=30)
REMEMBERED = ("erp", "phase")
"""What the profile does not hold and is taken from the person's last request."""


def start(
    user: User,
    organisation: Organisation,
    kind: RequestKind,
    *,
    confirmed: Sequence[str] = (),
    diagnosis: Diagnosis | None = None,
) -> RequestDraft:
    """Begin a request with what the profile and the document already answer. `confirmed`: prerequisites said to be
    met."""
    time = now()
    if diagnosis is not None:
        _make_own(diagnosis, user, organisation)
    draft = RequestDraft(
        public_id=token_urlsafe(24),
        user_id=user.id,
        organisation_id=organisation.id,
        kind=kind.request,
        kind_version=kind.version,
        answers=known_answers(user, organisation, kind, diagnosis),
        confirmed={p.item: "yes" for p in kind.before if p.confirm and p.item in confirmed},
        diagnosis_id=diagnosis.id if diagnosis else None,
        submit_token=token_urlsafe(24),
        created_at=time,
        updated_at=time,
        expires_at=time + KEPT,
    )
    db.session.add(draft)
    db.session.commit()
    return draft


def known_answers(
    user: User, organisation: Organisation, kind: RequestKind, diagnosis: Diagnosis | None
) -> dict[str, Any]:
    """Field -> what need not be asked again: the document answers what the profile does not."""
    return {**declared.answers(kind, diagnosis, organisation), **prefill(user, organisation, kind)}


def prefill(user: User, organisation: Organisation, kind: RequestKind) -> dict[str, Any]:
    """Field -> what the profile, or the last request of the person, answers."""
    known = {
        "nit": organisation.nit_dv,
        "legal_name": organisation.name,
        "contact_name": user.name,
        "mobile": user.phone,
        "contact_hours": user.contact_hours,
        "email": user.email,
        "role": _role(user),
        **_last_answers(user, organisation),
    }
    fields = ((q.field, known.get(q.prefill or "")) for q in kind.questions if q.prefill)
    return {field: value for field, value in fields if answered(value)}


def find(user: User, public_id: str) -> RequestDraft | None:
    """The person's own draft, sent or not, while it is kept and its organisation is still visible."""
    return db.session.scalar(
        select(RequestDraft).where(
            RequestDraft.public_id == public_id,
            RequestDraft.user_id == user.id,
            RequestDraft.expires_at > now(),
            RequestDraft.organisation_id.in_(organisation_ids(user)),
        )
    )


def waiting(user: User) -> Sequence[RequestDraft]:
    """What the person has begun and not sent, the latest first."""
    return db.session.scalars(
        select(RequestDraft)
        .where(
            RequestDraft.user_id == user.id,
            RequestDraft.ticket_id.is_(None),
            RequestDraft.expires_at > now(),
            RequestDraft.organisation_id.in_(organisation_ids(user)),
        )
        .order_by(RequestDraft.updated_at.desc())
        .limit(20)
    ).all()


def save_answers(draft: RequestDraft, values: Mapping[str, Any]) -> None:
    """Put answers in; one that says nothing takes the old one out."""
    merged = {**draft.answers, **values}
    draft.answers = {field: value for field, value in merged.items() if answered(value)}
    _touch(draft)


def attachments(draft: RequestDraft) -> Sequence[Attachment]:
    """The files of the draft in their order."""
    query = select(Attachment).where(Attachment.draft_id == draft.id).order_by(Attachment.id)
    return db.session.scalars(query).all()


def attach(draft: RequestDraft, user: User, item: str, file: StoredFile) -> Attachment:
    """Add a stored file for an item. Refused over the number of files of one message."""
    if len(attachments(draft)) >= PER_MESSAGE:
        message = _("Adjunte hasta %(count)s archivos por solicitud.", count=PER_MESSAGE)
        raise Refused("too-many-files", message)
    attachment = Attachment(
        public_id=token_urlsafe(24),
        draft_id=draft.id,
        file_id=file.id,
        uploaded_by_id=user.id,
        item=item,
        name=file.name,
    )
    db.session.add(attachment)
    _touch(draft)
    return attachment


def detach(draft: RequestDraft, public_id: str) -> bool:
    """Take a file out again; false where the draft has none at that address."""
    found = next((a for a in attachments(draft) if a.public_id == public_id), None)
    if found is None:
        return False
    _drop(found)
    _touch(draft)
    return True


def set_diagnosis(draft: RequestDraft, diagnosis: Diagnosis, user: User) -> None:
    """Let this diagnosis travel with the request; reasons given for another one, and answers that only its document
    gave, fall away."""
    _make_own(diagnosis, user, draft.organisation)
    if draft.diagnosis_id != diagnosis.id:
        kind, organisation = load().requests[draft.kind], draft.organisation
        before = declared.answers(kind, draft.diagnosis, organisation)
        typed = {f: v for f, v in draft.answers.items() if before.get(f) != v}
        profile = prefill(user, organisation, kind)
        draft.answers = {**profile, **declared.answers(kind, diagnosis, organisation), **typed}
        draft.disputes = []
    draft.diagnosis = diagnosis
    _touch(draft)


def set_disputes(draft: RequestDraft, disputes: Sequence[Mapping[str, Any]]) -> None:
    """Which findings are contested, as {index, code, reason}."""
    draft.disputes = [dict(dispute) for dispute in disputes]
    _touch(draft)


def discard(draft: RequestDraft) -> None:
    """Throw away what was not sent, with its files. What was sent keeps them: they are the ticket's."""
    for attachment in attachments(draft) if draft.ticket_id is None else ():
        _drop(attachment)
    db.session.delete(draft)
    db.session.commit()


def purge() -> int:
    """Discard the drafts past their time; their number."""
    query = select(RequestDraft).where(RequestDraft.expires_at <= now()).limit(500)
    expired = db.session.scalars(query).all()
    for draft in expired:
        discard(draft)
    return len(expired)


def _drop(attachment: Attachment) -> None:
    file = attachment.file
    db.session.delete(attachment)
    db.session.flush()
    if db.session.scalar(select(Diagnosis.id).where(Diagnosis.file_id == file.id).limit(1)) is None:
        files.delete(file)


def diagnosis_at(user: User, public_id: str) -> Diagnosis | None:
    """The diagnosis at an address, if it may travel with a request of this person."""
    return db.session.scalar(diagnosis_by_address(user, public_id))


def _make_own(diagnosis: Diagnosis, user: User, organisation: Organisation) -> None:
    """What was diagnosed before signing in would be gone within the hour: it becomes the person's."""
    if diagnosis.anonymous:
        diagnoses.take_over([diagnosis.public_id], user, organisation)
        db.session.flush()
        db.session.expire(diagnosis, ["file"])  # the sealed copy is gone


def _touch(draft: RequestDraft) -> None:
    draft.updated_at = now()
    draft.expires_at = draft.updated_at + KEPT
    db.session.commit()


def _role(user: User) -> str | None:
    return next((role for role in ("distributor", "developer") if role in user.role_names), None)


def _last_answers(user: User, organisation: Organisation) -> dict[str, Any]:
    last = db.session.scalar(
        select(Ticket)
        .where(Ticket.requester_id == user.id, Ticket.organisation_id == organisation.id)
        .order_by(Ticket.id.desc())
        .limit(1)
    )
    return {field: last.answers.get(field) for field in REMEMBERED} if last is not None else {}
