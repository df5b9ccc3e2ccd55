"""The text of the QR code: it leads to this document at DIAN, whatever else it says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from diagnostics.issue import Issue, Remedy, Scope, rule
from diagnostics.rules.reading import text

HOSTS = {"1": "catalogo-vpfe.dian.gov.co", "2": "catalogo-vpfe-hab.dian.gov.co"}
_KEY = re.compile(r"(documentkey=)[0-9a-f]*", re.IGNORECASE)


@rule("qr-text-fits")
def qr_text_fits(scope: Scope) -> Iterator[Issue]:
    """It contains the document's UUID and the host of its environment. An event's may lead to the document that it is
    about: those of DIAN do."""
    doc = scope.doc
    found, own = text(doc, "qr.text"), text(doc, "doc.cufe")
    environment = text(doc, "doc.environment")
    if not found:
        return
    host = HOSTS.get(environment or "")
    fitting = {u.lower() for u in (own, text(doc, "event.document_cufe")) if u}
    wrong = []
    if fitting and not any(u in found.lower() for u in fitting):
        wrong.append("uuid")
    if host and host not in found.lower():
        wrong.append("host")
    if wrong:
        args = {"detail": " ".join(wrong), "host": host or "", "environment": environment or ""}
        mended = _mended(found, own or "", host)
        remedy = Remedy(mended, safe=False) if mended != found else None
        because = tuple(doc.at(id_) for id_ in ("doc.cufe", "doc.environment"))
        expected = host if wrong == ["host"] else own
        yield Issue(doc.at("qr.text"), found, expected, args, because=because, remedy=remedy)


def _mended(found: str, uuid: str, host: str | None) -> str:
    """The text with its key and host in the place of the wrong ones; as it is where it has neither."""
    keyed = _KEY.sub(lambda m: m[1] + uuid, found)
    for other in HOSTS.values() if host else ():
        keyed = keyed.replace(other, host or other)
    return keyed
