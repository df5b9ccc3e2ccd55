"""A request that carries no document: it is judged as far as it goes, and never reads as valid."""

import pytest

from diagnostics import Report, diagnose
from tests.diagnostics.cases import DEMO, SHA, soap

STATUS = "FtechAction.documentStatusFile"
DOWNLOAD = "FtechAction.downloadXMLFile"


def request(method: str = STATUS, password: str = SHA, namespace: str = DEMO, **parameters: str) -> bytes:
    """A call that asks the service for something."""
    sent = {"username": "900418207", "password": password, **parameters}
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in sent.items())
    call = f'<ns:{method} xmlns:ns="{namespace}">{inner}</ns:{method}>'
    body = f"<e:Body>{call}</e:Body>"
    return f'<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/">{body}</e:Envelope>'.encode()


def severities(report: Report) -> dict[str, str]:
    return {f.rule: f.severity for f in report.findings}


@pytest.mark.parametrize(
    "data",
    [request(transaccionID="12345"), request(DOWNLOAD, prefijo="TCFA", folio="28305")],
    ids=["status", "download"],
)
def test_a_good_request_without_a_document_is_incomplete_and_says_so(data: bytes) -> None:
    report = diagnose(data)
    assert report.verdict == "incomplete"
    assert severities(report) == {"soap-without-document": "info"}
    assert report.documents == ()
    (note,) = report.findings
    assert (note.line, note.found) == (1, STATUS if b"Status" in data else DOWNLOAD)
    assert "método, ambiente, usuario, clave y parámetros" in note.message


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (request(transaccionID="12345", password="corta"), "soap-password"),
        (request(), "soap-parameter-missing"),
        (request(transaccionID=" "), "soap-parameter-missing"),
        (request(transaccionID="1", namespace="urn:otro"), "soap-namespace"),
        (request("documentStatusFile", transaccionID="1"), "soap-method-prefix"),
    ],
)
def test_a_wrong_request_without_a_document_is_invalid(data: bytes, rule: str) -> None:
    report = diagnose(data)
    assert report.verdict == "invalid"
    assert severities(report) == {rule: "error", "soap-without-document": "info"}


def test_a_request_that_should_carry_a_document_and_does_not_is_invalid() -> None:
    report = diagnose(soap(parameter=None))
    assert report.verdict == "invalid"
    assert severities(report) == {"soap-parameter-missing": "error"}


def test_a_request_with_a_document_is_judged_by_it() -> None:
    assert diagnose(soap()).verdict == "valid"
