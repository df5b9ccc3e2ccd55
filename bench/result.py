"""One measurement: what was measured, against what, and whether the target holds."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Result:
    """`value` and `base` in `unit` (ms, MiB); `target` is the target in words and `limit` the same as a figure in the
    unit; both None where no target is set."""

    group: str
    name: str
    value: float
    unit: str
    base: float | None = None
    against: str = ""
    target: str | None = None
    limit: float | None = None
    lines: int | None = None
    kib: float | None = None

    @property
    def ratio(self) -> float | None:
        return self.value / self.base if self.base else None

    @property
    def holds(self) -> bool | None:
        """None where there is no target."""
        return None if self.limit is None else self.value <= self.limit

    def to_dict(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": self.ratio, "holds": self.holds}


def text_of(results: list[Result]) -> str:
    """The results as a table for a terminal, each group under its name."""
    rows = []
    group = None
    for r in results:
        if r.group != group:
            group = r.group
            rows += ["", group, f"{'':44} {'measured':>12} {'against':>12} {'ratio':>7}  target"]
        rows.append(_row(r))
    return "\n".join(rows)


def _row(r: Result) -> str:
    base = f"{r.base:,.2f} {r.unit}" if r.base is not None else ""
    ratio = f"{r.ratio:.1f}" if r.ratio is not None else ""
    verdict = {True: "holds", False: "MISSED", None: ""}[r.holds]
    return (
        f"{r.name:44} {r.value:>9,.2f} {r.unit:<2} {base:>12} {ratio:>7}  {r.target or ''} {verdict}".rstrip()
    )
