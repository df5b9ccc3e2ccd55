"""A link that shows one diagnosis to others, for a time."""

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Base
from portal.models.diagnosis import Diagnosis
from portal.models.types import Created, Key, Time, UserId
from portal.models.user import User

AUDIENCES = ("organisation", "link")


class ReportShare(Base):
    """`audience`: the people of the diagnosis' organisation, or whoever has the link.

    Only the SHA-256 of the token is kept: who reads the table can open nothing. Without `expires_at` it lasts as long
    as the diagnosis, with which it goes in any case. `with_file`: it shows and gives the file too.
    """

    __table_args__ = (CheckConstraint("audience IN ('organisation', 'link')", name="audience"),)

    id: Mapped[Key]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    diagnosis_id: Mapped[int] = mapped_column(ForeignKey("diagnosis.id", ondelete="CASCADE"), index=True)
    made_by_id: Mapped[UserId]
    audience: Mapped[str] = mapped_column(String(12))
    with_file: Mapped[bool] = mapped_column(default=False)
    opened: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[Created]
    expires_at: Mapped[Time | None]
    revoked_at: Mapped[Time | None]

    diagnosis: Mapped[Diagnosis] = relationship()
    made_by: Mapped[User] = relationship()
