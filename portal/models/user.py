"""A person's account, with what Flask-Security needs, and the roles."""

from typing import TYPE_CHECKING

from flask_security import AsaList, RoleMixin, UserMixin
from sqlalchemy import Column, ForeignKey, String, Table, Text
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Base, Model
from portal.models.types import Created, Key, Time

if TYPE_CHECKING:
    from portal.models.membership import Membership

ROLES = ("client", "distributor", "developer", "agent", "lead", "administrator")
STAFF = frozenset({"agent", "lead", "administrator"})

roles_users = Table(
    "roles_users",
    Model.metadata,
    Column("user_id", ForeignKey("user.id"), primary_key=True),
    Column("role_id", ForeignKey("role.id"), primary_key=True),
)


class Role(Base, RoleMixin):
    """One of ROLES. What a role may do stands in portal/access.py, not here."""

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(80), unique=True)
    description: Mapped[str | None] = mapped_column(String(255))
    permissions: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()))


class User(Base, UserMixin):
    """An account. `demo`: made by the demonstration, which asks no second factor of it."""

    __tablename__ = "user"

    id: Mapped[Key]
    email: Mapped[str] = mapped_column(String(255), unique=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    contact_hours: Mapped[str] = mapped_column(String(60), default="")
    language: Mapped[str] = mapped_column(String(2), default="es")
    demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Created]
    # The organisation whose requests are shown, the same on every device. A preference without a foreign
    # key: it is looked up among those that the person may see, each time.
    current_organisation_id: Mapped[int | None]

    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    confirmed_at: Mapped[Time | None]
    # Flask-Security declares these without Mapped.
    last_login_at: Mapped[Time | None]  # type: ignore[assignment]
    current_login_at: Mapped[Time | None]  # type: ignore[assignment]
    last_login_ip: Mapped[str | None] = mapped_column(String(64))
    current_login_ip: Mapped[str | None] = mapped_column(String(64))
    login_count: Mapped[int | None]  # type: ignore[assignment]
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    tf_phone_number: Mapped[str | None] = mapped_column(String(128))
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()))
    us_totp_secrets: Mapped[str | None] = mapped_column(Text)

    roles: Mapped[list[Role]] = relationship(  # type: ignore[assignment]  # as above
        secondary=roles_users, lazy="selectin"
    )
    memberships: Mapped[list["Membership"]] = relationship(back_populates="user", lazy="selectin")

    @property
    def role_names(self) -> frozenset[str]:
        return frozenset(role.name for role in self.roles)

    @property
    def is_staff(self) -> bool:
        return bool(self.role_names & STAFF)

    @property
    def display_name(self) -> str:
        """The name to greet with; before one is known, the part of the address before the @."""
        return self.name or self.email.partition("@")[0]
