"""A ZIP is judged by its directory before anything is unpacked; what is refused is named, and the rest is reviewed."""

import base64
import io
import struct
import time
import zipfile

import pytest

from diagnostics import Limits, Report, diagnose
from diagnostics.intake import files_of
from knowledge import load
from tests.wrapped import INVOICE, answer_of_dian, content, zipped

LAYOUT = content("layout:factura")
WRONG = LAYOUT.replace(b"<ENC_15>3", b"<ENC_15>4")


def refusals(report: Report) -> list[str]:
    return [f.message for f in report.findings if f.rule == "zip-refused"]


def altered(data: bytes, at: int, value: int, form: str = "<H") -> bytes:
    """A field of the directory's first entry and of its file's own head changed."""
    out = bytearray(data)
    struct.pack_into(form, out, out.index(b"PK\x01\x02") + at, value)
    struct.pack_into(form, out, at - 2 if at < 28 else at, value)
    return bytes(out)


def test_each_file_has_its_verdict_and_its_findings() -> None:
    report = diagnose(zipped({"bien.xml": LAYOUT, "carpeta/mal.xml": WRONG, "bien.pdf": b"%PDF-1.7"}))
    told = report.to_dict()["entries"]
    assert [(e["name"], e["verdict"], e["counts"]["error"]) for e in told] == [
        ("bien.xml", "valid", 0),
        ("carpeta/mal.xml", "invalid", 1),
    ]
    assert report.verdict == "invalid"
    (found,) = [f for f in report.findings if f.severity == "error"]
    assert found.container == {"kind": "zip", "path": "carpeta/mal.xml", "line": 1, "column": 1}
    assert found.line == 14
    assert Report.from_dict(report.to_dict()).to_dict() == report.to_dict()


def test_two_files_of_one_name_are_told_apart() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("a.xml", LAYOUT)
        archive.writestr("a.xml", WRONG)
    entries = diagnose(out.getvalue()).to_dict()["entries"]
    assert [(e["name"], e["verdict"]) for e in entries] == [("a.xml", "valid"), ("a.xml (2)", "invalid")]


def test_an_answer_in_a_zip_is_about_the_files_of_its_own_only() -> None:
    answer = answer_of_dian(lines=("Regla: FAJ43b, Notificación: Nombre",)).encode()
    report = diagnose(zipped({"factura.xml": INVOICE.encode(), "respuesta.xml": answer}))
    (line,) = [f for f in report.findings if f.rule == "rejection-line"]
    assert line.container is not None and line.container["path"] == "respuesta.xml"


def test_what_the_finder_of_a_mac_adds_is_passed_over() -> None:
    report = diagnose(zipped({"a.xml": LAYOUT, "__MACOSX/._a.xml": b"\0\5", ".DS_Store": b"x"}))
    assert (report.verdict, report.findings) == ("valid", ())


@pytest.mark.parametrize("name", ["../a.xml", "/etc/a.xml", "..\\a.xml", "C:\\a.xml", "x/../../a.xml"])
def test_a_path_that_leaves_its_folder_is_refused(name: str) -> None:
    report = diagnose(zipped({name: LAYOUT, "b.xml": LAYOUT}))
    assert refusals(report) == [f"No se abre: `{name}` tiene una ruta que sale de su carpeta."]
    assert [e["name"] for e in report.entries] == ["b.xml"]


def test_an_encrypted_file_is_refused() -> None:
    report = diagnose(altered(zipped({"a.xml": LAYOUT}), 8, 1))
    assert refusals(report) == ["No se abre: `a.xml` está cifrado con clave."]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_compression_without_bounds_is_refused(method: int) -> None:
    report = diagnose(zipped({"a.xml": LAYOUT}, method))
    assert refusals(report) == ["No se abre: `a.xml` usa una compresión que no es la de ZIP corriente."]


def test_a_zip_in_a_zip_is_refused_and_an_office_file_skipped() -> None:
    office = zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
    report = diagnose(zipped({"a.zip": zipped({"a.xml": LAYOUT}), "carta.docx": office, "b.xml": LAYOUT}))
    assert refusals(report) == ["No se abre: `a.zip` es otro ZIP; suba ese."]
    assert [f.found for f in report.findings if f.rule == "zip-entry-skipped"] == ["carta.docx"]


def test_a_directory_that_says_too_little_unpacks_no_more_than_it_says() -> None:
    bomb = altered(zipped({"a.xml": b"<FACTURA>" + b" " * 50_000_000}), 24, 1000, "<I")
    assert len(bomb) < 100_000
    report = diagnose(bomb)
    assert refusals(report) == ["No se abre: el archivo `a.xml` está dañado o cortado."]


def test_a_directory_that_says_too_much_is_refused_before_unpacking() -> None:
    started = time.perf_counter()
    report = diagnose(zipped({f"{n}.xml": b" " * 10_000_000 for n in range(3)}))
    assert refusals(report)[0].startswith("No se abre: abierto pesaría 30000000 bytes")
    assert time.perf_counter() - started < 1.5
    assert report.entries == ()


def test_files_that_lie_over_each_other_are_refused() -> None:
    data = zipped({"a.xml": LAYOUT})
    assert refusals(diagnose(altered(data, 20, 9_000_000, "<I")))[0].startswith(
        "No se abre: su índice declara"
    )


def test_too_many_files_are_refused_by_their_number() -> None:
    report = diagnose(zipped({f"{n}.xml": LAYOUT for n in range(21)}))
    assert refusals(report) == ["No se abre: trae 21 archivos y se abren hasta 20."]


def test_a_file_over_the_limit_of_one_input_is_refused_alone() -> None:
    report = diagnose(zipped({"a.xml": LAYOUT, "b.xml": LAYOUT * 3}), limits=Limits(size=len(LAYOUT) + 10))
    assert {f.container["path"] for f in report.findings if f.rule == "too-large" and f.container} == {
        "b.xml"
    }


@pytest.mark.parametrize("cut", range(5, 1500, 97))
def test_a_damaged_zip_ends_in_a_refusal(cut: int) -> None:
    assert refusals(diagnose(zipped({"a.xml": LAYOUT})[:cut]))


def test_many_documents_cost_no_more_than_one() -> None:
    report = diagnose(zipped({f"{n}.xml": LAYOUT for n in range(20)}), limits=Limits(elements=500))
    assert "too-many-elements" in {f.rule for f in report.findings}


def test_the_documents_of_a_zip_can_be_taken_out() -> None:
    limits = Limits()
    assert files_of(zipped({"a.xml": LAYOUT, "a.pdf": b"%PDF"}), load(), limits) == (
        [("a.xml", LAYOUT)],
        False,
    )
    assert files_of(zipped({"a.xml": LAYOUT, "../b.xml": LAYOUT}), load(), limits) == (
        [("a.xml", LAYOUT)],
        True,
    )
    assert files_of(LAYOUT, load(), limits) == ([], False)


def test_a_zip_in_a_zip_is_refused_however_it_is_wrapped() -> None:
    """Its files would be taken for those of the outer one: two names for one place, and a verdict of nothing."""
    inner = base64.b64encode(zipped({"mal.xml": WRONG}))
    report = diagnose(zipped({"bien.xml": LAYOUT, "dentro.b64": inner}))
    assert {e["name"]: e["verdict"] for e in report.to_dict()["entries"]} == {
        "bien.xml": "valid",
        "dentro.b64": "invalid",
    }
    (refused,) = [f for f in report.findings if f.rule == "zip-refused"]
    assert refused.container is not None and "mal.xml" not in str(report.to_dict()["entries"])
