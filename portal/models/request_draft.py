"""A request that is being written."""

from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Base
from portal.models.diagnosis import Diagnosis
from portal.models.organisation import Organisation
from portal.models.types import Created, Json, Key, OrganisationId, PublicId, Time, UserId


class RequestDraft(Base):
    """Kept 30 days. `submit_token` makes sending it twice give the same ticket; `ticket_id` is set once sent.

    `answers`: field -> value. `confirmed`: prerequisite item -> yes|no|unknown. `disputes`: list of
    {index, code, reason} for the findings of the diagnosis that the requester contests.
    """

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    user_id: Mapped[UserId]
    organisation_id: Mapped[OrganisationId]
    kind: Mapped[str] = mapped_column(String(60))
    kind_version: Mapped[int]
    answers: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    confirmed: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    disputes: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    diagnosis_id: Mapped[int | None] = mapped_column(ForeignKey("diagnosis.id", ondelete="SET NULL"))
    submit_token: Mapped[str] = mapped_column(String(43), unique=True)
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))
    created_at: Mapped[Created]
    updated_at: Mapped[Time]
    expires_at: Mapped[Time] = mapped_column(index=True)

    organisation: Mapped[Organisation] = relationship()
    diagnosis: Mapped[Diagnosis | None] = relationship()
