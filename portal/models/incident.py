"""A declared incident: it extends the promise of the tickets that it overlaps."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Base
from portal.models.types import Created, Json, Key, Time


class Incident(Base):
    """`kinds`: the request kinds concerned, None for all. `ends_at` is None while it lasts."""

    id: Mapped[Key]
    title: Mapped[str] = mapped_column(String(200))
    starts_at: Mapped[Time]
    ends_at: Mapped[Time | None]
    kinds: Mapped[list[str] | None] = mapped_column(Json)
    declared_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[Created]
