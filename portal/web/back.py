"""Where a button returns to: the page that it stood on, never another site."""

from urllib.parse import urlsplit

from flask import request


def back(default: str = "/") -> str:
    """The local address in the form field `next`, else that of the page that was left, else `default`."""
    for wanted in (request.form.get("next"), _referrer()):
        if wanted and _is_local(wanted):
            return wanted
    return default


def _is_local(address: str) -> bool:
    # A second slash or a backslash would name another host; control signs are dropped by browsers.
    return (
        address.startswith("/")
        and not address.startswith(("//", "/\\"))
        and address.isprintable()
        and not urlsplit(address).netloc
    )


def _referrer() -> str | None:
    parts = urlsplit(request.referrer or "")
    if parts.netloc != request.host:
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")
