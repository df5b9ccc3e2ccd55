"""Who does which job, and doing it: from its id to its effect, once, whatever happens on the way.

A service says what it does with `@job_handlers.handles("kind")`; the function gets the claim, changes the
session and returns: the end of the job is committed together with what it changed.
"""

from collections.abc import Callable
from typing import TypeVar

from flask import current_app

from portal.extensions import db
from portal.services import jobs


class Permanent(Exception):
    """The job can't succeed by trying again; the text is for the person who looks at it."""


Handler = Callable[[jobs.Claim], None]
_Any = TypeVar("_Any", bound=Handler)
_handlers: dict[str, Handler] = {}


def handles(kind: str) -> Callable[[_Any], _Any]:
    """Register the function that handles jobs of this kind. ValueError when the kind has one already."""

    def register(function: _Any) -> _Any:
        if kind in _handlers:
            raise ValueError(f"two functions do {kind!r}")
        _handlers[kind] = function
        return function

    return register


def kinds() -> frozenset[str]:
    """The kinds of job that somebody does."""
    return frozenset(_handlers)


def run(job_id: int) -> None:
    """Claim the job and do it. Nothing happens where it is done, not due, or in other hands."""
    held = jobs.claim(job_id)
    if held is None:
        return
    try:
        handler = _handlers.get(held.kind)
        if handler is None:
            raise Permanent(f"nobody does jobs of kind {held.kind!r}")
        handler(held)
        jobs.finish(held)
    except jobs.LostClaim:
        db.session.rollback()
        current_app.logger.warning("job %s went to another worker", held.id)
    except Permanent as error:
        jobs.fail(held, str(error), permanent=True)
    # The one place where everything is caught: whatever a job meets counts as an attempt and is kept for
    # a person, and the worker goes on with the next.
    except Exception as error:
        current_app.logger.exception("job %s (%s), attempt %s", held.id, held.kind, held.attempt)
        jobs.fail(held, f"{type(error).__name__}: {error}")
