"""Whatever the bytes are, a diagnosis ends in a verdict and never in an exception."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnostics import Report, diagnose
from diagnostics.fixes import apply_edits, fixable
from diagnostics.report import VERDICTS
from tests.diagnostics.cases import BASES, soap
from tests.inputs import WRITERS, from_xml
from tests.wrapped import attached, content, message, zipped

SEEDS = [
    write(*from_xml(path.read_bytes())) for path in sorted(BASES.glob("*.xml")) for write in WRITERS.values()
]
SEEDS += [soap(), soap(method="FtechAction.uploadInvoiceFileLayout", parameter="layout", form="plain")]
SEEDS += [(BASES / "ubl" / f"{name}.xml").read_bytes() for name in ("factura", "nota_credito_usd", "evento")]
SEEDS += [attached().encode(), attached(form="escaped").encode(), attached(form="base64").encode()]
SEEDS += [
    zipped({"a.xml": content("layout:factura"), "b/c.xml": content("ubl:factura"), "d.pdf": b"%PDF-1.7"})
]
SEEDS += [
    message(
        "FtechAction.downloadXMLFileResponse",
        {"code": "201", "resourceData": content("base64:ubl:factura").decode()},
    )
]
SEEDS += [
    "Regla: FAJ24b, Rechazo: No está informado el DV del NIT\nRegla: FAK08, Notificación: Otra".encode()
]
REJECTION = "Regla: FAJ24b, Rechazo: DV; Regla: FAU14, Rechazo: Total; Regla: FAJ43b, Notificación: Nombre. Sin folios"
BITS = [
    b"<",
    b">",
    b"&",
    b";",
    b":",
    b"]]>",
    b"<![CDATA[",
    b"<!--",
    b"\x00",
    b"\xff",
    b"\xef\xbb\xbf",
    b"(ITE)",
    b"(/ITE)",
    b"[/FACTURA]",
]
BITS += [
    b"{",
    b"}",
    b"[",
    b"]",
    b'"',
    b"\\u",
    b"null",
    b"\xc3",
    b"-",
    b".",
    b",",
    b"\r\n",
    b"\xe2\x80\xae",
    b"<?x",
    b"1e99999",
    b"\xed\xa0\x80",
]


def mutated(data: bytes, rng: random.Random) -> bytes:
    """A few cuts, flips, insertions and repetitions."""
    out = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(out) + 1)
        match rng.randrange(5):
            case 0:
                del out[at : at + rng.choice((1, 1, 10, 500))]
            case 1 if at < len(out):
                out[at] ^= 1 << rng.randrange(8)
            case 2:
                out[at:at] = rng.choice(BITS)
            case 3:
                out[at:at] = out[at : at + rng.randrange(200)]
            case _:
                out[at : at + 3] = bytes(rng.randrange(256) for _ in range(3))
    return bytes(out)


def sound(report: Report, data: bytes) -> None:
    """What holds for every report."""
    assert report.verdict in VERDICTS
    assert report.to_dict() == Report.from_dict(report.to_dict()).to_dict()
    assert (report.counts["error"] > 0) == (report.verdict == "invalid") or report.verdict == "incomplete"
    assert "internal" not in {f.rule for f in report.findings}
    for n, finding in enumerate(report.findings):
        assert finding.message and finding.why and finding.fix
        cause = finding.consequence_of
        assert cause is None or (cause != n and report.findings[cause].consequence_of is None)
        within = finding.container is not None  # a line of what was wrapped
        assert (
            within or finding.line is None or 1 <= finding.line <= data.count(b"\n") + data.count(b"\r") + 1
        )
        for edit in finding.edits:
            assert 0 <= edit.start <= edit.end <= len(data)


@pytest.mark.parametrize("number", range(len(SEEDS)))
def test_mutations_of_good_inputs_end_in_a_verdict(number: int, rounds: int) -> None:
    rng = random.Random(number)  # noqa: S311 - a fixed seed, so that a failure comes again
    for _ in range(rounds * 8):
        data = mutated(SEEDS[number], rng)
        report = diagnose(data, rejection=REJECTION if rng.randrange(4) == 0 else None)
        sound(report, data)
        for finding in fixable(report, unsafe=True):
            apply_edits(data, finding.edits)


def test_any_bytes_end_in_a_verdict(rounds: int) -> None:
    @settings(
        max_examples=rounds * 30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(st.binary(max_size=200))
    def judge(data: bytes) -> None:
        sound(diagnose(data), data)

    judge()


@pytest.mark.parametrize(
    "frame",
    [
        "<FACTURA>{}</FACTURA>",
        '{{"FACTURA": {}}}',
        "[FACTURA]{}[/FACTURA]",
        "[FACTURA](ENC)ENC_6:{};(/ENC)[/FACTURA]",
        "{}",
    ],
)
def test_any_text_ends_in_a_verdict(frame: str, rounds: int) -> None:
    @settings(
        max_examples=rounds * 20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(st.text(max_size=60))
    def judge(text: str) -> None:
        data = frame.format(text).encode("utf-8", "surrogatepass")
        sound(diagnose(data), data)

    judge()
