"""`python -m bench [LINES ...]`: a diagnosis against a bare lxml parse of the same bytes.

Prints milliseconds (the best of several rounds: the rest is the machine's noise) and their ratio. The
shape to keep: linear, and a small multiple of the parse.
"""

import sys
import time
from collections.abc import Callable

from lxml import etree

from bench.sample import invoice
from diagnostics import diagnose
from knowledge import load

DEFAULT = (10, 1_000, 10_000)


def best(action: Callable[[], object], seconds: float = 1.0) -> float:
    """The shortest time of `action` in milliseconds, from at least three rounds."""
    times: list[float] = []
    end = time.perf_counter() + seconds
    while len(times) < 3 or time.perf_counter() < end:
        begun = time.perf_counter()
        action()
        times.append(time.perf_counter() - begun)
    return min(times) * 1000


def main(sizes: tuple[int, ...]) -> None:
    knowledge = load()
    print(f"{'lines':>8} {'KiB':>8} {'parse ms':>10} {'diagnosis ms':>13} {'ratio':>6}  findings")
    for lines in sizes:
        data = invoice(lines)
        parse = best(lambda data=data: etree.fromstring(data))  # type: ignore[misc]
        full = best(lambda data=data: diagnose(data, knowledge=knowledge))  # type: ignore[misc]
        found = len(diagnose(data, knowledge=knowledge).to_dict()["findings"])
        size, ratio = len(data) / 1024, full / parse
        print(f"{lines:>8,} {size:>8,.0f} {parse:>10.2f} {full:>13.2f} {ratio:>6.1f}  {found}")


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or DEFAULT)
