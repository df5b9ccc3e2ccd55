"""The present, in one place: aware, in UTC, to the second, which is how times are stored; and the local zone."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

BOGOTA = ZoneInfo("America/Bogota")
"""Where the desk and its clients are: days and hours are shown in this zone."""

_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)


def now() -> datetime:
    """The current time in UTC without fractions of a second."""
    return _pretended.get() or datetime.now(UTC).replace(microsecond=0)


@contextmanager
def pretend(moment: datetime) -> Iterator[None]:
    """Let the present be another moment: for demonstration data, which need a past. `moment` is aware."""
    token = _pretended.set(moment.astimezone(UTC).replace(microsecond=0))
    try:
        yield
    finally:
        _pretended.reset(token)
