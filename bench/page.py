"""docs/performance.md and its chart, from the results of one run."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from bench.chart import bars
from bench.machine import machine
from bench.peers import GROUP as PEERS
from bench.peers import missing
from bench.result import Result

DOCS = Path(__file__).parents[1] / "docs"
CHART = "img/performance.svg"
LINES = 1_000
VERDICT = {True: "holds", False: "**missed**", None: ""}
INTRODUCTION = f"""# How fast the diagnosis is

Written by `python -m bench --write`; `make bench` prints the same. Every figure is a median; what is compared takes
turns in one run on the same bytes, so that the ratios can be trusted where the milliseconds cannot. A parse is lxml's
bare `etree.fromstring`. UBL is judged with everything on: schemas, rules, signature, CUFE and security code. Times are
the processor's, so that another program that runs meanwhile does not count. What is missed is said, and worked on.

![Milliseconds for an invoice of {LINES:,} lines]({CHART})
"""


def write(results: Sequence[Result], docs: Path = DOCS) -> None:
    """Both files below `docs`."""
    (docs / CHART).write_text(chart(results), "utf-8")
    (docs / "performance.md").write_text(page(results), "utf-8")


def page(results: Sequence[Result]) -> str:
    """A table for each group of results."""
    told = ", ".join(
        f"{name} {value}" for name, value in machine().items() if name not in ("date", "processor")
    )
    parts = [INTRODUCTION, f"Measured on {machine()['date']}: {machine()['processor']}, {told}.", ""]
    for group, own in groupby(results, key=lambda r: r.group):
        parts += [
            f"## {group}",
            "",
            "| | measured | against | ratio | target | |",
            "|---|--:|--:|--:|---|---|",
        ]
        parts += [_row(r) for r in own]
        parts.append("")
    return "\n".join([*parts, *([missing(), ""] if missing() else [])])


def _row(r: Result) -> str:
    against = f"{r.base:,.2f} {r.unit} ({r.against})" if r.base is not None else ""
    ratio = f"{r.ratio:.1f}" if r.ratio is not None else ""
    return f"| {r.name} | {r.value:,.2f} {r.unit} | {against} | {ratio} | {r.target or ''} | {VERDICT[r.holds]} |"


def chart(results: Sequence[Result]) -> str:
    """The invoice of a thousand lines: the bare parse, ours in each shape, and the peers."""
    timed = [r for r in results if r.lines == LINES and r.unit == "ms"]
    ours = [r for r in timed if r.group != PEERS]
    rows = [("bare parse of the UBL", r.base, False) for r in ours[:1] if r.base]
    rows += [(r.name.removesuffix(f", {LINES:,} lines"), r.value, True) for r in ours]
    rows += [(r.name.split(" (")[0], r.base, False) for r in timed if r.group == PEERS and r.base]
    return bars(f"Milliseconds for an invoice of {LINES:,} lines", "ms", rows)
