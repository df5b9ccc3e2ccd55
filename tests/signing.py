"""Signs UBL documents of the tests as DIAN's policy asks: XAdES-EPES, enveloped, three references.

The key is made in the run and thrown away; nothing here is a secret.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from lxml import etree

EXT = "{urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2}"
DS = "http://www.w3.org/2000/09/xmldsig#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
MORE = "http://www.w3.org/2001/04/xmldsig-more#"
C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
DIGESTS = {
    "sha1": "http://www.w3.org/2000/09/xmldsig#sha1",
    "sha256": "http://www.w3.org/2001/04/xmlenc#sha256",
    "sha384": "http://www.w3.org/2001/04/xmldsig-more#sha384",
    "sha512": "http://www.w3.org/2001/04/xmlenc#sha512",
}
HASHES = {"sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512}
POLICY = "https://facturaelectronica.dian.gov.co/politicadefirma/v2/politicadefirmav2.pdf"


def signed(
    data: bytes,
    *,
    time: str | None = None,
    subject: str = "900373115",
    since: str = "2026-01-01",
    until: str = "2028-01-01",
    digest: str = "sha256",
    method: str = "rsa-sha256",
    form: str = C14N,
    declares: str = "own",
) -> bytes:
    """The document with a signature in an extension of its own, by default of the day of issue. `form` canonicalises
    SignedInfo, `subject` is the number in the certificate, `declares` `other` writes the digest of another certificate
    into SigningCertificate."""
    tree = etree.fromstring(data).getroottree()
    time = time or f"{tree.findtext('{*}IssueDate')}T10:16:02.000-05:00"
    place = etree.SubElement(
        etree.SubElement(tree.getroot().find(f"{EXT}UBLExtensions"), f"{EXT}UBLExtension"),
        f"{EXT}ExtensionContent",
    )
    document = _digest(tree, digest)
    certificate = _certificate(method[:3], subject, since, until)
    held = certificate if declares == "own" else _certificate(method[:3], "1", since, until)
    place.append(etree.fromstring(_signature(certificate, held, time, document, digest, method, form)))
    signature = place[0]
    for name in ("keyinfo", "signedprops"):
        node = signature.xpath("//*[@Id=$name]", name=name)[0]
        reference = signature.xpath("//*[@URI=$uri]", uri=f"#{name}")[0]
        reference[-1].text = _digest(node, digest)
    octets = etree.tostring(signature[0], method="c14n", exclusive="exc-c14n" in form, with_comments=False)
    signature[1].text = base64.b64encode(_sign(method, octets)).decode()
    return etree.tostring(tree, encoding="UTF-8", xml_declaration=True)


def _digest(node: Any, name: str) -> str:
    octets = etree.tostring(node, method="c14n", with_comments=False)
    return base64.b64encode(hashlib.new(name, octets).digest()).decode()


@cache
def _key(kind: str) -> Any:
    if kind == "rsa":
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return ec.generate_private_key(ec.SECP256R1())


def _sign(method: str, octets: bytes) -> bytes:
    kind, name = method.split("-")
    digest = HASHES[name]()
    if kind == "rsa":
        return _key("rsa").sign(octets, padding.PKCS1v15(), digest)
    r, s = decode_dss_signature(_key("ecd").sign(octets, ec.ECDSA(digest)))
    return r.to_bytes(32) + s.to_bytes(32)


@cache
def _certificate(kind: str, subject: str, since: str, until: str) -> x509.Certificate:
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CO"),
            x509.NameAttribute(NameOID.COMMON_NAME, "Ferretería de prueba"),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, subject),
        ]
    )
    builder = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).serial_number(7785324499979575522)
    )
    builder = builder.not_valid_before(_day(since)).not_valid_after(_day(until))
    return builder.public_key(_key(kind).public_key()).sign(_key(kind), hashes.SHA256())


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _signature(
    certificate: x509.Certificate,
    held: x509.Certificate,
    time: str,
    document: str,
    digest: str,
    method: str,
    form: str,
) -> str:
    der = base64.b64encode(certificate.public_bytes(Encoding.DER)).decode()
    fingerprint = base64.b64encode(hashlib.new(digest, held.public_bytes(Encoding.DER)).digest()).decode()
    how = f'<ds:DigestMethod Algorithm="{DIGESTS[digest]}"/>'
    cert = (
        f"<xades:Cert><xades:CertDigest>{how}<ds:DigestValue>{fingerprint}</ds:DigestValue></xades:CertDigest>"
        f"<xades:IssuerSerial><ds:X509IssuerName>{certificate.issuer.rfc4514_string()}</ds:X509IssuerName>"
        f"<ds:X509SerialNumber>{certificate.serial_number}</ds:X509SerialNumber></xades:IssuerSerial></xades:Cert>"
    )
    policy = (
        f"<xades:SigPolicyId><xades:Identifier>{POLICY}</xades:Identifier></xades:SigPolicyId><xades:SigPolicyHash>{how}"
        "<ds:DigestValue>dMoMvtcG5aIzgYo0tIsSQeVJBDnUnfSOfBpxXrmor0Y=</ds:DigestValue></xades:SigPolicyHash>"
    )
    role = "<xades:ClaimedRoles><xades:ClaimedRole>supplier</xades:ClaimedRole></xades:ClaimedRoles>"
    transform = f'<ds:Transforms><ds:Transform Algorithm="{DS}enveloped-signature"/></ds:Transforms>'
    kind = 'Type="http://uri.etsi.org/01903#SignedProperties"'
    return (
        f'<ds:Signature xmlns:ds="{DS}" xmlns:xades="{XADES}" Id="signature"><ds:SignedInfo>'
        f'<ds:CanonicalizationMethod Algorithm="{form}"/><ds:SignatureMethod Algorithm="{MORE}{method}"/>'
        f'<ds:Reference URI="">{transform}{how}<ds:DigestValue>{document}</ds:DigestValue></ds:Reference>'
        f'<ds:Reference URI="#keyinfo">{how}<ds:DigestValue/></ds:Reference>'
        f'<ds:Reference {kind} URI="#signedprops">{how}<ds:DigestValue/></ds:Reference>'
        f'</ds:SignedInfo><ds:SignatureValue/><ds:KeyInfo Id="keyinfo"><ds:X509Data><ds:X509Certificate>{der}'
        "</ds:X509Certificate></ds:X509Data></ds:KeyInfo>"
        '<ds:Object><xades:QualifyingProperties Target="#signature"><xades:SignedProperties Id="signedprops">'
        f"<xades:SignedSignatureProperties><xades:SigningTime>{time}</xades:SigningTime>"
        f"<xades:SigningCertificate>{cert * 3}</xades:SigningCertificate><xades:SignaturePolicyIdentifier>"
        f"<xades:SignaturePolicyId>{policy}</xades:SignaturePolicyId></xades:SignaturePolicyIdentifier>"
        f"<xades:SignerRole>{role}</xades:SignerRole></xades:SignedSignatureProperties></xades:SignedProperties>"
        "</xades:QualifyingProperties></ds:Object></ds:Signature>"
    )
