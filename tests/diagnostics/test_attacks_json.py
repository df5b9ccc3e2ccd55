"""JSON and flat text that are meant to hurt, and requests whose password must not come back."""

import json

import pytest

from diagnostics import Report, diagnose
from diagnostics.secrets import mask
from tests.diagnostics.cases import BASES, soap
from tests.inputs import from_xml, to_flat, to_json

TREE = from_xml((BASES / "factura.xml").read_bytes())
JSON = to_json(*TREE).decode()
FLAT = to_flat(*TREE).decode()


def told(report: Report) -> list[str]:
    return [f.rule for f in report.findings]


@pytest.mark.parametrize(
    "value", ["1e999999", "-1E+999999", "1" * 5000, "0." + "1" * 5000, "1_000", "1e-999999"]
)
@pytest.mark.parametrize("quote", ["", '"'])
def test_numbers_beyond_measure_are_findings(value: str, quote: str) -> None:
    if value == "1_000" and not quote:
        return
    report = diagnose(JSON.replace('"TOT_1": "132000.00"', f'"TOT_1": {quote}{value}{quote}').encode())
    (own,) = [f for f in report.findings if f.path == "/FACTURA/TOT/TOT_1"]
    assert own.rule in ("money-format", "number-too-long")
    assert own.found is not None and len(own.found) <= 80


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_constants_that_json_lacks_are_findings(value: str) -> None:
    assert "json-constant" in told(diagnose(JSON.replace('"132000.00"', value, 1).encode()))


def test_duplicate_keys_are_found_at_the_second() -> None:
    text = JSON.replace('"TOT": {', '"TOT": {"TOT_1": "1"},\n "TOT": {', 1)
    (finding,) = [f for f in diagnose(text.encode()).findings if f.rule == "json-duplicate-key"]
    at = text.index('"TOT": {', text.index('"TOT": {') + 1)
    assert finding.line == text.count("\n", 0, at) + 1
    assert finding.path == "/FACTURA/TOT"


@pytest.mark.parametrize("key", ["__proto__", "constructor", "__class__", "", "a" * 5000, "\\u0000"])
def test_odd_keys_are_unknown(key: str) -> None:
    report = diagnose(JSON.replace('"ENC": {', f'"ENC": {{"{key}": {{"x": 1}}, ', 1).encode())
    assert "unknown-node" in told(report)
    assert report.verdict == "invalid"


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_depth_ends_at_the_limit(opening: str) -> None:
    assert told(diagnose((opening * 100_000).encode())) in (["too-deep"], ["json-root"], ["json-syntax"])
    closing = "]" if opening == "[" else "}"
    nested = f"{opening * 100}1{closing * 100}"
    assert told(diagnose(f'{{"FACTURA": {nested}}}'.encode())) == ["too-deep"]


def test_lone_surrogates_can_be_reported() -> None:
    report = diagnose(JSON.replace("Tejidos", "\\ud800").encode())
    assert "invalid-character" in told(report)
    json.dumps(report.to_dict(), ensure_ascii=False).encode()


def test_nul_in_a_value_is_a_finding() -> None:
    assert "invalid-character" in told(diagnose(JSON.replace("Tejidos", "Te\\u0000jidos").encode()))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_other_encodings_are_said(encoding: str) -> None:
    rules = told(diagnose(JSON.encode(encoding)))
    assert rules == ["encoding-differs" if encoding == "latin-1" else "byte-order-mark"]


def test_truncated_json_says_one_thing() -> None:
    for cut in range(1, len(JSON), 307):
        report = diagnose(JSON.encode()[:cut])
        assert report.verdict == "invalid"
        assert len(report.findings) == 1, cut


def test_truncated_flat_text_says_one_thing() -> None:
    for cut in range(60, len(FLAT), 207):
        report = diagnose(FLAT.encode()[:cut])
        assert report.verdict == "invalid"
        assert told(report) == ["flat-syntax"], cut


def test_flat_segments_without_end_stop_at_the_limit() -> None:
    assert told(diagnose(("[FACTURA]" + "(ENC)" * 10_000).encode())) == ["too-deep"]


@pytest.mark.parametrize("secret", ["ClaveDeLaEmpresa2026", "abc", "f" * 64, "x" * 5000, "<b>clave</b>"])
def test_a_password_never_comes_back(secret: str) -> None:
    for changes in ({}, {"parameter": "xmlbase64"}, {"method": "uploadInvoice"}, {"username": ""}):
        data = soap(password=secret, **changes)
        report = diagnose(data)
        for lang in ("es", "en"):
            assert secret not in json.dumps(report.to_dict(lang), ensure_ascii=False)
        if "<" not in secret:
            assert secret not in mask(data.decode())


def test_a_password_under_another_name_never_comes_back() -> None:
    data = soap(password=None).replace(b"<username>", b"<pasword>SecretoDeCasa</pasword><username>")
    assert "SecretoDeCasa" not in str(diagnose(data).to_dict())
