"""One fact in the life of a ticket. Append-only: the log is what everything else is computed from."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, Mapper, ORMExecuteState, Session, mapped_column, relationship

from portal.extensions import Base
from portal.models.types import Json, Key, TicketId, Time
from portal.models.user import User

# fmt: off
NAMES = (
    "opened", "item_requested", "item_received", "claimed", "assigned", "released", "message_sent",
    "message_received", "note_added", "attachment_added", "diagnosis_attached", "waiting_started",
    "waiting_ended", "level_changed", "escalated", "returned", "commitment_made", "updated",
    "incident_applied", "incident_ended", "warned", "breached", "solved", "confirmed", "reopened", "closed",
    "cancelled", "merged", "secret_issued", "secret_viewed", "rated",
)
# fmt: on


class AppendOnly(RuntimeError):
    """Somebody tried to change or delete an event."""


class TicketEvent(Base):
    """`actor` is None where the program acted. `public`: shown to the requester. `data` depends on `name`."""

    __table_args__ = (
        UniqueConstraint("ticket_id", "sequence"),
        CheckConstraint(f"name IN {NAMES}", name="name"),
    )

    id: Mapped[Key]
    ticket_id: Mapped[TicketId]
    sequence: Mapped[int]
    at: Mapped[Time]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    name: Mapped[str] = mapped_column(String(30))
    public: Mapped[bool]
    data: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)

    actor: Mapped[User | None] = relationship()


@event.listens_for(TicketEvent, "before_update")
@event.listens_for(TicketEvent, "before_delete")
def _refuse(mapper: Mapper[Any], connection: object, target: TicketEvent) -> None:
    raise AppendOnly(f"event {target.sequence} of ticket {target.ticket_id} can't be changed")


@event.listens_for(Session, "do_orm_execute")
def _refuse_in_bulk(state: ORMExecuteState) -> None:
    mapper = state.bind_mapper
    if (state.is_update or state.is_delete) and mapper is not None and mapper.class_ is TicketEvent:
        raise AppendOnly("events can't be changed")
