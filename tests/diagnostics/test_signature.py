"""The signature: what breaks it, what does not, and what is said where it cannot be checked."""

import base64
from typing import Any

import pytest
from lxml import etree

from diagnostics import Report, diagnose
from diagnostics.fixes import fix_all
from diagnostics.signature import references
from tests import ubl
from tests.effort import at_most

CHANGED = ("error", "el documento cambió después de firmarse (referencia 1).")
PLAIN = sorted(path.stem for path in ubl.BASES.glob("*.xml"))


def signed(*edits: dict[str, object], base: str = "factura", **options: str) -> bytes:
    return ubl.edited(base, edits, options)


def compact() -> bytes:
    """A signed invoice without a blank between its tags, as a program writes it."""
    parser = etree.XMLParser(remove_blank_text=True)
    bare = etree.tostring(etree.fromstring(ubl.edited("factura", ()), parser))
    return ubl.signing.signed(bare)


def zes(data: bytes) -> list[tuple[str, str]]:
    """What is said of the signature: how much it weighs, and why."""
    return [(f.severity, f.message.partition(": ")[2]) for f in about(diagnose(data)) if f.code == "ZE02"]


def about(report: Report) -> list:
    return [f for f in report.findings if "signature" in f.rule or f.rule.startswith("certificate")]


@pytest.mark.parametrize("base", PLAIN)
def test_an_unsigned_document_is_not_judged_by_any_of_it(base: str) -> None:
    report = diagnose(ubl.edited(base, ()))
    assert not report.signed
    assert about(report) == []


@pytest.mark.parametrize("base", PLAIN)
def test_a_signature_that_holds_says_nothing(base: str) -> None:
    report = diagnose(signed(base=base))
    assert report.signed
    assert about(report) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<cbc:Note>Base de prueba</cbc:Note>", b"<cbc:Note><![CDATA[Base de prueba]]></cbc:Note>"),
        (b"<cbc:Note>", b"<cbc:Note ><!-- una nota -->"),
        (b"<ext:UBLExtension>", b"<ext:UBLExtension >"),
        (b"\n", b"\r\n"),
        (b"Base de prueba", b"Base de &#112;rueba"),
    ],
)
def test_what_the_canonical_form_forgets_breaks_nothing(old: bytes, new: bytes) -> None:
    data = signed()
    assert old in data
    assert zes(data.replace(old, new)) == []


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16", "utf-8-sig"])
def test_the_encoding_is_no_part_of_what_was_signed(encoding: str) -> None:
    named = encoding.removesuffix("-sig")
    text = signed().decode().replace("encoding='UTF-8'", f"encoding='{named}'")
    assert zes(text.encode(encoding)) == []
    assert zes(base64.b64encode(text.encode(encoding))) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Base de prueba", b"Base de  prueba"),
        (b"<cbc:Note>", b"<?una nota?><cbc:Note>"),
        (b"</cbc:Note>", b"\n</cbc:Note>"),
        (b'schemeName="CUFE-SHA384"', b'schemeName="CUFE-SHA384" schemeURI=""'),
        (b"<Invoice ", b'<Invoice xmlns:otro="urn:otro" '),
    ],
)
def test_what_the_canonical_form_keeps_breaks_it(old: bytes, new: bytes) -> None:
    data = signed()
    assert old in data
    assert zes(data.replace(old, new, 1))[0] == CHANGED


def test_a_document_laid_out_after_signing_is_told_so() -> None:
    tree = etree.fromstring(compact())
    assert zes(etree.tostring(tree)) == []
    etree.indent(tree)
    said = zes(etree.tostring(tree))
    assert len(said) == 4
    assert all("solo cambian espacios" in why for _, why in said)


def test_a_document_changed_and_laid_out_is_changed() -> None:
    tree = etree.fromstring(compact().replace(b"Base de prueba", b"Otra nota"))
    etree.indent(tree)
    assert zes(etree.tostring(tree))[0] == CHANGED


def test_of_two_signatures_none_is_worked_out() -> None:
    data = signed({"id": "signature", "double": True}, {"id": "doc.issue_time", "value": "10:15:01-05:00"})
    assert {f.rule for f in about(diagnose(data))} == {"one-signature"}


def test_a_certificate_with_a_broken_name_cannot_be_read() -> None:
    """Found by fuzzing: the outside of such a certificate is in order."""
    data = signed()
    text = etree.fromstring(data).findtext(".//{*}X509Certificate") or ""
    octets = base64.b64decode(text)
    name = "Ferretería".encode()
    assert octets.count(name) == 2  # subject, and issuer: it signs itself
    broken = base64.b64encode(octets.replace(name, name[:-1] + b"\xa1"))
    report = diagnose(data.replace(text.encode(), broken))
    assert "certificate-readable" in {f.rule for f in report.findings}
    assert report.verdict == "invalid"


def test_another_key_than_the_certificates_is_found() -> None:
    """The certificate and its digest are changed for another one's: only the value tells."""
    own, other = signed(method="ecdsa-sha256"), signed()
    value = etree.fromstring(own).findtext(".//{*}SignatureValue") or ""
    mine = etree.fromstring(other).findtext(".//{*}SignatureValue") or ""
    ((severity, why),) = zes(other.replace(mine.encode(), value.encode()))
    assert severity == "error"
    assert why.startswith("no corresponde a `ds:SignedInfo` con la llave del certificado")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (
            b"xmldsig-more#rsa-sha256",
            b"xmldsig-more#rsa-ripemd160",
            "porque usa http://www.w3.org/2001/04/xmldsig-more#rsa-ripemd160",
        ),
        (b"REC-xml-c14n-20010315", b"REC-xml-c15n", "porque usa http://www.w3.org/TR/2001/REC-xml-c15n"),
        (b"<Invoice ", b'<Invoice xml:lang="es" ', "hay atributos xml:* por encima"),
        (b'URI="#keyinfo"', b"URI=\"#xpointer(id('keyinfo'))\"", "solo se abre lo que está en el documento"),
        (b'URI="#keyinfo"', b'URI="file:///etc/hostname"', "solo se abre lo que está en el documento"),
        (
            b"xmldsig#enveloped-signature",
            b"xmldsig#xpath",
            "porque usa http://www.w3.org/2000/09/xmldsig#xpath",
        ),
    ],
)
def test_what_is_not_worked_out_is_no_error(old: bytes, new: bytes, why: str) -> None:
    data = signed()
    assert old in data
    said = zes(data.replace(old, new, 1))
    assert ("info", True) in [(severity, why in told) for severity, told in said]


def test_a_flood_of_references_is_not_worked_out() -> None:
    whole = b'<ds:Reference URI=""><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
    whole += b"<ds:DigestValue>AAAA</ds:DigestValue></ds:Reference>"
    data = signed().replace(b"</ds:SignedInfo>", whole * 3000 + b"</ds:SignedInfo>")
    with at_most(5):
        report = diagnose(data)
    (last,) = [f for f in report.findings if f.code == "ZE02" and f.severity == "info"]
    assert "no se comprueban más de 20 referencias" in last.message


def test_the_work_does_not_grow_faster_than_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """One canonical form a reference, whatever the document's length."""
    octets: list[int] = []
    canonical = references.canonical

    def counting(*given: Any) -> bytes:
        made = canonical(*given)
        octets.append(len(made))
        return made

    monkeypatch.setattr(references, "canonical", counting)
    assert zes(signed()) == []
    assert len(octets) == 3
    longest = max(octets)
    plain = ubl.edited("factura", ())
    start, end = plain.rfind(b"<cac:InvoiceLine>"), plain.rfind(b"</Invoice>")
    octets.clear()
    assert zes(ubl.signing.signed(plain[:start] + plain[start:end] * 200 + plain[end:])) == []
    assert len(octets) == 3
    assert max(octets) < longest * 200


def test_corrections_are_made_although_they_undo_the_signature() -> None:
    """The one finding that they may bring, and it says what to do."""
    faulty = ubl.signing.signed(ubl.edited("factura", [{"id": "doc.issue_time", "value": "10:15:00"}]))
    corrected, after, made = fix_all(faulty, diagnose)
    assert (made, b"10:15:00-05:00" in corrected, after.signed) == (1, True, True)
    (undone,) = [f for f in after.findings if f.severity == "error"]
    assert (undone.rule, undone.action) == ("signature-intact", "Firme otra vez el documento")
