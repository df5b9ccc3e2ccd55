"""One diagnosis of one input."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Base
from portal.models.organisation import Organisation
from portal.models.stored_file import StoredFile
from portal.models.types import Created, Json, Key, PublicId, Time
from portal.models.user import User

STATES = ("queued", "running", "done", "failed")


class Diagnosis(Base):
    """`public_id` is its unguessable address. `report` is the compressed JSON of the report, sealed where
    there is no user; `summary` its counts for lists. `verdict` is set only together with state `done`.

    What the developer typed in as context is never here.
    """

    __table_args__ = (
        CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name="state"),
        # An unfinished diagnosis can't read as anything.
        CheckConstraint("verdict IS NULL OR state = 'done'", name="verdict"),
    )

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("diagnosis.id", ondelete="SET NULL"))
    name: Mapped[str] = mapped_column(String(255), default="")
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(10), default="queued")
    verdict: Mapped[str | None] = mapped_column(String(20))
    rule_set: Mapped[str | None] = mapped_column(String(40))
    summary: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    report: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[Created]
    finished_at: Mapped[Time | None]
    expires_at: Mapped[Time | None] = mapped_column(index=True)

    organisation: Mapped[Organisation | None] = relationship()
    user: Mapped[User | None] = relationship()
    file: Mapped[StoredFile | None] = relationship()
    previous: Mapped["Diagnosis | None"] = relationship(remote_side="Diagnosis.id")

    @property
    def anonymous(self) -> bool:
        return self.user_id is None
