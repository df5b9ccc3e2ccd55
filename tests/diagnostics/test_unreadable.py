"""What cannot be read, or only as something else than it says: the finding stands where it shows."""

import pytest

from diagnostics import Report, diagnose
from tests.diagnostics.cases import base
from tests.inputs import WRITERS, put

ROOT, TREE = base("factura")
ACCENTS = put(TREE, "/ITE[1]/ITE_11", "Café molido")
FORMATS = sorted(WRITERS)


def written(format_: str) -> str:
    return WRITERS[format_](ROOT, ACCENTS).decode()


def place(text: str, anchor: str) -> tuple[int, int]:
    at = text.index(anchor)
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def places(report: Report) -> list[tuple]:
    return [(f.rule, f.line, f.column) for f in report.findings if f.rule.startswith("encoding")]


@pytest.mark.parametrize("format_", FORMATS)
def test_a_bad_byte_stands_where_it_is(format_: str) -> None:
    """0x81 is a letter in none of the encodings that are read."""
    text = written(format_)
    data = text.encode().replace("Café".encode(), b"Caf\x81")
    assert places(diagnose(data)) == [("encoding-unreadable", *place(text, "é molido"))]


@pytest.mark.parametrize("format_", FORMATS)
def test_a_cut_character_stands_where_it_begins(format_: str) -> None:
    text = written(format_).replace("Café", "Á Café")
    data = text.encode().replace("Café".encode(), b"Caf\xc3")
    assert places(diagnose(data)) == [("encoding-unreadable", *place(text, "é molido"))]


@pytest.mark.parametrize("format_", ["xml", "json"])
def test_bytes_of_another_encoding_stand_at_the_first_of_them(format_: str) -> None:
    text = written(format_)
    first = next(c for c in text if not c.isascii())
    assert places(diagnose(text.encode("latin-1"))) == [("encoding-differs", *place(text, first))]


def test_one_byte_of_another_encoding_stands_behind_the_good_letters() -> None:
    text = WRITERS["xml"](ROOT, put(ACCENTS, "/EMI/EMI_6", "Señal")).decode()
    data = text.encode().replace("Café".encode(), b"Caf\xe9")
    assert [p[1:] for p in places(diagnose(data))] == [place(text, "é molido")]


@pytest.mark.parametrize("declared", ["UTF-9", "UTF-16", "EBCDIC-XX", "utf-7"])
def test_a_wrong_declaration_stands_where_it_is_written(declared: str) -> None:
    text = written("xml").replace("UTF-8", declared)
    assert [p[1:] for p in places(diagnose(text.encode()))] == [place(text, declared)]


def test_a_declaration_against_the_mark_stands_where_it_is_written() -> None:
    text = written("xml").replace("UTF-8", "ISO-8859-1")
    assert places(diagnose(b"\xef\xbb\xbf" + text.encode())) == [
        ("encoding-differs", *place(text, "ISO-8859"))
    ]


def test_ascii_with_accents_is_read_as_utf_8() -> None:
    text = written("xml").replace("UTF-8", "US-ASCII").replace("molido", "MEDELLÍN")
    report = diagnose(text.encode())
    first = next(c for c in text if not c.isascii())
    assert [(f.rule, f.line, f.column) for f in report.findings] == [
        ("encoding-differs", *place(text, first))
    ]


def test_a_cut_utf_16_stands_at_its_end() -> None:
    text = written("xml").replace("UTF-8", "UTF-16")
    (found,) = places(diagnose(text.encode("utf-16")[:-1]))
    assert found[1] == text.count("\n")


@pytest.mark.parametrize("data", [written("xml").encode("utf-16-le"), written("xml").encode("utf-32")])
def test_what_has_no_lines_stands_at_the_start(data: bytes) -> None:
    assert places(diagnose(data)) == [("encoding-unsupported", 1, 1)]
