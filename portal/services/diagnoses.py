"""Diagnoses of uploads: kept with the very bytes, read again, corrected, compared. What was typed in as context is
used and forgotten.

Of a wrapped upload (SOAP, base64) only the document inside is kept, under its own sha256, and the envelope with its
password starred out.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from secrets import token_urlsafe
from threading import BoundedSemaphore
from typing import Any

import orjson
from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, select

from diagnostics import BadContext, Context, Finding, Limits, Report, diagnose
from diagnostics.encoding import Undecodable, decode
from diagnostics.opened import WRAPPERS
from diagnostics.rejection import ANSWER, RULE, said_in
from knowledge import load
from knowledge.web_service_responses import read_response
from portal.clock import now
from portal.config import FILE_MAX, FILE_MAX_MB, MEBIBYTE
from portal.errors import Refused
from portal.extensions import db
from portal.models import Diagnosis, Organisation, User
from portal.sealing import seal, unseal
from portal.services import files, job_handlers, jobs, uploads
from portal.services.causes import causes_by_severity

LIMITS = Limits(size=FILE_MAX, elements=250_000, depth=256, json_depth=64)
IMMEDIATE = MEBIBYTE
"""Uploads up to this size are answered in the request; larger ones by a worker."""
ANONYMOUS = timedelta(minutes=30)
AT_ONCE = 2
"""How many uploads without an account a process reads at a time; the others wait for a worker."""
PATIENCE = 15.0
"""Seconds that a request waits for its turn where its upload must not wait anywhere else."""
_turns = BoundedSemaphore(AT_ONCE)
TOLD = {"document_kind"}
"""What of a context is no secret: the report says it, and so it may wait."""
_SEALED = "anonymous report"
JOB = "diagnose"


class Busy(Refused):
    """Too many uploads at once, and this one must not be kept until there is time. Nothing of it was."""

    status = 503

    def __init__(self) -> None:
        super().__init__("busy", _l("Hay muchas revisiones al tiempo. Intente de nuevo en un minuto."))


@dataclass(frozen=True, slots=True)
class Kept:
    """What a finished diagnosis holds: the report, its English texts, the masked envelope if there was one, and the
    rejection that came with it, masked too."""

    report: Report
    english: Sequence[dict[str, Any]]
    envelope: str | None
    rejection: str = ""

    def findings(self, lang: str) -> list[Finding]:
        """The findings with title, message and action in a language."""
        if lang != "en" or len(self.english) != len(self.report.findings):
            return list(self.report.findings)
        return [replace(f, **texts) for f, texts in zip(self.report.findings, self.english, strict=True)]

    def in_language(self, lang: str) -> Report:
        """The report with its findings in a language."""
        return replace(self.report, findings=tuple(self.findings(lang)))

    @property
    def told(self) -> dict[str, str]:
        """What the document was said to be, to judge it by that again; it is no secret, and the report says it."""
        return dict(self.report.file.get("told", {}))

    @property
    def container(self) -> dict[str, Any] | None:
        """What the kept document came in, a message or base64; None where the upload itself is kept."""
        held = self.report.documents[-1].get("container") if self.report.documents else None
        while held is not None and held["kind"] not in WRAPPERS:
            held = held.get("within")
        return held


def start(
    data: bytes,
    name: str,
    *,
    user: User | None,
    organisation: Organisation | None,
    context: Mapping[str, Any] | None = None,
    previous: Diagnosis | None = None,
    rejection: str = "",
) -> Diagnosis:
    """Keep an upload and diagnose it, with what was answered to it, at once or (large ones) by a worker. Commits.

    Raises, before anything is kept, BadContext where the context is not understood, Busy, and Refused where the
    upload is over the limit.
    """
    if len(data) > LIMITS.size:
        message = _l("El archivo pesa más de %(size)s MB, que es el límite. Divídalo.", size=FILE_MAX_MB)
        raise Refused("file-size", message)
    told = Context.from_dict(context)
    upload = uploads.take(data, LIMITS)
    # What may hold a password, and what was typed or pasted beside it, waits nowhere: it is answered at once.
    private = upload.secret or bool(set(context or ()) - TOLD) or bool(rejection)
    with turn(user, PATIENCE if private else 0) as ours:
        if private and not ours:
            raise Busy
        diagnosis = _keep(upload, name, user, organisation, previous)
        if ours and (private or len(data) <= IMMEDIATE):
            rejection = read_response(rejection, load().responses).text if rejection else ""
            _finish(diagnosis, judge(upload, diagnosis.name, told, rejection), upload.envelope, rejection)
        else:
            jobs.create(JOB, {"diagnosis": diagnosis.id}, key=f"{JOB}-{diagnosis.id}")
        db.session.commit()
    return diagnosis


def _keep(
    upload: uploads.Upload,
    name: str,
    user: User | None,
    organisation: Organisation | None,
    previous: Diagnosis | None,
) -> Diagnosis:
    lasts = timedelta(days=current_app.config["RETENTION_DAYS"]) if user else ANONYMOUS
    shown = files.label(name) or "insumo"
    stored = files.store(upload.content, shown, sealed=user is None)
    diagnosis = Diagnosis(
        public_id=token_urlsafe(24),
        user_id=user.id if user else None,
        organisation_id=organisation.id if organisation else None,
        previous_id=previous.id if previous else None,
        name=shown,
        file_id=stored.id,
        sha256=stored.sha256,
        size=len(upload.content),
        expires_at=now() + lasts,
    )
    db.session.add(diagnosis)
    db.session.flush()
    return diagnosis


@contextmanager
def turn(user: User | None, patience: float) -> Iterator[bool]:
    """Whether it is this one's turn: without an account only AT_ONCE are read at a time in a process."""
    ours = user is not None or _turns.acquire(timeout=patience)
    try:
        yield ours
    finally:
        if ours and user is None:
            _turns.release()


def judge(upload: uploads.Upload, name: str, context: Context, rejection: str = "") -> Report:
    """The report of an upload. Findings in a wrapped document come from the document itself, so that their
    corrections fit the bytes that are kept; what the wrapper says of it is then said to the document."""
    report = diagnose(upload.data, name=name, context=context, limits=LIMITS, rejection=rejection)
    container = upload.container
    if container is None or not report.documents:
        return report
    told = "\n".join([rejection, *said_in(upload.data, load(), LIMITS)])
    own = diagnose(upload.content, name=name, context=context, limits=LIMITS, rejection=told)
    outer = tuple(
        f for f in report.findings if not _is_within(f.container, container) and f.rule not in (RULE, ANSWER)
    )
    inner = tuple(
        replace(
            f,
            container=_put_in(f.container, container),
            consequence_of=None if f.consequence_of is None else f.consequence_of + len(outer),
        )
        for f in own.findings
    )
    return replace(report, findings=outer + inner)


def _is_within(container: dict[str, Any] | None, outer: dict[str, Any]) -> bool:
    """Whether something stood in what came in `outer`."""
    while container is not None and container != outer:
        container = container.get("within")
    return container is not None


def _put_in(container: dict[str, Any] | None, outer: dict[str, Any]) -> dict[str, Any]:
    """A container of what is kept, with what the kept document itself came in."""
    return outer if container is None else {**container, "within": _put_in(container.get("within"), outer)}


@job_handlers.handles(JOB)
def diagnose_kept(held: jobs.Claim) -> None:
    """The worker's part: diagnose the stored bytes once."""
    diagnosis = db.session.get(Diagnosis, held.payload["diagnosis"])
    if diagnosis is None or diagnosis.file is None or diagnosis.state == "done":
        return
    jobs.progress(held, {"state": "running"})
    content = files.read(diagnosis.file)
    _finish(diagnosis, diagnose(content, name=diagnosis.name, limits=LIMITS), None, "")


@jobs.when_failed(JOB)
def give_up(job: Any) -> None:
    """After the last attempt the page says so; it never reads as a verdict."""
    diagnosis = db.session.get(Diagnosis, job.payload["diagnosis"])
    if diagnosis is not None and diagnosis.state != "done":
        diagnosis.state, diagnosis.finished_at = "failed", now()


def _finish(diagnosis: Diagnosis, report: Report, envelope: str | None, rejection: str) -> None:
    english = [dict(f.texts.get("en", {})) for f in report.findings]
    held = {"report": report.to_dict(), "english": english, "envelope": envelope, "rejection": rejection}
    blob = zlib.compress(orjson.dumps(held))
    diagnosis.report = seal(blob, _SEALED) if diagnosis.anonymous else blob
    codes = list(dict.fromkeys(code for f in report.findings for code in (f.code, f.rule)))
    counts = causes_by_severity(report.findings)
    diagnosis.summary = {**counts, "codes": codes[:60], "scenario": report.file["scenario"]}
    diagnosis.verdict = report.verdict
    diagnosis.rule_set = report.rule_set["version"]
    diagnosis.state, diagnosis.finished_at = "done", now()


def kept(diagnosis: Diagnosis) -> Kept | None:
    """What a finished diagnosis holds; None where it has not finished."""
    if diagnosis.state != "done" or diagnosis.report is None:
        return None
    blob = unseal(diagnosis.report, _SEALED) if diagnosis.anonymous else diagnosis.report
    held = orjson.loads(zlib.decompress(blob))
    report = Report.from_dict(held["report"])
    return Kept(report, held["english"], held["envelope"], held.get("rejection", ""))


def text_of(diagnosis: Diagnosis) -> str:
    """The kept document as text; "" where it cannot be read as any."""
    if diagnosis.file is None:
        return ""
    try:
        return decode(files.read(diagnosis.file)).text
    except Undecodable:
        return ""


def content_of(diagnosis: Diagnosis) -> bytes:
    """The kept bytes."""
    return files.read(diagnosis.file) if diagnosis.file is not None else b""


def last(name: str, user: User | None, guest: Sequence[str]) -> Diagnosis | None:
    """The person's latest finished diagnosis of a file of that name; `guest`: those made without an account."""
    own = (
        Diagnosis.user_id == user.id
        if user
        else and_(Diagnosis.user_id.is_(None), Diagnosis.public_id.in_(guest))
    )
    query = select(Diagnosis).where(
        own, Diagnosis.name == files.label(name), Diagnosis.state == "done", Diagnosis.expires_at > now()
    )
    return db.session.scalar(query.order_by(Diagnosis.id.desc()).limit(1))


def take_over(public_ids: Sequence[str], user: User, organisation: Organisation | None) -> int:
    """Give a person the diagnoses that were made before signing in; how many. The caller commits."""
    taken = 0
    query = select(Diagnosis).where(
        Diagnosis.public_id.in_(public_ids), Diagnosis.user_id.is_(None), Diagnosis.expires_at > now()
    )
    for diagnosis in db.session.scalars(query):
        blob = unseal(diagnosis.report, _SEALED) if diagnosis.report else None
        sealed = diagnosis.file
        diagnosis.user_id = user.id
        diagnosis.organisation_id = organisation.id if organisation else None
        diagnosis.report = blob
        diagnosis.expires_at = now() + timedelta(days=current_app.config["RETENTION_DAYS"])
        if sealed is not None:
            diagnosis.file_id = files.keep(sealed).id
            db.session.flush()
            files.delete(sealed)
        taken += 1
    return taken


__all__ = ["BadContext", "Busy", "Kept", "content_of", "kept", "last", "start", "take_over", "text_of"]
