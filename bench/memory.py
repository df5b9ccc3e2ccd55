"""The highest memory of fresh processes that judge, against those that only parse; the imports taken off both.

As a program (`python -m bench.memory parse|judge [FILE]`) it is such a process: without a file it only imports.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.result import Result

TIMES = 4
ROUNDS = 3
GROUP = "Memory: the peak of a fresh process, imports taken off"


def peaks(lines: int = 10_000) -> Iterator[Result]:
    """UBL and layout in that size."""
    if not Path("/proc/self/status").exists():
        return
    from bench import inputs

    for shape in (inputs.UBL, inputs.WRONG, inputs.LAYOUT):
        with tempfile.NamedTemporaryFile(suffix=".xml") as file:
            data = shape.make(lines)
            file.write(data)
            file.flush()
            parse = _peak("parse", file.name) - _peak("parse")
            judge = _peak("judge", file.name) - _peak("judge")
        name = f"{shape.name}, {lines:,} lines"
        target = f"<= {TIMES} times a parse"
        yield Result(
            GROUP, name, judge, "MiB", parse, "parse", target, TIMES * parse, lines, len(data) / 1024
        )


def _peak(*arguments: str) -> float:
    """In MiB."""
    command = [sys.executable, "-m", "bench.memory", *arguments]
    runs = [subprocess.run(command, capture_output=True, check=True) for _ in range(ROUNDS)]
    return median(int(run.stdout) for run in runs) / 1024


def _work(what: str, file: str | None) -> None:
    from lxml import etree

    if what == "parse":
        if file is not None:
            etree.fromstring(Path(file).read_bytes())
        return
    import diagnostics.engine
    import diagnostics.signature.references
    import diagnostics.signature.value

    if file is not None:
        from bench.ubl_sample import CONTEXT

        diagnostics.engine.diagnose(Path(file).read_bytes(), context=CONTEXT)


def _highest() -> int:
    """In KiB, of this program alone: ru_maxrss begins with what the parent held when it forked."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


if __name__ == "__main__":
    _work(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None)
    print(_highest())
