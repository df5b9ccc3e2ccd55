"""A request that was received. Its event log is the truth; what stands here is computed from it."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Base
from portal.models.diagnosis import Diagnosis
from portal.models.organisation import Organisation
from portal.models.types import Created, Json, Key, OrganisationId, Time, UserId
from portal.models.user import User

STATES = (
    "needs_information",
    "open",
    "in_progress",
    "waiting_requester",
    "escalated",
    "solved",
    "closed",
    "cancelled",
    "merged",
)
OPEN_STATES = STATES[:5]


class Ticket(Base):
    """`missing`: the named items that are still to come, as {item, label, kind}. `disputes`: as in a draft.

    `flagged`: the diagnosis that should have met the gate did not finish. `outside_agreement`: received
    although no agreement was in force. `resume_state`: where it returns to after waiting for the requester.
    """

    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint("level BETWEEN 1 AND 4", name="level"),
        Index("ix_ticket_queue", "state", "nearest_due_at", "id"),
        {"sqlite_autoincrement": True},  # a reference is never given twice
    )

    id: Mapped[Key]
    submit_token: Mapped[str | None] = mapped_column(String(43), unique=True)
    kind: Mapped[str] = mapped_column(String(60), index=True)
    kind_version: Mapped[int]
    policy_version: Mapped[str] = mapped_column(String(40))
    organisation_id: Mapped[OrganisationId]
    requester_id: Mapped[UserId]
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    diagnosis_id: Mapped[int | None] = mapped_column(ForeignKey("diagnosis.id"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))
    subject: Mapped[str] = mapped_column(String(200))
    answers: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    disputes: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    missing: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    disputed: Mapped[bool] = mapped_column(default=False)
    flagged: Mapped[bool] = mapped_column(default=False)
    outside_agreement: Mapped[bool] = mapped_column(default=False)
    level: Mapped[int]
    area: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(20))
    resume_state: Mapped[str | None] = mapped_column(String(20))
    cycle: Mapped[int] = mapped_column(default=1)
    last_sequence: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[Created]
    updated_at: Mapped[Time]

    # The clocks of the present cycle. None: that clock does not run or has no end yet.
    started_at: Mapped[Time | None]
    paused_at: Mapped[Time | None]
    due_at: Mapped[Time | None]
    amber_at: Mapped[Time | None]
    first_response_due_at: Mapped[Time | None]
    first_response_at: Mapped[Time | None]
    next_update_due_at: Mapped[Time | None]
    committed_at: Mapped[Time | None]
    nearest_due_at: Mapped[Time | None]
    solved_at: Mapped[Time | None]
    closed_at: Mapped[Time | None]
    reopen_until: Mapped[Time | None]
    breached: Mapped[bool] = mapped_column(default=False)

    organisation: Mapped[Organisation] = relationship()
    requester: Mapped[User] = relationship(foreign_keys="Ticket.requester_id")
    assignee: Mapped[User | None] = relationship(foreign_keys=[assignee_id])
    diagnosis: Mapped[Diagnosis | None] = relationship()

    @property
    def reference(self) -> str:
        return f"WS-{self.id}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES
