"""CUFE, CUDE, CUDS and the security code: published values, the bases, and every known mistake by its name."""

from collections.abc import Callable
from decimal import Decimal
from itertools import combinations

import pytest

from diagnostics import Finding, diagnose
from diagnostics.context import Context
from diagnostics.fixes import apply_edits
from diagnostics.hashes import search
from diagnostics.hashes.compare import security_code, uuid
from diagnostics.hashes.mistakes import MOST, Material, mistakes
from diagnostics.hashes.parts import HIDDEN, Part, Parts, digest, shown, truncated
from diagnostics.hashes.recipes import TAXES, tax_parts
from diagnostics.intake import open_input
from diagnostics.limits import Limits
from knowledge import load
from tests import ubl

KEY, PIN = "fc8eac422eba16e22ffd8c6f94b3f40a6e38162c", "54321"
OTHER_KEY = "693ff6f2a553c3646a063436fd4dd9ded0311471"
OTHER_SOFTWARE = "fa326ca7-c1f8-40d3-a6fc-24d7c1040607"
TOLD = {"technical_key": KEY, "software_pin": PIN}
RULE = "uuid-as-computed"
DRIFT = [{"id": "totals.line_extension", "value": "268000.018"}, {"id": "totals.prepaid", "value": "0.00"}]


def parts_of(
    base: str, edits: list[dict] | None = None, told: dict | None = None, code: bool = False
) -> Parts:
    """The right parts of a base."""
    opened = open_input(ubl.edited(base, edits or []), load(), Limits())
    assert opened.document is not None
    compare = security_code if code else uuid
    return compare(opened.document, Context.from_dict(told or TOLD)).recipe.parts


def judged(
    base: str, value: str, edits: list[dict] | None = None, told: dict | None = None, code: bool = False
) -> Finding:
    """What is said of a base that bears this value."""
    field, rule = ("software.security_code", "security-code-as-computed") if code else ("doc.cufe", RULE)
    data = ubl.edited(base, [*(edits or []), {"id": field, "value": value}])
    (found,) = [f for f in diagnose(data, context=told or TOLD).findings if f.rule == rule]
    return found


def text(parts: Parts, **other: str) -> Parts:
    return tuple(Part(p.name, other.get(p.name.replace("-", "_"), p.text)) for p in parts)


@pytest.mark.parametrize(
    ("header", "taxes", "end", "expected"),
    [
        (
            ("323200000129", "2019-01-16", "10:53:10-05:00", "1500000.00"),
            {"01": "285000.00"},
            ("1785000.00", "700085371", "800199436", OTHER_KEY, "1"),
            ("8bb918b1", "d9b4"),
        ),
        (
            ("8110007871", "2019-01-12", "07:00:00-05:00", "5000.00"),
            {"01": "950.00"},
            ("5950.00", "900373076", "8355990", "12301", "1"),
            ("907e4444", "1168"),
        ),
        (
            ("ND1001", "2019-01-18", "10:58:00-05:00", "30000.00"),
            {"04": "2400.00"},
            ("32400.00", "900197264", "10254102", "10201", "2"),
            ("3fa73a86", "31da"),
        ),
    ],
    ids=["CUFE of an invoice", "CUDE of a credit note", "CUDE of a debit note"],
)
def test_published_values(header: tuple, taxes: dict, end: tuple, expected: tuple) -> None:
    amounts = {code: (Decimal(value), None) for code, value in taxes.items()}
    parts = [*(Part("", t) for t in header), *tax_parts(TAXES, amounts), *(Part("", t) for t in end)]
    made = digest(parts)
    assert (made[:8], made[-4:]) == expected


@pytest.mark.parametrize("base", sorted(p.stem for p in ubl.BASES.glob("*.xml")))
def test_the_bases_bear_what_is_computed(base: str) -> None:
    opened = open_input((ubl.BASES / f"{base}.xml").read_bytes(), load(), Limits())
    assert opened.document is not None
    told = Context.from_dict(TOLD)
    for compared in (uuid(opened.document, told), security_code(opened.document, told)):
        assert compared.comparable and compared.same


@pytest.mark.parametrize(
    ("value", "expected"), [("1.019", "1.01"), ("1.995", "1.99"), ("7", "7.00"), ("-1.019", "-1.01")]
)
def test_amounts_are_cut_off(value: str, expected: str) -> None:
    assert truncated(Decimal(value)) == expected


def with_taxes(parts: Parts, *codes: str, more: str = "") -> str:
    """The hash with the tax blocks in this order, and something behind them."""
    blocks = {p.name: p.text for p in parts if p.name.startswith("tax-")}
    before, after = parts[:4], parts[10:]
    inner = "".join(blocks[f"tax-{c}"] + blocks[f"tax-{c}-amount"] for c in codes)
    return digest([*before, Part("", inner + more), *after])


Make = Callable[[Parts], str]
MISTAKES: dict[str, tuple[str, Make, str]] = {
    "other environment": (
        "factura",
        lambda p: digest(text(p, environment="1")),
        "con el ambiente 1 y el documento dice 2",
    ),
    "no zone": (
        "factura",
        lambda p: digest(text(p, time="10:15:00")),
        "entró como 10:15:00, sin zona; va 10:15:00-05:00",
    ),
    "rounded": ("factura", lambda p: digest(text(p, net="268000.02")), "se redondearon; van truncados"),
    "whole amounts": (
        "factura",
        lambda p: digest(
            text(
                p,
                net="268000",
                tax_01_amount="26470",
                tax_04_amount="4800",
                tax_03_amount="0",
                total="296940",
            )
        ),
        "entraron como 268000; van con dos decimales, 268000.01",
    ),
    "issuer's digit": (
        "factura",
        lambda p: digest(text(p, issuer="9003731153")),
        "emisor entró con su dígito de verificación, 9003731153",
    ),
    "issuer's digit behind a dash": (
        "factura",
        lambda p: digest(text(p, issuer="900373115-3")),
        "900373115-3",
    ),
    "acquirer's digit": ("nota_credito", lambda p: digest(text(p, acquirer="8001972684")), "8001972684"),
    "order of taxes": (
        "factura",
        lambda p: with_taxes(p, "01", "03", "04"),
        "en el orden 01, 03, 04; van 01, 04, 03",
    ),
    "taxes left out": ("factura", lambda p: with_taxes(p, "01", "04"), "en cero se dejaron fuera"),
    "a tax that does not belong": (
        "factura",
        lambda p: with_taxes(p, "01", "04", "03", more="34350.00"),
        "Entró el tributo 34, que no va",
    ),
    "PIN for key": (
        "factura",
        lambda p: digest(text(p, technical_key=PIN)),
        "el PIN del software; aquí va la clave técnica",
    ),
    "key for PIN": (
        "nota_debito",
        lambda p: digest(text(p, software_pin=KEY)),
        "la clave técnica; aquí va el PIN",
    ),
    "no prefix": ("factura", lambda p: digest(text(p, number="990000101")), "sin prefijo, 990000101"),
    "no prefix in a note": ("nota_credito", lambda p: digest(text(p, number="8001")), "sin prefijo, 8001"),
    "total with taxes": (
        "factura",
        lambda p: digest(text(p, total="299620.00")),
        "Como total entró 299620.00",
    ),
    "parties swapped": (
        "factura",
        lambda p: digest(text(p, issuer="800197268", acquirer="900373115")),
        "primero va la del emisor",
    ),
    "upper case": ("factura", lambda p: digest(text(p, technical_key=KEY.upper())), "se pasó a mayúsculas"),
    "lower case": ("factura", lambda p: digest(text(p, number="setp990000101")), "se pasó a minúsculas"),
    "event's sender with digit": ("evento", lambda p: digest(text(p, issuer="8001972684")), "8001972684"),
    "support's taxes": (
        "documento_soporte",
        lambda p: with_taxes(p, "01", "03", "04"),
        "en el orden 01, 03, 04",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_known_mistake_is_named(name: str) -> None:
    base, make, said = MISTAKES[name]
    edits = DRIFT[:1] if base == "factura" and name in ("rounded", "whole amounts") else []
    found = judged(base, make(parts_of(base, edits)), edits)
    assert said in found.message
    assert "errores conocidos" not in found.message
    assert KEY not in found.message and f"{HIDDEN}" in found.message


def test_two_at_once_are_both_named() -> None:
    parts = parts_of("factura")
    found = judged("factura", digest(text(parts, environment="1", issuer="9003731153")))
    assert "con el ambiente 1" in found.message and "9003731153" in found.message
    assert "environment 1" in found.texts["en"]["message"] and "9003731153" in found.texts["en"]["message"]


def test_any_two_known_mistakes_are_found() -> None:
    parts = parts_of("factura", DRIFT[:1])
    material = Material(
        parts, prefix="SETP", others={"34": Decimal("350.00")}, inclusive=Decimal("299620.00")
    )
    known = list({m.name: m for m in mistakes(material)}.values())
    pairs = list(combinations(known, 2))
    assert len(pairs) > 50
    for first, second in pairs:
        wrong = digest(second.change(first.change(parts)))
        found = search.explain(wrong, material)
        assert found, (first.name, second.name)
        made = parts
        for one in found:
            made = one.change(made)
        assert digest(made) == wrong


def test_the_key_of_another_range_is_named() -> None:
    told = {
        "numbering": [
            {"authorization": "18760000001", "prefix": "SETP", "technical_key": KEY},
            {"authorization": "18760000002", "prefix": "FE", "technical_key": OTHER_KEY},
        ]
    }
    wrong = digest(text(parts_of("factura"), technical_key=OTHER_KEY))
    found = judged("factura", wrong, told=told)
    assert "otro rango: 18760000002" in found.message
    assert OTHER_KEY not in str(found.to_dict()) and KEY not in str(found.to_dict())
    right = diagnose(ubl.edited("factura", []), context=told)
    assert RULE not in {f.rule for f in right.findings} and "FAD06" not in {
        n["code"] for n in right.not_checked
    }


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"software": OTHER_SOFTWARE}, "identificador de software que usted indicó"),
        ({"number": "990000101"}, "sin prefijo, 990000101"),
        ({"software_pin": KEY}, "Se usó la clave técnica; aquí va el PIN"),
    ],
)
def test_the_security_code_is_explained(changed: dict, said: str) -> None:
    told = {**TOLD, "software_id": OTHER_SOFTWARE}
    wrong = digest(text(parts_of("factura", told=told, code=True), **changed))
    assert said in judged("factura", wrong, told=told, code=True).message


def test_what_is_no_known_mistake_is_not_blamed_on_one() -> None:
    found = judged("factura", "ab" * 48)
    assert "No lo explica ninguno de los errores conocidos" in found.message
    assert f"`{shown(parts_of('factura'))}`" in found.message
    assert found.edits == ()


def test_a_value_that_is_wrong_in_the_document_is_the_cause() -> None:
    data = ubl.edited("factura", [{"id": "totals.payable", "value": "1.00"}])
    findings = diagnose(data, context=TOLD).findings
    (found,) = [f for f in findings if f.rule == RULE]
    assert found.consequence_of is not None
    assert findings[found.consequence_of].path.endswith("cbc:PayableAmount")


def test_a_proved_mistake_is_corrected_on_request() -> None:
    wrong = digest(text(parts_of("factura"), environment="1"))
    found = judged("factura", wrong)
    assert found.safe is False
    data = ubl.edited("factura", [{"id": "doc.cufe", "value": wrong}])
    before = diagnose(data, context=TOLD).findings
    (qr,) = [f for f in before if f.rule == "qr-text-fits"]
    assert qr.consequence_of == before.index(found)
    after = diagnose(apply_edits(data, found.edits), context=TOLD)
    assert not {RULE, "qr-text-fits"} & {f.rule for f in after.findings}


def test_a_time_without_zone_is_mended_where_it_stands() -> None:
    """The hash is right then; another one would be wrong as soon as the time is."""
    edits = [{"id": "doc.issue_time", "value": "10:15:00"}]
    data = ubl.edited("factura", edits)
    (found,) = [f for f in diagnose(data, context=TOLD).findings if f.rule == RULE]
    assert "complétela en el documento" in found.message and found.edits == ()


@pytest.mark.parametrize("taxes", [TAXES, ("01",)])
def test_both_versions_of_a_cuds_are_good(taxes: tuple[str, ...]) -> None:
    made = with_taxes(parts_of("documento_soporte"), *taxes)
    data = ubl.edited("documento_soporte", [{"id": "doc.cufe", "value": made}])
    assert RULE not in {f.rule for f in diagnose(data, context=TOLD).findings}


@pytest.mark.parametrize(
    ("base", "why"), [("documento_soporte", "dos versiones del CUDS"), ("evento", "fórmula de los eventos")]
)
def test_what_is_open_warns_and_says_why(base: str, why: str) -> None:
    found = judged(base, "ab" * 48)
    assert found.severity == "warning" and why in found.message


def test_an_endorsement_without_liability_names_no_sender() -> None:
    edits = [{"id": "event.code", "value": "037"}, {"id": "event.claim", "value": "2"}]
    named = [p.name for p in parts_of("evento", edits)]
    assert named[3:6] == ["acquirer", "event", "claim"]
    assert [p.name for p in parts_of("evento")][3:6] == ["issuer", "acquirer", "event"]


def test_the_work_is_bounded() -> None:
    many = {f"{n:02}": Decimal(n) for n in range(1000)}
    keys = tuple(("other-range", Part("technical_key", str(n), secret=True), str(n)) for n in range(1000))
    material = Material(parts_of("factura"), keys=keys, others=many, prefix="SETP")
    known = [m.name for m in mistakes(material)]
    assert max(known.count(name) for name in known) <= MOST
    assert sum(1 for _ in search._trials(material)) < search.MOST
    long = (Part("number", "1" * 10_000_000), *material.parts)
    assert search.explain("ab" * 48, Material(long)) == ()
