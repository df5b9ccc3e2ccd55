"""The present, in one place: aware, in UTC, to the second, which is how times are stored."""

from datetime import UTC, datetime


def now() -> datetime:
    """The current time in UTC without fractions of a second."""
    return datetime.now(UTC).replace(microsecond=0)
