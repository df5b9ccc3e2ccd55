"""A module is held in the head: none is long, and most are short."""

from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[2]
PRODUCTION = ("knowledge", "diagnostics", "portal")
OTHERS = ("tests", "tools", "bench")
LONGEST, USUAL = 400, 80


def lines_of(*packages: str) -> dict[str, int]:
    """Each module of the packages, by its path, and its lines."""
    found = [path for package in packages for path in sorted((ROOT / package).rglob("*.py"))]
    return {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in found}


@pytest.mark.parametrize("package", [*PRODUCTION, *OTHERS])
def test_no_module_is_long(package: str) -> None:
    modules = lines_of(package)
    assert modules
    assert {name: lines for name, lines in modules.items() if lines > LONGEST} == {}


def test_the_usual_module_is_short() -> None:
    modules = lines_of(*PRODUCTION)
    middle = median(modules.values())
    longest = sorted(modules.items(), key=lambda entry: -entry[1])[:10]
    assert middle <= USUAL, f"median {middle} lines; the longest: {longest}"
