"""What both UBL's schema and DIAN ask for is told once, by whoever rejects it."""

from diagnostics import Report, diagnose
from tests import ubl


def without(id_: str) -> Report:
    return diagnose(ubl.edited("factura", [{"id": id_, "remove": True}]))


def test_the_code_of_dian_takes_the_place_of_the_schema() -> None:
    found = [
        (f.code, f.severity) for f in without("totals.tax.amount").findings if f.path.endswith("TaxTotal[1]")
    ]
    assert found == [("FAS02", "error")]


def test_a_rule_that_only_warns_stands_behind_the_schema() -> None:
    findings = without("line.tax.amount").findings
    (by_schema,) = [n for n, f in enumerate(findings) if f.rule == "schema-missing"]
    (warned,) = [f for f in findings if f.code == "FAX02"]
    assert (findings[by_schema].severity, warned.severity) == ("error", "warning")
    assert (warned.path, warned.consequence_of) == (findings[by_schema].path, by_schema)


def test_the_schema_alone_still_speaks() -> None:
    assert [f.rule for f in without("line.number").findings if f.severity == "error"] == ["schema-missing"]
