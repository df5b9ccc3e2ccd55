"""Column types: aware time, and shorthands for the columns that every table repeats."""

from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey, String, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import mapped_column

from portal.clock import now


class UtcDateTime(TypeDecorator[datetime]):
    """Aware in Python, UTC in the database. A naive value raises ValueError: it would be five hours off."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive time: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        # SQLite gives back what it was given, without the zone.
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# A changed value has to be assigned anew: what is changed in place is not seen.
Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

Key = Annotated[int, mapped_column(primary_key=True)]
Created = Annotated[datetime, mapped_column(UtcDateTime, default=now)]
Time = Annotated[datetime, mapped_column(UtcDateTime)]
PublicId = Annotated[str, mapped_column(String(43), unique=True)]
UserId = Annotated[int, mapped_column(ForeignKey("user.id"), index=True)]
OrganisationId = Annotated[int, mapped_column(ForeignKey("organisation.id"), index=True)]
TicketId = Annotated[int, mapped_column(ForeignKey("ticket.id"), index=True)]
