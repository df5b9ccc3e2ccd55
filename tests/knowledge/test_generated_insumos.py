"""The generated insumos: whole, right to the cent, and clean for the validator in each format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations

import orjson
import pytest
from lxml import etree

from knowledge.generate.choices import ALLOWANCES, Choices, full, samples
from knowledge.generate.formats import FORMATS
from knowledge.generate.insumo import insumo
from tests.inputs import Tree
from tests.knowledge.generated import KNOWN, judged, of_json, of_xml

DAY = date(2026, 7, 31)
KINDS = list(samples()["kinds"])


def written(choices: Choices, format_: str) -> bytes:
    root, tree = insumo(KNOWN, choices)
    return FORMATS[format_][2](KNOWN.structure[root], tree).encode()


def fields(tree: Tree) -> Iterator[str]:
    for name, value in tree:
        yield from [name] if isinstance(value, str) else fields(value)


@pytest.mark.parametrize("size", ["minimal", "full"])
@pytest.mark.parametrize("kind", KINDS)
def test_minimal_and_full_are_clean_in_each_format(kind: str, size: str) -> None:
    choices = full(kind, DAY) if size == "full" else Choices(kind, DAY)
    for format_ in FORMATS:
        report = judged(written(choices, format_))
        assert report.verdict == "valid", [(f.code, f.path, f.found) for f in report.findings]
        assert report.documents[0]["format"] == {"xml": "xml", "json": "json", "txt": "flat"}[format_]
    document = orjson.loads(written(choices, "json"))
    assert [e.message for e in of_json(choices.root).iter_errors(document)] == []
    assert of_xml(choices.root).validate(etree.XML(written(choices, "xml"))), of_xml(choices.root).error_log


@pytest.mark.parametrize("kind", KINDS)
def test_a_minimal_one_holds_what_is_required_and_nothing_else(kind: str) -> None:
    root, tree = insumo(KNOWN, Choices(kind, DAY))
    by_name = {f.name: f for f in KNOWN.structure[root].by_id.values()}
    told = samples()["told"]
    for name in set(fields(tree)):
        field = by_name[name]
        asked = field.required in ("always", "if_segment") or field.when is not None or field.id in told
        assert asked or field.id.startswith("line.net_total"), name


@pytest.mark.parametrize("kind", KINDS)
def test_a_full_one_holds_every_field_that_may_stand_in_it(kind: str) -> None:
    root, tree = insumo(KNOWN, full(kind, DAY))
    structure = KNOWN.structure[root]
    there = set(fields(tree))
    for segment in structure.segments.values():
        for field in segment.fields.values():
            if field.name in there or field.required == "never" or field.when is not None:
                continue
            alone = segment.when is not None or (segment.within and structure.segments[segment.within].when)
            by_choice = alone or segment.service or field.id in samples()["left_out"]
            purchase = root != "FACTURA" and field.id.startswith("totals.prepaid")
            assert by_choice or purchase or "per_unit" in field.id, field.name


@pytest.mark.parametrize("kind", KINDS)
def test_each_choice_alone_and_all_pairs_are_clean(kind: str) -> None:
    told = samples()
    single = [
        *({"taxes": (tax,)} for tax in told["taxes"]),
        *({"withholdings": (held,)} for held in told["withholdings"]),
        *({"allowances": (allowance,)} for allowance in ALLOWANCES),
        *({"currency": currency} for currency in told["currencies"]),
        {"credit": True},
    ]
    seen = set()
    for one, other in [*((a, {}) for a in single), *combinations(single, 2)]:
        choices = replace(Choices(kind, DAY), **{**one, **other})
        data = written(choices, "xml")
        if data in seen:
            continue
        seen.add(data)
        report = judged(data)
        assert report.verdict == "valid", (one, other, [(f.code, f.path, f.found) for f in report.findings])
    assert len(seen) >= (6 if kind == "exportacion" else 20)


def test_what_is_chosen_is_there() -> None:
    chosen = Choices("factura", DAY, ("vat", "bags"), ("vat",), ALLOWANCES, "USD", credit=True)
    text = written(chosen, "xml").decode()
    for expected in (
        "<ENC_10>USD</ENC_10>",
        "<TDC_3>4000.00</TDC_3>",
        "<IMP_6>19.00</IMP_6>",
        "<IMP_1>22</IMP_1>",
        "<IMP_1>05</IMP_1>",
        "<DSC_1>true</DSC_1>",
        "<MEP_3>2026-08-30</MEP_3>",
        "<IDE_6>10.00</IDE_6>",
    ):
        assert expected in text
    assert text.count("<ITE>") == 2
    plain = written(Choices("factura", DAY), "xml").decode()
    assert not any(f"<{name}>" in plain for name in ("TDC", "TIM", "DSC", "IDE", "MEP_3"))


def test_what_a_kind_has_no_room_for_is_left_out() -> None:
    asked = Choices("documento_soporte", DAY, ("vat",), (), ALLOWANCES, "USD")
    assert b"<IDE>" in written(asked, "xml") and b"<DSC>" not in written(asked, "xml")
    assert b"USD" not in written(asked, "xml")
    export = written(replace(asked, kind="exportacion", withholdings=("income",)), "xml").decode()
    assert "<IMP_6>0.00</IMP_6>" in export and "<TIM_1>true</TIM_1>" not in export and "19.00" not in export


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2026, 12, 31)])
def test_dates_follow_the_day_of_issue(day: date) -> None:
    text = written(full("factura", day), "xml").decode()
    assert f"<ENC_7>{day.isoformat()}</ENC_7>" in text
    assert str(day.year + 1 if day.month == 12 else day.year) in text.partition("<ENC_16>")[2][:4]
