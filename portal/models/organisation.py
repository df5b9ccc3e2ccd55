"""An organisation by its NIT, the clients of a distributor, and claims on a NIT that is taken."""

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Base
from portal.models.types import Created, Json, Key, OrganisationId, Time, UserId

if TYPE_CHECKING:
    from portal.models.membership import Membership
    from portal.models.user import User

KINDS = ("client", "distributor")


class Organisation(Base):
    """`nit` in digits without the check digit, which is `dv`. Unverified until staff set `verified_at`.

    `agreements`: a list of {kind: service|interoperability, from, to}; dates YYYY-MM-DD, `to` may be null.
    """

    __table_args__ = (CheckConstraint("kind IN ('client', 'distributor')", name="kind"),)

    id: Mapped[Key]
    nit: Mapped[str] = mapped_column(String(15), unique=True)
    dv: Mapped[str] = mapped_column(String(1))
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20), default="client")
    agreements: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    created_at: Mapped[Created]
    verified_at: Mapped[Time | None]
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    memberships: Mapped[list["Membership"]] = relationship(back_populates="organisation")
    verified_by: Mapped["User | None"] = relationship(foreign_keys=[verified_by_id])

    @property
    def verified(self) -> bool:
        return self.verified_at is not None

    @property
    def nit_dv(self) -> str:
        """The NIT as people write it: 900.373.913-4."""
        return f"{int(self.nit):,}".replace(",", ".") + f"-{self.dv}"

    def agreement_in_force(self, day: date, kind: str = "service") -> bool:
        """Whether an agreement of this kind covers the day."""
        text = day.isoformat()
        return any(
            a["kind"] == kind and a["from"] <= text and (not a.get("to") or text <= a["to"])
            for a in self.agreements
        )


class DistributorClient(Base):
    """A client of a distributor. The distributor sees nothing of it before `consented_at`."""

    __table_args__ = (UniqueConstraint("distributor_id", "client_id"),)

    id: Mapped[Key]
    distributor_id: Mapped[OrganisationId]
    client_id: Mapped[OrganisationId]
    requested_at: Mapped[Created]
    consented_at: Mapped[Time | None]
    consented_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    distributor: Mapped[Organisation] = relationship(foreign_keys="DistributorClient.distributor_id")
    client: Mapped[Organisation] = relationship(foreign_keys="DistributorClient.client_id")


class OrganisationClaim(Base):
    """Somebody signed up for a NIT that is taken: staff decide, nobody joins by claiming."""

    id: Mapped[Key]
    organisation_id: Mapped[OrganisationId]
    user_id: Mapped[UserId]
    state: Mapped[str] = mapped_column(String(10), default="waiting")  # waiting, accepted, refused
    created_at: Mapped[Created]
    decided_at: Mapped[Time | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    organisation: Mapped[Organisation] = relationship()
    user: Mapped["User"] = relationship(foreign_keys="OrganisationClaim.user_id")
