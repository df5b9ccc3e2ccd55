"""What a person may do in an organisation."""

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Base
from portal.models.organisation import Organisation
from portal.models.types import Created, Key, OrganisationId, UserId
from portal.models.user import User

RIGHTS = ("owner", "member", "developer")


class Membership(Base):
    """`right`: owner (and members' page), member, or developer (linked from outside by the organisation)."""

    __table_args__ = (
        UniqueConstraint("user_id", "organisation_id"),
        CheckConstraint("access_right IN ('owner', 'member', 'developer')", name="right"),
    )

    id: Mapped[Key]
    user_id: Mapped[UserId]
    organisation_id: Mapped[OrganisationId]
    right: Mapped[str] = mapped_column("access_right", String(10), default="member")
    created_at: Mapped[Created]

    user: Mapped[User] = relationship(back_populates="memberships")
    organisation: Mapped[Organisation] = relationship(
        back_populates="memberships", lazy="joined", innerjoin=True
    )
