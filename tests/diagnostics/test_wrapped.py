"""What an input holds is judged by itself; its places are told in its own text and in the file that was uploaded."""

import base64
from collections.abc import Mapping
from typing import Any

import pytest

from diagnostics import Finding, Report, diagnose
from diagnostics.intake import texts_of
from diagnostics.opened import key_of
from knowledge import load
from tests.wrapped import CUFE, INVOICE, answer_of_dian, attached, message, zipped

WRONG = INVOICE.replace("<cbc:ProfileExecutionID>2<", "<cbc:ProfileExecutionID>7<")
HELD = "/AttachedDocument/cac:Attachment/cac:ExternalReference/cbc:Description"


def environment(report: Report) -> Finding:
    """The finding about the wrong environment of WRONG."""
    (found,) = [f for f in report.findings if f.code == "FAD04"]
    return found


def place(text: str, anchor: str) -> dict[str, int | None]:
    at = text.index(anchor)
    return {"line": text.count("\n", 0, at) + 1, "column": at - text.rfind("\n", 0, at)}


def kinds(container: Mapping[str, Any] | None) -> list[str]:
    return [] if container is None else [container["kind"], *kinds(container.get("within"))]


def test_a_clean_container_is_valid_and_all_in_it_is_named() -> None:
    report = diagnose(attached().encode())
    assert report.verdict == "valid"
    assert [d["document"] for d in report.documents] == ["AttachedDocument", "Invoice", "ApplicationResponse"]
    assert report.file["scenario"] == "factura, XML UBL 2.1, sin firma, UTF-8, dentro de un AttachedDocument"


def test_cdata_is_placed_to_the_column_in_the_upload() -> None:
    text = attached(WRONG)
    found = environment(diagnose(text.encode()))
    assert {"line": found.line, "column": found.column} == place(WRONG, "7</cbc:ProfileExecutionID")
    assert found.upload == place(text, "7</cbc:ProfileExecutionID")
    assert found.container == {
        "kind": "attached",
        "path": HELD,
        **place(text, '<?xml version="1.0" encoding="UTF-8"?>\n<Invoice'),
    }


def test_a_first_line_in_cdata_is_placed_behind_what_stands_before_it() -> None:
    flat = " ".join(WRONG.split("\n"))
    text = attached(flat)
    found = environment(diagnose(text.encode()))
    assert found.line == 1
    assert found.upload == place(text, "7</cbc:ProfileExecutionID")


def test_blanks_before_the_document_in_cdata_move_nothing() -> None:
    text = attached(f"\n   {WRONG}\n")
    assert environment(diagnose(text.encode())).upload == place(text, "7</cbc:ProfileExecutionID")


def test_escaped_text_is_placed_by_line_alone() -> None:
    text = attached(WRONG, form="escaped")
    found = environment(diagnose(text.encode()))
    assert found.upload == {"line": place(text, "7&lt;/cbc:ProfileExecutionID")["line"], "column": None}


def test_base64_has_no_place_but_that_of_its_beginning() -> None:
    text = attached(WRONG, form="base64")
    found = environment(diagnose(text.encode()))
    assert found.upload is None
    assert found.container == {"kind": "attached", "path": HELD, **place(text, "PD94bWw")}


def test_what_is_in_what_is_wrapped_says_all_that_it_is_in() -> None:
    soap = message("uploadDocument", {"archivo": base64.b64encode(attached(WRONG).encode()).decode()})
    report = diagnose(base64.b64encode(zipped({"a.xml": soap})))
    found = environment(report)
    assert kinds(found.container) == ["attached", "soap", "zip", "base64"]
    assert found.upload is None


def test_text_that_declares_another_encoding_in_cdata_is_read_as_what_it_is() -> None:
    for declared in ("utf-16", "ISO-8859-1", "EBCDIC"):
        inner = INVOICE.replace('encoding="UTF-8"', f'encoding="{declared}"')
        assert diagnose(attached(inner).encode()).verdict == "valid"


def test_the_schema_of_a_container_only_warns() -> None:
    report = diagnose(attached(order=False).encode())
    assert {(f.rule, f.severity) for f in report.findings if f.container is None} == {
        ("schema-order", "warning")
    }
    assert report.verdict == "valid_with_warnings"


def test_the_answer_of_another_document_is_said() -> None:
    report = diagnose(attached(answer=answer_of_dian("f" * 96)).encode())
    (found,) = [f for f in report.findings if f.rule == "attached-differs"]
    assert (found.found, found.expected) == ("f" * 79 + "…", CUFE[:79] + "…") or found.expected == CUFE


def test_each_text_is_kept_under_the_name_of_its_container() -> None:
    data = attached(WRONG).encode()
    texts = texts_of(data, load())
    for finding in diagnose(data).findings:
        assert key_of(finding.container) in texts
    assert texts[""] == data.decode()
    assert WRONG.strip() in texts.values()


@pytest.mark.parametrize("count", [19, 300])
def test_a_container_of_many_texts_is_opened_so_far(count: int) -> None:
    held = "<cbc:Description>&lt;FACTURA/&gt;</cbc:Description>"
    holder = f"<cac:Attachment><cac:ExternalReference>{held}</cac:ExternalReference></cac:Attachment>"
    text = attached().replace(
        "<cac:ParentDocumentLineReference>", holder * count + "<cac:ParentDocumentLineReference>"
    )
    assert len(diagnose(text.encode()).documents) <= 21


def test_inputs_within_inputs_end_at_the_limit() -> None:
    data = INVOICE.encode()
    for _ in range(10):
        data = message("uploadDocument", {"x": base64.b64encode(data).decode()})
    report = diagnose(data)
    assert "too-deep" in {f.rule for f in report.findings}
    assert report.verdict == "invalid"
