"""An invitation to join an organisation, by mail."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Base
from portal.models.organisation import Organisation
from portal.models.types import Created, Key, OrganisationId, Time, UserId


class Invitation(Base):
    """Only the SHA-256 of the token is kept: who reads the table can accept nothing."""

    id: Mapped[Key]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(255), index=True)
    organisation_id: Mapped[OrganisationId]
    right: Mapped[str] = mapped_column("access_right", String(10))
    invited_by_id: Mapped[UserId]
    created_at: Mapped[Created]
    expires_at: Mapped[Time]
    accepted_at: Mapped[Time | None]
    withdrawn_at: Mapped[Time | None]

    organisation: Mapped[Organisation] = relationship()
