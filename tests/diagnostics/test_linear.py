"""No rule is slower than linear: twice the lines are at most twice the steps, for the whole engine and all formats.

Steps are lines that run, so that it does not matter what else the machine does.
"""

import sys
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any

import pytest
from lxml import etree

from diagnostics import diagnose
from diagnostics.context import Context
from diagnostics.engine import EXACT, gather, localcontext
from diagnostics.intake import open_input
from diagnostics.issue import Check, Scope
from diagnostics.limits import Limits
from diagnostics.rules import checks_of
from knowledge import load
from tests import ubl
from tests.diagnostics.cases import base
from tests.inputs import WRITERS, Tree

FEW = 40
LIMITS = Limits(size=100_000_000, elements=10_000_000)


def steps(work: Callable[[], Any]) -> int:
    """How many lines of Python it runs, each turn of a loop or comprehension by itself."""
    count = 0

    def seen(frame: FrameType, event: str, arg: Any) -> Any:
        nonlocal count
        count += event == "line"
        return seen

    before = sys.gettrace()
    sys.settrace(seen)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def layout(lines: int, wrong: bool) -> bytes:
    """The fullest clean invoice with that many lines; `wrong` spoils price, tax and description of each."""
    root, tree = base("factura_completa")
    own = [n for n in tree if n[0] == "ITE"]
    kept: Tree = [n for n in tree if n[0] != "ITE"]
    made = [own[n % len(own)] for n in range(lines)]
    return WRITERS["xml"](root, [*kept, *(_spoilt(n) if wrong else n for n in made)])


def _spoilt(node: Any) -> Any:
    name, value = node
    if isinstance(value, str):
        return name, {"ITE_5": "7777.77", "IIM_2": "1.11", "ITE_11": ""}.get(name, value)
    return name, [_spoilt(child) for child in value]


def in_ubl(lines: int, wrong: bool) -> bytes:
    """The clean UBL invoice with its first line that often."""
    tree = etree.fromstring(ubl.edited("factura", []))
    found = tree.findall("{*}InvoiceLine")
    raw = etree.tostring(found[0])
    if wrong:
        raw = raw.replace(b"108000.00", b"7777.77").replace(b"20520.00", b"1.11")
    for line in found:
        tree.remove(line)
    tree.extend([etree.fromstring(raw) for _ in range(lines)])
    return etree.tostring(tree)


@pytest.mark.parametrize("wrong", [False, True], ids=["clean", "wrong"])
@pytest.mark.parametrize("make", [layout, in_ubl])
def test_twice_the_lines_are_twice_the_steps(make: Callable[[int, bool], bytes], wrong: bool) -> None:
    few, many = make(FEW, wrong), make(2 * FEW, wrong)
    diagnose(few)  # what is worked out once a process is not counted
    counted = [steps(partial(diagnose, data, limits=LIMITS)) for data in (few, many)]
    assert counted[1] < 2.1 * counted[0], counted


def _run(check: Check, scope: Scope) -> None:
    for _ in check(scope):
        pass


@pytest.mark.parametrize("wrong", [False, True], ids=["clean", "wrong"])
@pytest.mark.parametrize("make", [layout, in_ubl])
def test_no_rule_alone_is_worse(make: Callable[[int, bool], bytes], wrong: bool) -> None:
    know = load()
    by_rule: dict[str, list[int]] = {}
    for lines in (FEW, 2 * FEW):
        opened = open_input(make(lines, wrong), know, LIMITS)
        assert opened.document is not None
        scope = Scope(opened.document, know, Context())
        with localcontext(EXACT):
            gather(scope)
            for name, check in checks_of(scope):
                by_rule.setdefault(name, []).append(steps(partial(_run, check, scope)))
    worse = {n: c for n, c in by_rule.items() if c[1] > 2.1 * c[0] + 50}
    assert worse == {}
