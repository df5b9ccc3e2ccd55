"""Counted sign-in failures, in the database so that every process and restart knows them."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Base
from portal.models.types import Time


class SignInFailure(Base):
    """`subject` is the SHA-256 of an account's address or of a network address: the table names nobody."""

    subject: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    since: Mapped[Time]
    locked_until: Mapped[Time | None]
