"""The certificate of a signature, as far as it speaks for itself: dates, digests and the numbers it names."""

from __future__ import annotations

import hashlib
import re
from binascii import a2b_base64
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, Any

from diagnostics.signature.canonical import NotChecked

if TYPE_CHECKING:
    from cryptography.x509 import Certificate, Name

MOST = 10
"""Certificates of a signature that are read."""
_NUMBER = re.compile(r"\d[\d.]*\d", re.ASCII)
NAMED = ("2.5.4.5", "2.5.4.97")
"""serialNumber and organizationIdentifier: where every authority writes who it is; some have fields of their own."""


def read(text: str) -> Certificate | None:
    """The certificate in a text of base64; None where none can be read."""
    from cryptography import x509

    try:
        certificate = x509.load_der_x509_certificate(a2b_base64(text))
        # Names and dates are read when they are asked for, and what cannot be read is found only then.
        _ = certificate.subject, certificate.not_valid_before_utc, certificate.not_valid_after_utc
    except ValueError:
        return None
    return certificate


def keys_of(texts: Iterable[str]) -> list[Any]:
    """The public keys of the certificates that can be read: a chain may come in any order. Raises NotChecked for a
    kind of key that is not known here."""
    from cryptography.exceptions import UnsupportedAlgorithm

    certificates = [c for text in islice(texts, MOST) if (c := read(text)) is not None]
    try:
        return [c.public_key() for c in certificates]
    except (UnsupportedAlgorithm, ValueError) as odd:
        raise NotChecked("algorithm", certificates[0].public_key_algorithm_oid.dotted_string) from odd


def digest(certificate: Certificate, hash_of: str) -> bytes:
    """The digest of the certificate's own octets."""
    from cryptography.hazmat.primitives.serialization import Encoding

    return hashlib.new(hash_of, certificate.public_bytes(Encoding.DER)).digest()


def numbers(certificate: Certificate) -> tuple[str, ...]:
    """The numbers that the subject names where a NIT may stand: `NTRCO-900373913-4` gives 900373913."""
    from cryptography import x509

    names: list[Name] = [certificate.subject]
    try:
        more = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        names += more.get_values_for_type(x509.DirectoryName)
    except (x509.ExtensionNotFound, ValueError):  # without other names, or with some that are not well formed
        pass
    values = [str(a.value) for name in names for a in name if _may_name(a.oid.dotted_string)]
    found = [m.replace(".", "") for value in values for m in _NUMBER.findall(value)]
    return tuple(dict.fromkeys(n for n in found if 6 <= len(n) <= 11))


def _may_name(oid: str) -> bool:
    """Fields of authorities have numbers below 1.3.6.1.4.1; the others (street, locality) hold numbers of all kinds."""
    return oid in NAMED or oid.startswith("1.3.6.1.4.1.")
