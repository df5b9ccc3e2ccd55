"""What docs/ lists is what there is: variables, kinds of checks, files."""

import re
from pathlib import Path

import orjson
import pytest

from diagnostics.rules.declarative import KINDS
from portal.config import settings

ROOT = Path(__file__).parents[2]
CONFIGURATION = (ROOT / "docs" / "configuration.md").read_text("utf-8")
ADDING_A_RULE = (ROOT / "docs" / "adding-a-rule.md").read_text("utf-8")
PAGES = [
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    *(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md")),
]
BETWEEN_PROCESSES = {"PORTAL_GATE_FD", "PORTAL_READY_FD"}
"""Nobody sets these: the parent hands its children the ends of two pipes."""

ROW = re.compile(r"^\| `(?P<name>[A-Z_]+)` ?(?P<needed>\*?) \| (?P<default>.*?) \|", re.M)
READ = re.compile(r"""(?:env|os\.environ)(?:\.get\(|\[)\s*"([A-Z_]+)\"""")
SPOKEN = re.compile(r"\bPORTAL_[A-Z_]+|\bWEB_CONCURRENCY\b")


def read_in(*patterns: str) -> set[str]:
    """The environment variables that the files read."""
    files = [path for pattern in patterns for path in ROOT.glob(pattern)]
    assert files
    return {name for path in files for name in READ.findall(path.read_text("utf-8"))}


def test_each_variable_that_is_read_is_listed_and_each_listed_one_is_read() -> None:
    read = read_in(
        "portal/**/*.py", "gunicorn.conf.py", "wsgi.py", "knowledge/**/*.py", "diagnostics/**/*.py"
    )
    assert {row["name"] for row in ROW.finditer(CONFIGURATION)} == read - BETWEEN_PROCESSES


def test_the_variables_of_the_tests_are_listed_too() -> None:
    read = read_in("tests/*.py", "tests/ops/*.py", "tests/e2e/*.py", "tests/portal/*.py")
    assert "PORTAL_TEST_REDIS" in read
    assert {f"`{name}`" for name in read} <= set(re.findall(r"`[A-Z_]+`", CONFIGURATION))


@pytest.mark.parametrize("page", PAGES)
def test_no_page_speaks_of_a_variable_that_does_not_exist(page: str) -> None:
    known = set(re.findall(r"`([A-Z_]+)`", CONFIGURATION))
    assert set(SPOKEN.findall((ROOT / page).read_text("utf-8"))) <= known


def test_the_listed_defaults_are_those_of_the_code() -> None:
    listed = {row["name"]: row["default"].strip("`") for row in ROW.finditer(CONFIGURATION)}
    config = settings({}, Path("/instance"), {"SECRET_KEY": "k"})
    assert listed["PORTAL_ENV"] == config["PORTAL_ENV"]
    assert listed["PORTAL_PROXIES"] == str(config["PROXIES"])
    assert listed["PORTAL_RETENTION_DAYS"] == str(config["RETENTION_DAYS"])
    assert listed["PORTAL_MAIL_SENDER"] == config["MAIL_SENDER"]
    assert listed["PORTAL_LIMITS_URL"] == config["RATELIMIT_STORAGE_URI"]
    assert listed["PORTAL_FILES"] == config["FILES_FOLDER"].removeprefix("/")
    assert listed["PORTAL_DEMO"] == "1" and config["DEMO"]


def test_the_variables_that_production_needs_are_marked() -> None:
    marked = {row["name"] for row in ROW.finditer(CONFIGURATION) if row["needed"]}
    source = (ROOT / "portal" / "config.py").read_text("utf-8")
    needed = re.search(r"needed = \{(.*?)\}", source, re.S)
    assert needed is not None
    assert marked == set(re.findall(r'"(PORTAL_\w+)"', needed[1]))


def test_each_kind_of_declarative_check_is_in_the_schema_and_in_the_page() -> None:
    schema = orjson.loads((ROOT / "knowledge/schemas/rules.schema.json").read_bytes())
    allowed = set(schema["items"]["properties"]["check"]["propertyNames"]["enum"])
    assert allowed == {*KINDS, "absent", "code", "none"}
    assert {
        kind for kind in allowed if f"`{kind}`" in ADDING_A_RULE or f"`check: {{{kind}:" in ADDING_A_RULE
    } == allowed


@pytest.mark.parametrize("page", PAGES)
def test_the_files_that_a_page_names_exist(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    named = re.findall(
        r"`((?:knowledge|diagnostics|portal|templates|migrations|tests|bench|tools|docs)/[\w./-]*)`", text
    )
    linked = re.findall(r"\]\(([^)#:]+)\)", text)
    here = (ROOT / page).parent
    absent = [name for name in named if not (ROOT / name).exists()]
    absent += [target for target in linked if not (here / target).exists()]
    assert absent == []
