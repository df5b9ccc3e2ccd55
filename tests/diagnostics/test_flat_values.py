"""Flat text: what is a field or a tag, and what is a value that only looks like one."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnostics import diagnose
from diagnostics.readers.flat_tokens import near
from tests.diagnostics.cases import BASES
from tests.inputs import Tree, from_xml, get, locations, put, to_flat, to_xml

FILES = sorted(BASES.glob("*.xml"))
FACTURA = from_xml((BASES / "factura.xml").read_bytes())[1]
WHEN = {"received_at": "2026-08-01T09:00:00-05:00"}
PROSE = {"FACTURA": "/ITE[1]/ITE_11", "NOTA": "/ITE[1]/ITE_11", "DOCUMENTO_SOPORTE": "/ITE[1]/ITE_11"}
HONEST = [
    "//",
    "//servidor/ruta; https://a.co",
    "Camiseta; talla: M; color: azul",
    "Camiseta;COLOR:rojo;TALLA:M",
    "Tornillo;REF-12:azul",
    "Tornillo; (REF) 2231",
    "Camiseta (roja) (XL)",
    "Camiseta (roja) talla: M",
    "Camiseta;(XL)",
    "Camiseta;(M);(L)",
    "Caja (12 und); peso: 3 kg; (no incluye IVA)",
    "Servicio de 8:00 a 12:00; lunes: festivo",
    "Ver https://tornillo.example/a;b:c(d)",
    "Entrega: CALLE 10 # 20-30; (ESQ): APTO 301",
    "a;b:c;d:e;(f)(/g)",
    "Nota;NOT 1 de 3",
    "Llave [8 mm]; [/10 mm]",
    ";:(",
    "):;",
]


def told(data: bytes) -> list[tuple]:
    return sorted((f.rule, f.severity, f.path, f.found) for f in diagnose(data, context=WHEN).findings)


def flat_as_xml(root: str, tree: Tree) -> None:
    assert told(to_flat(root, tree)) == told(to_xml(root, tree))


@pytest.mark.parametrize("value", HONEST)
@pytest.mark.parametrize("path", ["/ITE[1]/ITE_11", "/EMI/EMI_10", "/EMI/EMI_6"])
def test_what_people_write_stays_in_its_value(path: str, value: str) -> None:
    flat_as_xml("FACTURA", put(FACTURA, path, value))


@pytest.mark.parametrize("file", FILES, ids=[f.stem for f in FILES])
def test_no_free_text_is_taken_for_a_field(file: Path, rounds: int) -> None:
    """Any text of letters and the signs that the flat text uses itself, in any sample, reads as it does in XML."""
    root, tree = from_xml(file.read_bytes())
    path = PROSE[root]
    words = st.one_of(
        st.text("aAxX9 _-/;:()=.", max_size=6),
        st.sampled_from(
            [";", ":", "(", ")", "; ", " (", "): ", ";(", "color:", "XL", "REF", "(ITE)", "Total", "IVA"]
        ),
    )

    @settings(
        max_examples=rounds * 8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(st.lists(words, min_size=1, max_size=8).map("".join))
    def judge(value: str) -> None:
        if value.strip():
            flat_as_xml(root, put(tree, path, value))

    judge()


@pytest.mark.parametrize("file", FILES, ids=[f.stem for f in FILES])
def test_samples_read_alike_in_both_forms(file: Path) -> None:
    flat_as_xml(*from_xml(file.read_bytes()))


MISSPELT = [
    "{s}{n}",
    "{l}_{n}",
    "{s}_0{n}",
    "{s}-{n}",
    "{s}__{n}",
    "{c}_{n}",
    "{s}_{n}a",
    "{s}.{n}",
    "{s} {n}",
    "{s}_{n} ",
]


@pytest.mark.parametrize("shape", MISSPELT)
def test_a_misspelt_field_is_told_in_every_segment(shape: str, rounds: int) -> None:
    text = to_flat("FACTURA", FACTURA).decode()
    fields = [p for p, _ in locations(FACTURA) if "_" in p.rsplit("/", 1)[1]]
    for path in fields[:: 1 if rounds > 3 else 7]:
        segment, number = path.rsplit("/", 1)[1].split("_")
        wrong = shape.format(s=segment, l=segment.lower(), c=segment.capitalize(), n=number)
        right = f"{segment}_{number}:{get(FACTURA, path)};"
        report = diagnose(text.replace(right, f"{wrong}:{get(FACTURA, path)};").encode())
        assert wrong in {f.path.rsplit("/", 1)[1] for f in report.findings if f.rule == "unknown-node"}, wrong


@pytest.mark.parametrize("wrong", ["tac", "Tac", "TACS", "TCA", "XYZ"])
def test_a_misspelt_segment_is_told_where_it_opens(wrong: str) -> None:
    text = (
        to_flat("FACTURA", FACTURA).decode().replace("(TAC)", f"({wrong})").replace("(/TAC)", f"(/{wrong})")
    )
    told = [(f.path, f.column) for f in diagnose(text.encode()).findings if f.rule == "unknown-node"]
    assert told == [(f"/FACTURA/EMI/{wrong}", text.index(f"({wrong})") + 1)]


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        ((";EMI_7:", "EMI_7:"), "EMI_7:"),  # the ; before is missing
        ((";EMI_7:", ";EMI_7="), "EMI_7="),
        ((";EMI_7:", ";EMI_7;"), "EMI_7;"),
        ((";EMI_7:", ";EMI_7"), "EMI_7"),
    ],
)
def test_a_field_without_its_signs_is_told_as_text(edit: tuple[str, str], found: str) -> None:
    text = to_flat("FACTURA", FACTURA).decode().replace(*edit)
    stray = [f for f in diagnose(text.encode()).findings if f.rule == "stray-text"]
    assert [f.path for f in stray] == ["/FACTURA/EMI"]
    assert (stray[0].found or "").startswith(found)
    assert stray[0].column == text.index(found) + 1


@pytest.mark.parametrize(
    ("text", "expected", "found"),
    [
        ("(tac)TAC_1:R-99-PN;(/TAC)", "(/tac)", "(/TAC)"),
        ("(TAC)TAC_1:R-99-PN;(/tac)", "(/TAC)", "(/tac)"),
    ],
)
def test_a_segment_is_closed_as_it_was_opened(text: str, expected: str, found: str) -> None:
    whole = to_flat("FACTURA", put(FACTURA, "/EMI/TAC/TAC_1", "R-99-PN")).decode()
    whole = whole.replace("(TAC)TAC_1:R-99-PN;(/TAC)", text)
    assert text in whole
    report = diagnose(whole.encode())
    assert [(f.rule, f.expected, f.found) for f in report.findings] == [("flat-syntax", expected, found)]


def test_lines_may_be_broken_and_indented() -> None:
    flat = to_flat("FACTURA", put(FACTURA, "/EMI/TAC/TAC_1", "R-99-PN")).decode()
    text = flat.replace(";", ";\r\n    ").replace(")(", ")\r\n  (")
    assert diagnose(text.encode(), context=WHEN).verdict == "valid"


def test_a_blank_before_a_name_is_told() -> None:
    text = to_flat("FACTURA", FACTURA).decode().replace(";EMI_7:", "; EMI_7:")
    assert [(f.rule, f.path) for f in diagnose(text.encode(), context=WHEN).findings] == [
        ("surrounding-blanks", "/FACTURA/EMI/EMI_6")
    ]


def test_names_that_are_near() -> None:
    pairs = [("tac", "TAC"), ("TACS", "TAC"), ("TA", "TAC"), ("TCA", "TAC"), ("ATC", "TAC"), ("TAX", "TAC")]
    assert [near(a, b) for a, b in pairs] == [True, True, False, True, True, True]
    assert not any(near(a, b) for a, b in [("TACSS", "TAC"), ("CAT", "TAC"), ("XYZ", "TAC"), ("IVA", "TII")])
