"""How a mail leaves the house: one module a way, chosen by the scheme of PORTAL_MAIL_URL."""

from email.message import EmailMessage
from typing import Protocol
from urllib.parse import urlsplit

from portal.mail.file import FileTransport


class Transport(Protocol):
    """A way out. Sending the same Message-ID twice has to be harmless."""

    def send(self, message: EmailMessage) -> None:
        """Hand the mail over for good. Raises OSError where that may work later."""


class UnknownTransport(ValueError):
    """PORTAL_MAIL_URL has a scheme that no module here knows."""


def transport_for(url: str) -> Transport:
    """The way out that `url` names: `file:///folder`. Raises UnknownTransport."""
    address = urlsplit(url)
    if address.scheme == "file":
        return FileTransport(address.path)
    raise UnknownTransport(f"PORTAL_MAIL_URL begins with file://, not {address.scheme or url!r}")
