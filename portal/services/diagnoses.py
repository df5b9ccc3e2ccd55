"""Diagnoses of uploads: kept with the very bytes, read again, corrected, compared. What was typed in as context is
used and forgotten.

Of a wrapped upload (SOAP, base64) only the document inside is kept, under its own sha256, and the envelope with its
password starred out.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from secrets import token_urlsafe
from typing import Any

import orjson
from flask import current_app

from diagnostics import BadContext, Context, Finding, Limits, Report, diagnose
from diagnostics.encoding import Undecodable, decode
from diagnostics.envelope import mask
from diagnostics.fixes import apply_edits, fix_all, fixable
from diagnostics.intake import innermost
from knowledge import load
from portal.clock import now
from portal.extensions import db
from portal.models import Diagnosis, Organisation, User
from portal.sealing import seal, unseal
from portal.services import files, jobs, work

MEBIBYTE = 1024 * 1024
LIMITS = Limits(size=5 * MEBIBYTE, elements=250_000, depth=256, json_depth=64)
IMMEDIATE = MEBIBYTE
"""Uploads up to this size are answered in the request; larger ones by a worker."""
ANONYMOUS = timedelta(minutes=30)
_SEALED = "anonymous report"
JOB = "diagnose"


@dataclass(frozen=True, slots=True)
class Kept:
    """What a finished diagnosis holds: the report, its English texts, the masked envelope if there was one."""

    report: Report
    english: Sequence[dict[str, Any]]
    envelope: str | None

    def findings(self, lang: str) -> list[Finding]:
        """The findings with title, message and action in a language."""
        if lang != "en" or len(self.english) != len(self.report.findings):
            return list(self.report.findings)
        return [replace(f, **texts) for f, texts in zip(self.report.findings, self.english, strict=True)]


def start(
    data: bytes,
    name: str,
    *,
    user: User | None,
    organisation: Organisation | None,
    context: Mapping[str, Any] | None = None,
    previous: Diagnosis | None = None,
) -> Diagnosis:
    """Keep an upload and diagnose it, at once or (large ones) by a worker. Commits.

    Raises BadContext before anything is kept where the context is not understood.
    """
    told = Context.from_dict(context)
    inside = innermost(data, load(), LIMITS)
    wrapped = inside.container is not None
    content = inside.data if wrapped else data
    diagnosis = Diagnosis(
        public_id=token_urlsafe(24),
        user_id=user.id if user else None,
        organisation_id=organisation.id if organisation else None,
        previous_id=previous.id if previous else None,
        name=files.label(name) or "insumo",
        sha256="",
        size=len(content),
        expires_at=now() + (timedelta(days=current_app.config["RETENTION_DAYS"]) if user else ANONYMOUS),
    )
    stored = files.store(content, diagnosis.name, sealed=user is None)
    diagnosis.file_id, diagnosis.sha256 = stored.id, stored.sha256
    db.session.add(diagnosis)
    db.session.flush()
    if wrapped or len(data) <= IMMEDIATE:
        envelope = mask(decode(data).text) if wrapped and b"Envelope" in data else None
        _finish(diagnosis, judge(data, content, diagnosis.name, told), envelope)
    else:
        jobs.create(JOB, {"diagnosis": diagnosis.id}, key=f"{JOB}-{diagnosis.id}")
    db.session.commit()
    return diagnosis


def judge(data: bytes, content: bytes, name: str, context: Context) -> Report:
    """The report of an upload. Findings in a wrapped document come from the document itself, so that their
    corrections fit the bytes that are kept."""
    report = diagnose(data, name=name, context=context, limits=LIMITS)
    if content is data or not report.documents:
        return report
    own = diagnose(content, name=name, context=context, limits=LIMITS)
    outer = tuple(f for f in report.findings if f.container is None)
    container = report.documents[-1]["container"]
    inner = tuple(
        replace(
            f,
            container=container,
            consequence_of=None if f.consequence_of is None else f.consequence_of + len(outer),
        )
        for f in own.findings
    )
    return replace(report, findings=outer + inner)


@work.does(JOB)
def diagnose_kept(held: jobs.Claim) -> None:
    """The worker's part: diagnose the stored bytes once."""
    diagnosis = db.session.get(Diagnosis, held.payload["diagnosis"])
    if diagnosis is None or diagnosis.file is None or diagnosis.state == "done":
        return
    jobs.progress(held, {"state": "running"})
    content = files.read(diagnosis.file)
    _finish(diagnosis, judge(content, content, diagnosis.name, Context()), None)


@jobs.when_failed(JOB)
def give_up(job: Any) -> None:
    """After the last attempt the page says so; it never reads as a verdict."""
    diagnosis = db.session.get(Diagnosis, job.payload["diagnosis"])
    if diagnosis is not None and diagnosis.state != "done":
        diagnosis.state, diagnosis.finished_at = "failed", now()


def _finish(diagnosis: Diagnosis, report: Report, envelope: str | None) -> None:
    english = [dict(f.texts.get("en", {})) for f in report.findings]
    blob = zlib.compress(orjson.dumps({"report": report.to_dict(), "english": english, "envelope": envelope}))
    diagnosis.report = seal(blob, _SEALED) if diagnosis.anonymous else blob
    codes = list(dict.fromkeys(code for f in report.findings for code in (f.code, f.rule)))
    diagnosis.summary = {**report.counts, "codes": codes[:60], "scenario": report.file["scenario"]}
    diagnosis.verdict = report.verdict
    diagnosis.rule_set = report.rule_set["version"]
    diagnosis.state, diagnosis.finished_at = "done", now()


def kept(diagnosis: Diagnosis) -> Kept | None:
    """What a finished diagnosis holds; None where it has not finished."""
    if diagnosis.state != "done" or diagnosis.report is None:
        return None
    blob = unseal(diagnosis.report, _SEALED) if diagnosis.anonymous else diagnosis.report
    held = orjson.loads(zlib.decompress(blob))
    return Kept(Report.from_dict(held["report"]), held["english"], held["envelope"])


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


def corrected(diagnosis: Diagnosis) -> tuple[bytes, int]:
    """(the bytes with all safe corrections, how many were made)."""
    data = content_of(diagnosis)
    fixed, _, made = fix_all(data, lambda d: diagnose(d, name=diagnosis.name, limits=LIMITS))
    return fixed, made


def correct(diagnosis: Diagnosis, which: int | None, user: User | None) -> Diagnosis | None:
    """A new diagnosis of the file with one correction (the index of its finding) or all safe ones (None).

    None where there is nothing to correct.
    """
    held = kept(diagnosis)
    if held is None:
        return None
    data = content_of(diagnosis)
    if which is None:
        fixed, _ = corrected(diagnosis)
    else:
        findings = held.report.findings
        chosen = [findings[which]] if 0 <= which < len(findings) else []
        fixed = apply_edits(data, [e for f in chosen for e in f.edits])
    if fixed == data:
        return None
    return start(fixed, diagnosis.name, user=user, organisation=diagnosis.organisation, previous=diagnosis)


def take_over(public_ids: Sequence[str], user: User, organisation: Organisation | None) -> int:
    """Give a person the diagnoses that were made before signing in; how many. The caller commits."""
    from sqlalchemy import select

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


Key = tuple[str, str, str]


def compare(before: Report, after: Report) -> dict[str, list[Finding]]:
    """What is gone, what is still there and what is new, by rule, code and path; consequences left out."""

    def keyed(report: Report) -> dict[Key, Finding]:
        return {
            (f.rule, f.code, f.path): f
            for f in report.findings
            if f.consequence_of is None and f.severity != "info"
        }

    old, new = keyed(before), keyed(after)
    return {
        "gone": [f for k, f in old.items() if k not in new],
        "still": [f for k, f in new.items() if k in old],
        "new": [f for k, f in new.items() if k not in old],
    }


def safe_count(report: Report) -> int:
    """How many findings have a correction that changes nothing of what the document declares."""
    return len(fixable(report))


__all__ = ["BadContext", "Kept", "compare", "correct", "corrected", "kept", "start", "take_over", "text_of"]
