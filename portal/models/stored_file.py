"""A file as it was received. The bytes lie in the file store, named by their content."""

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Base
from portal.models.types import Created, Key


class StoredFile(Base):
    """One upload: `sha256`, `size` in bytes and `media_type` as found in the content, `name` as given.

    `path` is relative to the store. `sealed`: encrypted, and deleted with the anonymous diagnosis it is of.
    """

    id: Mapped[Key]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(255))
    path: Mapped[str] = mapped_column(String(100), index=True)
    sealed: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Created]
