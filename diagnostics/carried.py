"""The document in a SOAP request: how it was put there, whether it is of the method, and what the two say of each
other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from diagnostics.base64 import decoded
from diagnostics.document import Document
from diagnostics.envelope import Envelope
from diagnostics.opened import Opened, Trouble
from diagnostics.rules.check_digits import check_digit_of

FORMS = frozenset({"xml", "flat", "json", "ubl", "zip", "soap"})
"""What somebody may put where another form belongs; what is not recognised at all says so itself."""


def content_of(found: Envelope) -> tuple[bytes | str | None, list[Trouble]]:
    """(the document inside: bytes out of base64, or text; what is wrong with how it was put there)."""
    content, method = found.content, found.method
    if content is None or method is None:
        return None, []
    here: dict[str, Any] = {"offset": content.offset, "path": content.path}
    args = {"field": content.name, "method": method.name}
    value = content.value
    if not value.strip():
        return None, [Trouble("soap-parameter-missing", args, expected=content.name, **here)]
    inner = decoded(value)
    if method.holds == "flat":
        if inner.data is not None and inner.fault is None:
            return inner.data, [Trouble("soap-layout-base64", args, **here)]
        return value, []
    troubles = []
    if inner.fault is not None:
        troubles.append(Trouble(inner.fault, {**args, "detail": inner.detail}, found=inner.found, **here))
    if inner.data is None and value.lstrip()[:1] in ("<", "[", "{"):
        return value, troubles
    return inner.data, troubles


def wrong_form(found: Envelope, inner: Opened) -> Trouble | None:
    """XML where flat text belongs, UBL where the layout does, or the other way round."""
    content, method, form = found.content, found.method, inner.format
    if content is None or method is None or method.holds is None or form not in FORMS or form == method.holds:
        return None
    if form == "xml" and inner.document is None:
        return None
    args = {"field": content.name, "method": method.name, "detail": form}
    return Trouble("soap-content", args, content.offset, form, method.holds, content.path)


def against_document(found: Envelope, doc: Document) -> Iterator[Trouble]:
    """What only the envelope and its document together show: whose account, which environment."""
    if doc.is_ubl:
        return
    issuer = (doc.value("doc.issuer_nit") or "").strip()
    user = found.username
    if user is not None and issuer and user.value.strip().isdigit() and user.value.strip() != issuer:
        bare = re.sub(r"\D", "", user.value)
        if bare not in (issuer, f"{issuer}{check_digit_of(issuer)}"):
            args = {"field": user.name, "other": "ENC_2", "other_value": issuer}
            yield Trouble("soap-username-issuer", args, user.offset, user.value.strip(), issuer, user.path)
    environment = (doc.value("doc.environment") or "").strip()
    if found.environment and environment in ("1", "2") and environment != found.environment:
        args = {"namespace": found.namespace, "environment": environment, "other": "ENC_20"}
        yield Trouble("soap-environment", args, found.offset, found.namespace, environment, found.path)


def without_document(found: Envelope) -> Trouble:
    """The note that a call asks for something and carries no document."""
    args = {"field": found.sent_method, "method": found.sent_method}
    return Trouble("soap-without-document", args, found.offset, found.sent_method, path=found.path)
