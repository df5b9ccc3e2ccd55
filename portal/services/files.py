"""The file store: bytes named by their SHA-256, written whole or not at all, before the row that names
them.
"""

import hashlib
import os
import tempfile
import time
import unicodedata
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from portal.extensions import db
from portal.models import StoredFile
from portal.sealing import seal, unseal
from portal.services.file_types import media_type_of

ORPHAN_SECONDS = 3600  # a file younger than this may belong to a row that is not committed yet
_SEALED = "anonymous file"


class DamagedFile(RuntimeError):
    """The stored bytes are gone or are no longer those that were received."""


def store(data: bytes, name: str, *, sealed: bool = False) -> StoredFile:
    """Write the bytes durably and add their row to the caller's transaction.

    `name` is kept as a label, without folders and control signs. `sealed`: encrypted, under a name of its
    own.
    """
    digest = hashlib.sha256(data).hexdigest()
    if sealed:
        path, content = f"sealed/{os.urandom(16).hex()}", seal(data, _SEALED)
    else:
        path, content = f"{digest[:2]}/{digest[2:]}", data
    _write(_folder() / path, content)
    row = StoredFile(
        sha256=digest,
        size=len(data),
        media_type=media_type_of(data, name),
        name=label(name),
        path=path,
        sealed=sealed,
    )
    db.session.add(row)
    db.session.flush()
    return row


def read(file: StoredFile) -> bytes:
    """The bytes as they were received. Raises DamagedFile if they are not."""
    try:
        content = (_folder() / file.path).read_bytes()
    except FileNotFoundError as error:
        raise DamagedFile(f"file {file.id} is gone") from error
    data = unseal(content, _SEALED) if file.sealed else content
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise DamagedFile(f"file {file.id} is not what was received")
    return data


def keep(file: StoredFile) -> StoredFile:
    """A lasting row of a sealed file: what an account takes over from its anonymous time."""
    return store(read(file), file.name)


def delete(file: StoredFile) -> None:
    """Delete the row, in the caller's transaction. Sealed bytes go at once, shared ones by `collect`."""
    if file.sealed:
        (_folder() / file.path).unlink(missing_ok=True)
    db.session.delete(file)


def collect() -> int:
    """Remove bytes that no row names and that are old enough to be nobody's; their count."""
    before, removed = time.time() - ORPHAN_SECONDS, 0
    for path in _folder().glob("*/*"):
        if not path.is_file() or path.stat().st_mtime > before:
            continue
        named = select(StoredFile.id).where(StoredFile.path == path.relative_to(_folder()).as_posix())
        if db.session.scalar(named.limit(1)) is None:
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def label(name: str) -> str:
    """A file name to show: the last part, without control signs or marks that turn the reading direction."""
    last = name.replace("\\", "/").rpartition("/")[2]
    clean = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    return clean.strip()[-255:] or "archivo"


def _folder() -> Path:
    return Path(current_app.config["FILES_FOLDER"])


def _write(path: Path, content: bytes) -> None:
    if path.is_file() and path.stat().st_size == len(content):
        path.touch()  # young again, so that `collect` leaves it to the new row
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as draft:
        draft.write(content)
        draft.flush()
        os.fsync(draft.fileno())
    Path(draft.name).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
