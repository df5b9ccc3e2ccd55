"""Deleting what has had its time: diagnoses past their date, with the files that nothing else names."""

from sqlalchemy import ColumnElement, select

from portal.clock import now
from portal.extensions import db
from portal.models import Attachment, Diagnosis, StoredFile
from portal.services import drafts, files, sign_in

BATCH = 200


def purge() -> int:
    """Delete what has expired, in batches that are committed, and collect orphaned bytes; rows deleted.

    Anonymous diagnoses expire after minutes, those of accounts by retention, and those of tickets never.
    """
    deleted = 0
    while batch := _delete_batch():
        deleted += batch
    deleted += drafts.purge()
    sign_in.purge()
    db.session.commit()
    files.collect()
    return deleted


def _delete_batch() -> int:
    expired = select(Diagnosis).where(Diagnosis.expires_at <= now()).order_by(Diagnosis.id).limit(BATCH)
    diagnoses = db.session.scalars(expired).all()
    file_ids = {diagnosis.file_id for diagnosis in diagnoses if diagnosis.file_id}
    for diagnosis in diagnoses:
        db.session.delete(diagnosis)
    db.session.flush()
    for file in db.session.scalars(select(StoredFile).where(StoredFile.id.in_(file_ids), ~_is_named())):
        files.delete(file)
    db.session.commit()
    return len(diagnoses)


def _is_named() -> ColumnElement[bool]:
    """Whether a diagnosis or an attachment still shows the file."""
    return (
        select(Diagnosis.id).where(Diagnosis.file_id == StoredFile.id).exists()
        | select(Attachment.id).where(Attachment.file_id == StoredFile.id).exists()
    )
