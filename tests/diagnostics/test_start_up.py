"""A command answers at once: what it does not need is not imported."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROBE = """
import sys, contextlib, io
from diagnostics.__main__ import main
with contextlib.redirect_stdout(io.StringIO()):
    try:
        main(sys.argv[1:])
    except SystemExit:
        pass
print(*sys.modules)
"""
NEVER = {
    "stdnum",
    "ssl",
    "urllib.request",
    "jsonschema",
    "yaml",
    "jinja2",
    "typst",
    "flask",
    "multiprocessing",
}


def imported(*arguments: str) -> set[str]:
    """The modules that a command brings into a fresh process."""
    run = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments], capture_output=True, check=True, text=True, cwd=ROOT
    )
    return set(run.stdout.split())


def test_the_version_needs_nothing() -> None:
    modules = imported("--version")
    assert "diagnostics.__main__" in modules
    assert modules & (NEVER | {"lxml", "orjson", "knowledge", "diagnostics.engine"}) == set()


@pytest.mark.parametrize("file", ["tests/bases/ubl/factura.xml", "docs/example/factura.xml"])
def test_a_small_file_needs_only_what_reads_and_judges_it(file: str) -> None:
    modules = imported(file)
    assert "diagnostics.engine" in modules
    assert modules & NEVER == set()
