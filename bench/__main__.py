"""`python -m bench [LINES ...] [--json] [--write]`: how fast the diagnosis is, each figure with its target.

With LINES only the times against the parse, in those sizes. `--write` also writes docs/performance.md and its chart.
"""

import argparse
import json

from bench import memory, peers, start_up, times
from bench.machine import machine
from bench.page import write
from bench.result import Result, text_of


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.splitlines()[0])
    parser.add_argument("lines", nargs="*", type=int, metavar="LINES", help="only the times, in these sizes")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md too")
    given = parser.parse_args()
    results = list(times.against_the_parse(tuple(given.lines))) if given.lines else measure()
    if given.json:
        print(json.dumps({"machine": machine(), "results": [r.to_dict() for r in results]}, indent=1))
    else:
        print(text_of(results))
        print("\n" + peers.missing() if peers.missing() and not given.lines else "")
    if given.write:
        write(results)


def measure() -> list[Result]:
    """Everything. The peers come last: one of them brings a runtime of its own into the process."""
    return [
        *start_up.starts(),
        *times.against_the_parse(),
        *times.formats(),
        *memory.peaks(),
        *peers.side_by_side(),
    ]


if __name__ == "__main__":
    main()
