"""Which files are received as attachments, judged by their content and never by their name alone."""

from pathlib import PurePath

from flask_babel import gettext as _

from portal.config import FILE_MAX_MB, MEBIBYTE
from portal.errors import Refused

PER_MESSAGE = 10
_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
)
_BINARY = {kind for _signature, kind in _MAGIC}
_BY_EXTENSION = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "zip": "application/zip",
}
_TEXTS = ("xml", "json", "txt", "csv", "log")
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def media_type_of(data: bytes, name: str) -> str:
    """The media type that the content shows; text is told apart by its first sign and its extension."""
    for signature, kind in _MAGIC:
        if data.startswith(signature):
            return kind
    if not _is_text(data):
        return "application/octet-stream"
    start = data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")[:1]
    if start == b"<":
        return "application/xml"
    if start in (b"{", b"["):
        return "application/json"
    return "text/csv" if _extension(name) == "csv" else "text/plain"


def check_attachment(data: bytes, name: str, most_mb: int = FILE_MAX_MB) -> str:
    """The media type of a file that may be attached. Raises Refused with what is wrong and what to do."""
    if not data:
        raise Refused("empty-file", _("%(name)s está vacío. Adjunte el archivo completo.", name=name[:80]))
    if len(data) > most_mb * MEBIBYTE:
        size = f"{len(data) / MEBIBYTE:.1f}".replace(".", ",")
        raise Refused(
            "file-too-large",
            _(
                "%(name)s pesa %(size)s MB y el límite es %(limit)s MB. Divídalo o comprímalo en ZIP.",
                name=name[:80],
                size=size,
                limit=most_mb,
            ),
        )
    kind, extension = media_type_of(data, name), _extension(name)
    fits = _BY_EXTENSION.get(extension) == kind if kind in _BINARY else extension in _TEXTS
    if not fits or kind == "application/octet-stream":
        raise Refused(
            "file-type",
            _(
                "%(name)s no es de un tipo que recibimos. Adjunte XML, JSON, TXT, CSV, LOG, "
                "PDF, PNG, JPG o ZIP, con la extensión de su contenido.",
                name=name[:80],
            ),
        )
    return kind


def _extension(name: str) -> str:
    return PurePath(name).suffix.lstrip(".").casefold()


def _is_text(data: bytes) -> bool:
    head = data[:4096]
    if head.startswith(_BOMS):
        return True
    return not any(byte < 9 or 13 < byte < 32 for byte in head)
