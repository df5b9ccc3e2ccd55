"""What every page of Diagnose shares: the diagnosis at an address, whose a new one is, how often without account."""

from __future__ import annotations

from flask import Blueprint, abort, request, session
from flask_babel import lazy_gettext as _l

from portal import access
from portal.extensions import db, limiter
from portal.models import Diagnosis, Organisation, User
from portal.services import accounts, diagnoses

blueprint = Blueprint("diagnose", __name__, url_prefix="/diagnosticar")
GUEST = "guest_diagnoses"
MOST_GUEST = 20
MOST_FILES = 20
VERDICTS = {
    "valid": _l("Apto"),
    "valid_with_warnings": _l("Apto con avisos"),
    "invalid": _l("No apto"),
    "incomplete": _l("Incompleto"),
}


def _signed_in() -> bool:
    return access.signed_in() is not None


def _files() -> int:
    """A file counts like a diagnosis of its own."""
    return max(1, min(len(request.files.getlist("files")), MOST_FILES))


diagnosing = limiter.shared_limit("20 per minute", scope="diagnose", exempt_when=_signed_in, cost=_files)
reading = limiter.shared_limit("60 per minute", scope="diagnosed", exempt_when=_signed_in)
"""Pages that diagnose or compare while they are read."""


def found(public_id: str) -> Diagnosis:
    """The diagnosis that this person may see at that address. Aborts with 404."""
    diagnosis = db.session.scalar(access.diagnosis_by_address(access.signed_in(), public_id))
    if diagnosis is None:
        abort(404)
    return diagnosis


def finished(diagnosis: Diagnosis) -> diagnoses.Kept:
    """What it holds. Aborts with 404 where it has not finished."""
    held = diagnoses.kept(diagnosis)
    if held is None:
        abort(404)
    return held


def owner(of: Diagnosis | None = None) -> tuple[User | None, Organisation | None]:
    """Whose a new diagnosis is; one that follows from another stays with the other's organisation."""
    user = access.signed_in()
    if user is None:
        return None, None
    if of is not None and of.organisation is not None:
        return user, of.organisation
    return user, accounts.current_organisation(user)


def guests() -> list[str]:
    """The addresses of what this visitor diagnosed without an account."""
    return list(session.get(GUEST, ()))


def remember(made: Diagnosis) -> None:
    """Let a diagnosis without account come along when its maker signs in."""
    if made.anonymous:
        session[GUEST] = [*guests(), made.public_id][-MOST_GUEST:]
