"""The certificate of a signature, as far as it speaks for itself. Whether it may be trusted, or was revoked, no file
tells."""

from __future__ import annotations

from binascii import a2b_base64
from collections.abc import Iterator
from typing import TYPE_CHECKING

from diagnostics.document import Document
from diagnostics.issue import Issue, Scope, rule
from diagnostics.rules.reading import text
from diagnostics.rules.signature import COLOMBIA, moment_of

if TYPE_CHECKING:
    from cryptography.x509 import Certificate


@rule("certificate-readable")
def certificate_readable(scope: Scope) -> Iterator[Issue]:
    """ds:X509Certificate holds a certificate in base64."""
    doc = scope.doc
    if text(doc, "signature.certificate") and _certificate(doc) is None:
        yield Issue(doc.at("signature.certificate"))


@rule("certificate-in-force")
def certificate_in_force(scope: Scope) -> Iterator[Issue]:
    """The certificate was valid when the document was signed. Nothing is said of revocation."""
    doc = scope.doc
    certificate, moment = _certificate(doc), moment_of(text(doc, "signature.time"))
    if certificate is None or moment is None:
        return
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if not first <= moment <= last:
        days = [d.astimezone(COLOMBIA).date().isoformat() for d in (first, last)]
        args = {"detail": "early" if moment < first else "late", "first": days[0], "last": days[1]}
        found = text(doc, "signature.time")
        yield Issue(doc.at("signature.time"), found, None, args, because=(doc.at("signature.certificate"),))


@rule("certificate-nit")
def certificate_nit(scope: Scope) -> Iterator[Issue]:
    """The certificate is of the issuer, or of who provides the software and signs for it."""
    doc = scope.doc
    issuer, certificate = text(doc, "issuer.nit"), _certificate(doc)
    if issuer is None or certificate is None:
        return
    from diagnostics.signature.certificate import numbers

    named = numbers(certificate)
    known = [n for n in (issuer, text(doc, "provider.nit")) if n]
    if named and not any(n.startswith(k) and len(n) - len(k) <= 1 for n in named for k in known):
        at = doc.at("issuer.nit")
        args = {"other": at.label, "other_value": issuer, "named": ", ".join(named)}
        yield Issue(doc.at("signature.certificate"), named[0], issuer, args, because=(at,))


@rule("certificate-declared")
def certificate_declared(scope: Scope) -> Iterator[Issue]:
    """One of the digests of xades:SigningCertificate is that of the certificate that comes with the signature."""
    doc = scope.doc
    certificate = _certificate(doc)
    told = [(row, v.strip()) for row, v in enumerate(doc.column("signature.cert.digest")) if v and v.strip()]
    if certificate is None or not told:
        return
    from diagnostics.signature.certificate import digest

    own = {digest(certificate, name) for name in ("sha1", "sha256", "sha384", "sha512")}
    if not any(_octets(value) in own for _, value in told):
        row, value = told[0]
        yield Issue(doc.at("signature.cert.digest", row), value)


def _certificate(doc: Document) -> Certificate | None:
    value = text(doc, "signature.certificate")
    if value is None:
        return None
    from diagnostics.signature.certificate import read

    return read(value)


def _octets(value: str) -> bytes | None:
    try:
        return a2b_base64(value)
    except ValueError:
        return None
