"""How long a person waits for a cold process, and how long it takes to load what we know."""

import subprocess
import sys
import time
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
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", "diagnostics", *arguments], capture_output=True, cwd=ROOT)
    return time.perf_counter() - begun
