"""`python -m bench [LINES ...]`: a diagnosis against a bare lxml parse of the same bytes, of a layout and of UBL.

Prints milliseconds (medians of several rounds) and their ratio. The
shape to keep: linear, and a small multiple of the parse.
"""

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

from lxml import etree

from bench import sample, ubl_sample
from diagnostics import diagnose
from knowledge import load

DEFAULT = (10, 1_000, 10_000)


def median(action: Callable[[], object], seconds: float = 1.0) -> float:
    """The median time of `action` in milliseconds, from at least three rounds."""
    times: list[float] = []
    end = time.perf_counter() + seconds
    while len(times) < 3 or time.perf_counter() < end:
        begun = time.perf_counter()
        action()
        times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1000


INPUTS: dict[str, Callable[[int], bytes]] = {
    "layout": sample.invoice,
    "UBL": ubl_sample.invoice,
    "UBL, every line wrong": partial(ubl_sample.invoice, wrong=True),
}


def main(sizes: tuple[int, ...]) -> None:
    knowledge = load()
    for name, make in INPUTS.items():
        print(
            f"\n{name}\n{'lines':>8} {'KiB':>8} {'parse ms':>10} {'diagnosis ms':>13} {'ratio':>6}  findings"
        )
        for lines in sizes:
            data = make(lines)
            parse = median(partial(etree.fromstring, data))
            full = median(partial(diagnose, data, knowledge=knowledge))
            found = len(diagnose(data, knowledge=knowledge).to_dict()["findings"])
            size, ratio = len(data) / 1024, full / parse
            print(f"{lines:>8,} {size:>8,.0f} {parse:>10.2f} {full:>13.2f} {ratio:>6.1f}  {found}")


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or DEFAULT)
