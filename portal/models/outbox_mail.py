"""A mail to send, committed with the change that it tells of."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Base
from portal.models.types import Created, Key, Time

STATES = ("waiting", "sent", "dead")


class OutboxMail(Base):
    """`message_id` is given once, so that a retry is the same mail. `dead` after 48 h: visible to staff."""

    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        Index("ix_outbox_mail_due", "state", "next_try_at"),
    )

    id: Mapped[Key]
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    recipient: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(255))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str | None] = mapped_column(Text)
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[Time]
    fence: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[Created]
    sent_at: Mapped[Time | None]
