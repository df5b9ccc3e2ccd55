"""How much of DIAN's guide is explained, checked and proved: `python -m knowledge coverage`.

A row is one code of the annex. It is checked where its rule has a check, and counts as proved with a failing and a
passing case under tests/cases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from knowledge.guide import Rule
    from knowledge.model import Knowledge

CASES = Path(__file__).parent.parent / "tests" / "cases"
KINDS = {"F": "invoice", "C": "credit_note", "D": "debit_note", "A": "event"}
COLUMNS = ("rows", "explained", "checked", "with cases", "not offline")


@dataclass(frozen=True, slots=True)
class Row:
    """One code of the annex. `explained` is false where only its existence is known."""

    code: str
    kind: str
    confidence: str
    explained: bool
    checked: bool
    proved: bool
    offline: bool


def rows(knowledge: Knowledge, cases: Path | None = CASES) -> list[Row]:
    """Every code of DIAN once, by the rule that says most of it; without cases nothing counts as proved."""
    proved = proved_codes(cases) if cases else set()
    found: dict[str, Row] = {}
    for rule in knowledge.rules.values():
        for code, kind in codes_of(rule):
            row = _row(rule, code, kind, proved)
            if code not in found or (row.proved, row.checked) > (found[code].proved, found[code].checked):
                found[code] = row
    return list(found.values())


def codes_of(rule: Rule) -> Iterator[tuple[str, str]]:
    """(code, kind of document) of a rule; codes that all kinds share are general."""
    for kind, codes in rule.codes.items():
        shared = sum(1 for other in rule.codes.values() if other == codes) > 1
        yield from ((code, "general" if shared else kind) for code in codes.split("/"))
    yield from ((code, KINDS.get(code[0], "general")) for code in rule.also)


def _row(rule: Rule, code: str, kind: str, proved: set[str]) -> Row:
    own: Mapping[str, str] = {**rule.ubl, **rule.by_kind.get(kind, {})}
    return Row(
        code=code,
        kind=kind,
        confidence=own.get("confidence", rule.confidence),
        explained=bool(rule.why),
        checked=rule.offline and "none" not in rule.check,
        proved=code in proved,
        offline=rule.offline,
    )


def proved_codes(cases: Path) -> set[str]:
    """The codes that a failing case expects, or says that it covers, where the same file has a passing case."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    codes: set[str] = set()
    for path in sorted(cases.glob("*.yaml")):
        content: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=loader)  # noqa: S506 - both are safe
        if content["passing"]:
            for case in content["failing"]:
                codes |= {case["finding"]["code"], *case.get("covers", "").split()}
    return codes


def table(found: Iterable[Row]) -> Iterator[str]:
    """The table by kind and confidence, and the line that ends it."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in found:
        groups.setdefault((row.kind, row.confidence), []).append(row)
    yield f"{'kind':<12} {'confidence':<11}" + "".join(f"{c:>13}" for c in COLUMNS)
    for (kind, confidence), own in sorted(groups.items()):
        yield f"{kind:<12} {confidence:<11}" + "".join(f"{n:>13}" for n in counts(own))
    everything = [row for own in groups.values() for row in own]
    yield f"{'all':<12} {'':<11}" + "".join(f"{n:>13}" for n in counts(everything))
    yield f"checked: {sum(row.checked and row.proved for row in everything)}"


def counts(own: list[Row]) -> tuple[int, ...]:
    """The figures of COLUMNS."""
    checked = [row for row in own if row.checked]
    return (
        len(own),
        sum(row.explained for row in own),
        len(checked),
        sum(row.proved for row in checked),
        sum(not row.offline for row in own),
    )
