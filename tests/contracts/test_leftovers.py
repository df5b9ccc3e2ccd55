"""Nothing is left over in what the pages are made of: no piece imported for nothing, no rule of style for nobody."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = {path: path.read_text("utf-8") for path in sorted((ROOT / "templates").rglob("*.html"))}
IMPORT = re.compile(r'\{% from "[^"]+" import (.*?)(?: with context)? %\}', re.DOTALL)
STYLE = ROOT / "portal/static/css/ventanilla.css"
MADE_UP = re.compile(r"(is|kit)-\w|kit-type")
"""Classes whose second half is a value: `is-{{ colour }}`."""


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "templates").as_posix())
def test_every_piece_that_a_template_imports_is_used(path: Path) -> None:
    source = TEMPLATES[path]
    rest = IMPORT.sub("", source)
    names = [part.split(" as ")[-1].strip() for found in IMPORT.findall(source) for part in found.split(",")]
    assert [name for name in names if not re.search(rf"\b{name}\s*\(", rest)] == []


def test_every_class_of_the_style_is_worn() -> None:
    css = re.sub(r"/\*.*?\*/|url\([^)]*\)|\{[^{}]*\}", " ", STYLE.read_text("utf-8"), flags=re.DOTALL)
    classes = {name for name in re.findall(r"\.([a-zA-Z][\w-]*)", css) if not MADE_UP.match(name)}
    code = [p.read_text("utf-8") for p in (ROOT / "portal").rglob("*") if p.suffix in (".py", ".js", ".json")]
    worn = set(re.findall(r"[\w-]+", " ".join([*TEMPLATES.values(), *code])))
    assert len(classes) > 100
    assert classes - worn == set()
