"""What a cold process costs, and how long it takes to load what we know.

As elsewhere it is the processor's time (of the process and all it starts): on an idle machine that is how long a person
waits.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.clock import medians
from bench.result import Result
from knowledge import load

ROOT = Path(__file__).parents[1]
ROUNDS = 9
GROUP = "Start: a cold process"
COMMANDS = (
    ("python -m diagnostics --version", ["--version"], 150),
    ("a small UBL file", ["tests/bases/ubl/factura.xml"], 400),
    ("a small layout file", ["docs/example/factura.xml"], 400),
)
LOADING = 50


def starts() -> Iterator[Result]:
    """Each command, and loading."""
    load()  # compiled and kept, as it is after the first start of all
    for name, arguments, limit in COMMANDS:
        took = median(_run(arguments) for _ in range(ROUNDS)) * 1000
        yield Result(GROUP, name, took, "ms", target=f"<= {limit} ms", limit=limit)
    (took,) = medians([load.__wrapped__])
    yield Result(GROUP, "loading what we know", took, "ms", target=f"<= {LOADING} ms", limit=LOADING)


def _run(arguments: list[str]) -> float:
    before = os.times()
    subprocess.run([sys.executable, "-m", "diagnostics", *arguments], capture_output=True, cwd=ROOT)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system
