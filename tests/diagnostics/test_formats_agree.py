"""The same document gives the same findings in XML, JSON and flat text."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnostics import diagnose
from tests.diagnostics.cases import BASES, base
from tests.inputs import WRITERS, Tree, get, json_path, locations, put

NAMES = sorted(path.stem for path in BASES.glob("*.xml"))
WHEN = {"received_at": "2026-08-01T09:00:00-05:00"}
ONLY_SAID = {
    "factura_completa": [
        ("allowance-number", "warning", "/FACTURA/DSC/0/DSC_10", "1", "None", "None"),
        ("allowance-number", "warning", "/FACTURA/DSC/1/DSC_10", "2", "None", "None"),
        ("prepaid-in-payable", "info", "/FACTURA/TOT/TOT_5", "138410.00", "148410.00", "None"),
    ]
}
"""What a clean document is told without being wrong: that it numbers its discounts and has a prepayment."""
SAFE = st.characters(
    codec="utf-8",
    exclude_characters=";:()[]\r\n\t\x85\u2028\u2029",
    exclude_categories=("Cc", "Cs", "Cn", "Zs", "Co", "Cf"),
)
VALUES = st.one_of(
    st.text(SAFE, max_size=12),
    st.sampled_from(
        ["null", "0.00", "-1.00", "1.234,50", "31/07/2026", "12", "COP", "true", "2026-07-31", "901143311-0"]
    ),
    st.integers(0, 10**20).map(str),
    st.decimals(0, 10**9, places=2).map(str),
)


def findings(root: str, tree: Tree) -> dict[str, list[tuple]]:
    """What each format is told, with paths in JSON's words."""
    told = {}
    for name, write in WRITERS.items():
        report = diagnose(write(root, tree), context=WHEN)
        told[name] = sorted(
            (
                f.code,
                f.severity,
                f.path if name == "json" else json_path(f.path),
                str(f.found),
                str(f.expected),
                str(f.safe),
            )
            for f in report.findings
        )
    return told


@pytest.mark.parametrize("name", NAMES)
def test_clean_documents_have_no_findings(name: str) -> None:
    said = ONLY_SAID.get(name, [])
    assert findings(*base(name)) == {"xml": said, "json": said, "flat": said}


@pytest.mark.parametrize("name", NAMES)
def test_each_field_that_goes_missing_is_said_alike(name: str, rounds: int) -> None:
    root, tree = base(name)
    fields = [path for path, _ in locations(tree)]
    for path in fields[:: 1 if rounds > 3 else 9]:
        told = findings(root, put(tree, path, None))
        assert told["xml"] == told["json"] == told["flat"], path


@pytest.mark.parametrize("name", NAMES)
def test_any_value_anywhere_is_judged_alike(name: str, rounds: int) -> None:
    root, tree = base(name)
    fields = [p for p, i in locations(tree) if "_" in p.rsplit("/", 1)[1]]

    @settings(
        max_examples=rounds * 5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(path=st.sampled_from(fields), value=VALUES)
    def judge(path: str, value: str) -> None:
        if get(tree, path) != value:
            told = findings(root, put(tree, path, value))
            assert told["xml"] == told["json"] == told["flat"]

    judge()


@pytest.mark.parametrize("name", NAMES)
def test_the_place_of_a_changed_value_is_its_own(name: str) -> None:
    """A word where a number, a date or a code belongs is found at the line and column where it was written."""
    root, tree = base(name)
    typed = [
        p
        for p, _ in locations(tree)
        if p.endswith(("_7/x", "TOT_1", "TOT_5", "ENC_7", "ITE_5", "IIM_6", "DRF_5", "MEP_1"))
    ]
    assert typed
    for path in typed:
        changed = put(tree, path, "aquí·mismo")
        for format_, write in WRITERS.items():
            text = write(root, changed).decode()
            places = {(f.line, f.column) for f in diagnose(text.encode()).findings if f.severity == "error"}
            at = text.index("aquí·mismo")
            line = text.count("\n", 0, at) + 1
            assert (line, at - text.rfind("\n", 0, at)) in places, (path, format_)
