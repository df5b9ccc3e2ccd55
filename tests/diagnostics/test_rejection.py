"""Each line of an answer is tied to the place that caused it, or it is said that it cannot be seen from here."""

import pytest

from diagnostics import Finding, Report, diagnose
from tests.wrapped import INVOICE, answer_of_dian, attached, content, message

WRONG = INVOICE.replace("<cbc:ProfileExecutionID>2<", "<cbc:ProfileExecutionID>7<")
LAYOUT = content("layout:factura")


def lines(report: Report) -> dict[str, Finding]:
    return {f.code: f for f in report.findings if f.rule == "rejection-line"}


def test_many_lines_at_once_are_each_tied() -> None:
    text = "Regla: FAD04, Rechazo: Ambiente; Regla: FAJ43b, Notificación: Nombre\nRegla: ZZZ99, Rechazo: Otra"
    report = diagnose(WRONG.encode(), rejection=text)
    told = lines(report)
    assert set(told) == {"FAD04", "FAJ43b", "ZZZ99"}
    ours = report.findings[told["FAD04"].consequence_of or 0]
    assert (ours.rule, ours.line, told["FAD04"].line) == ("doc-environment-list", ours.line, ours.line)
    assert told["FAJ43b"].line and told["FAJ43b"].consequence_of is None
    assert told["ZZZ99"].line is None


def test_what_only_follows_from_another_finding_is_tied_to_its_cause() -> None:
    report = diagnose(WRONG.encode(), rejection="Regla: FAD07, Rechazo: Ambiente del CUFE")
    cause = lines(report)["FAD07"].consequence_of
    assert cause is not None and report.findings[cause].code == "FAD04"


def test_a_rule_that_only_somebody_else_decides_says_who() -> None:
    (line,) = lines(diagnose(LAYOUT, rejection="Regla: FAJ43b, Rechazo: Nombre")).values()
    assert line.severity == "warning"
    assert "desde aquí no se ve" in line.message and "la DIAN: RUT" in line.message


def test_a_field_that_is_not_there_is_placed_at_the_node_that_lacks_it() -> None:
    text = INVOICE.replace("<cbc:ProfileID>", "<!--").replace("</cbc:ProfileID>", "-->")
    (line,) = lines(diagnose(text.encode(), rejection="Regla: FAD03, Rechazo: Perfil")).values()
    assert line.line == 2 or line.consequence_of is not None


def test_the_words_of_the_service_are_tied_too() -> None:
    text = "El número de autorización de la numeración no coincide con el registrado en plataforma"
    report = diagnose(LAYOUT, rejection=text)
    assert lines(report)["rejection-line"].path == "/FACTURA/DRF/DRF_1"
    assert [f.rule for f in report.findings] == ["service-answer", "rejection-line"]


def test_a_whole_answer_may_be_pasted() -> None:
    fields = {"code": "404", "error": "Regla: FAD04, Rechazo: Ambiente"}
    soap = message("FtechAction.uploadInvoiceFileResponse", fields).decode()
    assert set(lines(diagnose(WRONG.encode(), rejection=soap))) == {"FAD04"}


def test_the_answer_in_a_container_is_tied_to_the_invoice_in_it() -> None:
    answer = answer_of_dian(lines=("Regla: FAJ43b, Notificación: Nombre",))
    (line,) = lines(diagnose(attached(answer=answer).encode())).values()
    assert line.container is not None and line.container["path"].endswith(
        "cac:ExternalReference/cbc:Description"
    )
    assert line.path.startswith("/Invoice/") and line.severity == "info"


def test_an_answer_alone_is_explained_and_never_valid() -> None:
    for data in (
        b"Regla: FAJ24b, Rechazo: DV",
        message("FtechAction.uploadInvoiceFileResponse", {"code": "404"}),
    ):
        assert diagnose(data).verdict == "incomplete"
    report = diagnose(b"Regla: FAJ24b, Rechazo: DV\nRegla: FAD06, Rechazo: CUFE")
    assert report.file["format"] == "answer"
    assert set(lines(report)) == {"FAJ24b", "FAD06"}


def test_texts_come_in_english_too() -> None:
    report = diagnose(LAYOUT, rejection="Regla: FAJ43b, Rechazo: Nombre").to_dict("en")
    (line,) = [f for f in report["findings"] if f["rule"] == "rejection-line"]
    assert line["message"].startswith("It says «Nombre» (") and line["message"].endswith(" decides.")


@pytest.mark.parametrize(
    "text", ["", "   ", "Buenas tardes", "Regla: , Rechazo:", "x" * 300_000, "\ud800", "{" * 5000]
)
def test_whatever_is_pasted_ends_in_a_verdict(text: str) -> None:
    assert diagnose(LAYOUT, rejection=text).verdict == "valid"
    assert lines(diagnose(LAYOUT, rejection=text)) == {}
