"""Work that a worker has to do. The row is the truth; a Celery message only carries its id."""

from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Base
from portal.models.types import Created, Json, Key, Time

STATES = ("waiting", "running", "done", "failed")


class Job(Base):
    """`fence` grows with every claim: who holds an older number may finish nothing. `payload` holds ids.

    `key`, where set, makes creating the same work twice one job. `failed` after the third attempt: for a
    person. `woken_at` is when a message was last sent for it.
    """

    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        Index("ix_job_due", "state", "due_at"),
    )

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str | None] = mapped_column(String(120), unique=True)
    payload: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    due_at: Mapped[Time]
    woken_at: Mapped[Time]
    lease_until: Mapped[Time | None]
    fence: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    progress: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[Created]
    finished_at: Mapped[Time | None]
