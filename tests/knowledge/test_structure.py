"""The estructura base: one spelling of each id, and nothing that leads nowhere."""

import pytest

from knowledge import load
from knowledge.layout import Root

KNOWN = load()
TYPES = {
    "text", "digits", "integer", "code", "constant", "money", "quantity", "percent", "rate", "date", "time",
    "datetime", "email", "url", "flag", "hex",
}  # fmt: skip


@pytest.mark.parametrize("root", KNOWN.structure.values(), ids=KNOWN.structure)
def test_a_root_holds_together(root: Root) -> None:
    for segment in root.segments.values():
        assert segment.within is None or segment.within in root.segments
        assert 0 <= segment.minimum <= segment.maximum
        for name, field in segment.fields.items():
            assert name == field.name
            assert name.startswith(f"{segment.name}_")
            assert field.type in TYPES
            assert field.list is None or field.list == "note_concepts" or field.list in KNOWN.codes
            assert field.title["es"] and field.title["en"]
            assert root.by_id[field.id] is field


@pytest.mark.parametrize("root", KNOWN.structure.values(), ids=KNOWN.structure)
def test_conditions_read_fields_that_exist(root: Root) -> None:
    for segment in root.segments.values():
        for when in [segment.when, *(f.when for f in segment.fields.values())]:
            for one in (when or {}).get("any", [when] if when else []):
                named = one.get("field") or one.get("present")
                assert named is None or named in {i for r in KNOWN.structure.values() for i in r.by_id}, when


def test_an_id_is_of_one_type_in_all_roots() -> None:
    mixed = {
        i: {f.type for f in fields} for i, fields in KNOWN.fields.items() if len({f.type for f in fields}) > 1
    }
    assert set(mixed) == {"acquirer.nit"}  # whoever buys by documento soporte has a NIT


def test_the_roots() -> None:
    assert set(KNOWN.structure) == {"FACTURA", "NOTA", "DOCUMENTO_SOPORTE"}
    assert KNOWN.annex == "1.9"


def test_a_fields_code_leads_back_to_it() -> None:
    for fields in KNOWN.fields.values():
        for field in fields:
            for codes in field.codes.values():
                for code in codes.values():
                    assert KNOWN.rule_for_code(code) is not None
