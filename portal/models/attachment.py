"""A file that belongs to a ticket, or to a draft until that is sent."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Base
from portal.models.stored_file import StoredFile
from portal.models.types import Created, Key, PublicId


class Attachment(Base):
    """`item`: the item of the kind's checklist that it answers. `public`: the requester may see it."""

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"), index=True)
    draft_id: Mapped[int | None] = mapped_column(
        ForeignKey("request_draft.id", ondelete="SET NULL"), index=True
    )
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    item: Mapped[str | None] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(255))
    public: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[Created]

    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)
