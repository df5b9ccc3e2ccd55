"""A message or an internal note on a ticket."""

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Base
from portal.models.attachment import Attachment
from portal.models.types import Created, Key, TicketId
from portal.models.user import User


class Message(Base):
    """`author` is None for what the program wrote, which counts as no answer. Internal unless `public`."""

    id: Mapped[Key]
    ticket_id: Mapped[TicketId]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    public: Mapped[bool]
    body: Mapped[str] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(String(10), default="portal")
    created_at: Mapped[Created]

    author: Mapped[User | None] = relationship()
    attachments: Mapped[list[Attachment]] = relationship(order_by=Attachment.id)
