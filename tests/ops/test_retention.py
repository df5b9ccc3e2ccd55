"""What has expired is gone, with its bytes; what is still shown somewhere stays."""

from datetime import timedelta
from pathlib import Path

import pytest

from portal.clock import now
from portal.extensions import db
from portal.models import Diagnosis, StoredFile
from portal.services import files, retention


def diagnosis(file: StoredFile, *, expires_in: timedelta | None, name: str) -> Diagnosis:
    row = Diagnosis(
        public_id=name,
        file_id=file.id,
        sha256=file.sha256,
        expires_at=None if expires_in is None else now() + expires_in,
    )
    db.session.add(row)
    db.session.commit()
    return row


def left() -> set[str]:
    return set(db.session.scalars(db.select(Diagnosis.public_id)))


def stored(app) -> int:
    return sum(path.is_file() for path in Path(app.config["FILES_FOLDER"]).rglob("*"))


def test_expired_anonymous_diagnosis_goes_with_its_bytes(app):
    diagnosis(files.store(b"<FACTURA/>", "f.xml", sealed=True), expires_in=timedelta(0), name="old")
    assert stored(app) == 1
    assert retention.purge() == 1
    assert (left(), stored(app)) == (set(), 0)


@pytest.mark.parametrize("expires_in", [timedelta(minutes=1), None])
def test_what_has_not_expired_stays(app, expires_in):
    diagnosis(files.store(b"<FACTURA/>", "f.xml"), expires_in=expires_in, name="young")
    assert retention.purge() == 0
    assert (left(), stored(app)) == ({"young"}, 1)


def test_file_that_another_diagnosis_shows_stays(app):
    file = files.store(b"<FACTURA/>", "f.xml")
    diagnosis(file, expires_in=timedelta(0), name="old")
    diagnosis(file, expires_in=timedelta(days=1), name="young")
    retention.purge()
    assert left() == {"young"}
    assert files.read(db.session.scalars(db.select(StoredFile)).one()) == b"<FACTURA/>"


def test_more_than_a_batch_is_deleted_in_one_go(app, monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    file = files.store(b"<FACTURA/>", "f.xml")
    for number in range(5):
        diagnosis(file, expires_in=timedelta(0), name=str(number))
    assert retention.purge() == 5
