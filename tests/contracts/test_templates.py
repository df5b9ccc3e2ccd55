"""Every template belongs to a page, and every page has its template: nothing is left over, nothing is missing."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask
from jinja2 import Environment, meta

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "templates"
NAMED = re.compile(r'"((?:web|errors)/[\w/]+\.html)"')


def rendered(app: Flask) -> set[str]:
    """The templates that the code names, and those of Flask-Security whose pages this portal opens."""
    found = set()
    for path in (ROOT / "portal").rglob("*.py"):
        found |= set(NAMED.findall(path.read_text("utf-8")))
    ours = {path.relative_to(FOLDER).as_posix() for path in (FOLDER / "security").glob("*.html")}
    theirs = {value for key, value in app.config.items() if key.endswith("_TEMPLATE") and value}
    return found | (ours & theirs)


def test_every_template_is_part_of_a_page(app: Flask) -> None:
    parser = Environment(extensions=["jinja2.ext.do"], autoescape=True)
    open_, used = list(rendered(app)), set()
    while open_:
        name = open_.pop()
        if name in used:
            continue
        used.add(name)
        source = (FOLDER / name).read_text("utf-8")
        open_ += [part for part in meta.find_referenced_templates(parser.parse(source)) if part]
    there = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html")}
    assert there - used == set(), "no page draws it"
    assert used - there == set()


def test_each_area_of_templates_is_an_area_of_the_web(app: Flask) -> None:
    areas = {path.name for path in (FOLDER / "web").iterdir()}
    assert areas <= {path.parent.name for path in (ROOT / "portal" / "web").glob("*/routes.py")}


def test_every_link_of_a_template_leads_to_an_endpoint(app: Flask) -> None:
    known = {rule.endpoint for rule in app.url_map.iter_rules()}
    linked = re.compile(r"""url_for\(\s*["']([\w.]+)["']""")
    wrong = {
        path.relative_to(FOLDER).as_posix(): dead
        for path in FOLDER.rglob("*.html")
        if (dead := set(linked.findall(path.read_text("utf-8"))) - known)
    }
    assert wrong == {}
