"""XML that is meant to hurt: each ends in a report that says what it is, and nothing of it is run or fetched."""

import gzip

import pytest

from diagnostics import Limits, Report, diagnose
from tests.diagnostics.cases import BASES

XML = (BASES / "factura.xml").read_text("utf-8")
HEAD, BODY = XML.split("\n", 1)


def told(report: Report) -> list[str]:
    return [f.rule for f in report.findings]


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
DOCTYPES = {
    "nested entities": f'<!DOCTYPE FACTURA [<!ENTITY a0 "lol">{BOMB}]>',
    "one huge entity": f'<!DOCTYPE FACTURA [<!ENTITY a "{"x" * 100_000}">]>',
    "a local file": '<!DOCTYPE FACTURA [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    "a parameter entity": '<!DOCTYPE FACTURA [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x.dtd"> %p;]>',
    "an outside DTD": '<!DOCTYPE FACTURA SYSTEM "http://127.0.0.1:1/x.dtd">',
    "behind a comment": "<!-- inocente -->\n<?a b?><!DOCTYPE FACTURA [<!ENTITY x 'y'>]>",
    "in lower case": "<!doctype FACTURA [<!entity x 'y'>]>",
}


@pytest.mark.parametrize("kind", DOCTYPES)
def test_a_doctype_is_refused_before_it_is_read(kind: str) -> None:
    data = f"{HEAD}\n{DOCTYPES[kind]}\n{BODY.replace('Tejidos', '&a9;')}".encode()
    report = diagnose(data)
    assert told(report) == ["doctype-forbidden"]
    assert report.verdict == "invalid"
    assert "root:" not in str(report.to_dict())


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_doctype_does_not_hide_in_another_encoding(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE FACTURA [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    report = diagnose((text + "<FACTURA>&x;</FACTURA>").encode(encoding))
    assert {"doctype-forbidden", "encoding-unsupported", "encoding-unreadable"} & set(told(report))
    assert report.verdict == "invalid"


def test_xinclude_is_an_unknown_element() -> None:
    include = (
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    )
    report = diagnose(XML.replace("<ENC>", f"{include}<ENC>").encode())
    assert told(report) == ["unknown-node"]
    assert "root:" not in str(report.to_dict())


def test_deep_nesting_ends_at_the_limit() -> None:
    assert told(diagnose(b"<FACTURA>" + b"<ENC>" * 100_000)) in (["too-deep"], ["xml-syntax"])
    assert told(diagnose(b"<FACTURA>" + b"<ENC>" * 300 + b"</ENC>" * 300 + b"</FACTURA>")) == ["too-deep"]


def test_many_elements_end_at_the_limit() -> None:
    data = b"<FACTURA>" + b"<ITE/>" * 5000 + b"</FACTURA>"
    assert told(diagnose(data, limits=Limits(elements=4000))) == ["too-many-elements"]


def test_attributes_are_passed_over() -> None:
    flood = " ".join(f'a{n}="{n}"' for n in range(20_000))
    assert diagnose(XML.replace("<ENC>", f"<ENC {flood}>").encode()).verdict == "valid"


def test_an_attribute_of_a_megabyte_is_passed_over() -> None:
    assert diagnose(XML.replace("<ENC>", f'<ENC a="{"x" * 1_000_000}">').encode()).verdict == "valid"


def test_a_value_of_a_megabyte_is_shown_short() -> None:
    report = diagnose(XML.replace("<ENC_9>01", f"<ENC_9>{'9' * 1_000_000}").encode())
    assert [len(f.found or "") for f in report.findings] == [80]


def test_cdata_comments_and_instructions_between_fields_move_no_place() -> None:
    noise = "<!-- <ENC_15>9</ENC_15> -->\n<?php echo '<ENC_15>'; ?>\n"
    text = XML.replace("<ENC_15>3", f"{noise}<ENC_15><![CDATA[4]]>")
    (finding,) = diagnose(text.encode()).findings
    line = text[: text.index("<ENC_15><![")].count("\n") + 1
    assert (finding.code, finding.line, finding.found) == ("FAD16", line, "4")


def test_xml_in_cdata_is_text() -> None:
    text = XML.replace("Tejidos La Ceiba SAS</EMI_6>", "<![CDATA[<TOT><TOT_1>0</TOT_1></TOT>]]></EMI_6>")
    assert diagnose(text.encode()).verdict == "valid"


@pytest.mark.parametrize(
    "declared", ["UTF-7", "UTF-32", "EBCDIC-CP-US", "idna", "hex", "unicode_escape", "x" * 40]
)
def test_encodings_that_are_not_on_the_list_are_refused(declared: str) -> None:
    report = diagnose(XML.replace('"UTF-8"', f'"{declared}"').encode())
    assert told(report) == ["encoding-unsupported"]
    assert declared in report.findings[0].message


def test_utf_7_without_declaration_is_not_decoded() -> None:
    assert told(diagnose("<FACTURA/>".encode("utf-7").replace(b"<", b"+ADw-"))) == ["unrecognised-input"]


@pytest.mark.parametrize("mark", [b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff"])
def test_utf_32_is_refused(mark: bytes) -> None:
    assert told(diagnose(mark + b"<\x00\x00\x00")) == ["encoding-unsupported"]


def test_utf_8_and_latin_1_in_one_file_is_said() -> None:
    data = (
        XML.replace("Tejidos", "Señor").encode().replace("MEDELLÍN".encode(), "MEDELLÍN".encode("latin-1"), 1)
    )
    assert told(diagnose(data)) in (["encoding-differs"], ["encoding-unreadable"])


def test_nul_and_truncation_are_syntax() -> None:
    assert told(diagnose(XML.replace("Tejidos", "Te\x00jidos").encode())) == ["xml-syntax"]
    for cut in range(1, len(XML), 211):
        report = diagnose(XML.encode()[:cut])
        assert report.verdict in ("invalid", "incomplete"), cut
        assert len(report.findings) == 1, cut


def test_gzip_in_disguise_is_not_unpacked() -> None:
    assert told(diagnose(gzip.compress(XML.encode()), name="factura.xml")) == ["unrecognised-input"]


@pytest.mark.parametrize("start", [b"%PDF-1.7\n", b"MZ", b"GIF89a", b"\x89PNG\r\n"])
def test_what_starts_as_another_file_is_that_file(start: bytes) -> None:
    report = diagnose(start + XML.encode(), name="factura.xml")
    assert told(report) == ["unrecognised-input"]
    assert report.file["format"] != "xml"


def test_a_file_over_the_limit_is_not_read() -> None:
    report = diagnose(b"<" * 1001, limits=Limits(size=1000))
    assert told(report) == ["too-large"]
    assert "1001" in report.findings[0].message


def test_right_to_left_marks_and_terminal_codes_are_not_passed_on() -> None:
    (finding,) = diagnose(XML.replace("<ENC_15>3", "<ENC_15>\u202e\u200b3\u009b31m").encode()).findings
    assert finding.found is not None
    assert all(c.isprintable() for c in finding.found + finding.message)
