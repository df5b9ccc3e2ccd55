"""The value of a signature: was it made over this SignedInfo, with the key of the certificate that stands beside it."""

from __future__ import annotations

from binascii import a2b_base64
from typing import Any

from lxml import etree

from diagnostics.signature.blanks import strip
from diagnostics.signature.canonical import DS, NotChecked, canonical
from diagnostics.signature.certificate import keys_of

MORE = "http://www.w3.org/2001/04/xmldsig-more#"
METHODS = {
    f"{MORE}{kind}-{hash_of}": (kind, hash_of)
    for kind in ("rsa", "ecdsa")
    for hash_of in ("sha256", "sha384", "sha512")
}


def value_fault(signature: etree._Element) -> str | None:
    """`value-changed` or `value-reformatted` where the value does not hold. Raises NotChecked. What is missing or
    cannot be read is nothing to say here: other rules do."""
    signed = signature.find(f"{DS}SignedInfo")
    value = "".join(signature.findtext(f"{DS}SignatureValue", "").split())
    keys = keys_of(e.text or "" for e in signature.iterfind(f"{DS}KeyInfo/{DS}X509Data/{DS}X509Certificate"))
    if signed is None or not value or not keys:
        return None
    how, form = signed.find(f"{DS}SignatureMethod"), signed.find(f"{DS}CanonicalizationMethod")
    if how is None or form is None:
        return None
    algorithm = how.get("Algorithm", "")
    if algorithm not in METHODS:
        raise NotChecked("algorithm", algorithm)
    if _holds(keys, value, canonical(signed, form, comments=True), algorithm):
        return None
    strip(signed)
    reformatted = _holds(keys, value, canonical(signed, form, comments=True), algorithm)
    return "value-reformatted" if reformatted else "value-changed"


def _holds(keys: list[Any], value: str, octets: bytes, algorithm: str) -> bool:
    try:
        signed = a2b_base64(value)
    except ValueError:
        return False
    return any(_verifies(key, signed, octets, *METHODS[algorithm]) for key in keys)


def _verifies(key: Any, signed: bytes, octets: bytes, kind: str, hash_of: str) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    digest = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}[hash_of]
    try:
        if kind == "rsa" and isinstance(key, rsa.RSAPublicKey):
            key.verify(signed, octets, padding.PKCS1v15(), digest)
        elif kind == "ecdsa" and isinstance(key, ec.EllipticCurvePublicKey):
            half = len(signed) // 2  # XML signatures write r and s one after the other
            r, s = (int.from_bytes(part) for part in (signed[:half], signed[half:]))
            key.verify(encode_dss_signature(r, s), octets, ec.ECDSA(digest))
        else:
            return False
    except InvalidSignature:
        return False
    return True
