"""A ready answer, found by the code of a rule."""

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Base
from portal.models.types import Created, Key


class CannedText(Base):
    """`code` is a rule's code or name, or None for one that fits any ticket."""

    id: Mapped[Key]
    code: Mapped[str | None] = mapped_column(String(60), index=True)
    title: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(Text)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[Created]
