"""Mail into a folder, one file each, for machines without a mail server."""

import hashlib
from email.message import EmailMessage
from pathlib import Path


class FileTransport:
    """Writes each mail to `folder` as an .eml file that any mail program opens."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)

    def send(self, message: EmailMessage) -> None:
        """Write the mail whole or not at all; the name comes from its Message-ID, so twice is one file."""
        self._folder.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(str(message["Message-ID"]).encode()).hexdigest()[:32]
        draft = self._folder / f".{name}"
        draft.write_bytes(message.as_bytes())
        draft.replace(self._folder / f"{name}.eml")
