"""The interface speaks Spanish and English: every string is in the catalogue, and the catalogue is whole."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter

import jinja2
import pytest
from babel.messages import Message
from babel.messages.mofile import read_mo
from jinja2 import nodes

from tools import messages

ROOT = Path(__file__).parents[2]
STORED = {message.id: message for message in messages.stored() if message.id}
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.*") if path.is_file())
# Names that are the same in both languages.
NAMES = {
    "English", "Español", "NIT", "Web", "Service", "UBL", "XML", "JSON", "Layout", "SOAP", "sha256", "Markdown",
    "Enter", "FAJ24b", "FAU14", "WS-1842",
}  # fmt: skip
CALLS = {"_", "_l", "gettext", "ngettext"}
SPANISH = re.compile(r"[áéíóúñ¿]|\b(el|la|los|las|una?|que|para|con|del)\b .*\w", re.IGNORECASE)
# Spanish by nature: the demonstration's story, common passwords, and dates that know both languages.
NOT_SHOWN = {"portal/services/demo.py", "portal/passwords.py", "portal/web/filters.py"}


def test_every_string_is_in_the_catalogue_and_no_other() -> None:
    wanted = {message.id for message in messages.extracted() if message.id}
    assert wanted - set(STORED) == set(), "run `make messages` and translate"
    assert set(STORED) - wanted == set(), "run `make messages`"


def test_every_string_is_translated() -> None:
    assert [m.id for m in STORED.values() if not m.string or not all(m.string) or m.fuzzy] == []


def test_translations_keep_placeholders_and_blanks() -> None:
    wrong = []
    for message in STORED.values():
        pairs = zip(_forms(message.id), _forms(message.string), strict=True)
        wrong += [pair for pair in pairs if _frame(pair[0]) != _frame(pair[1])]
    assert wrong == []


def _frame(text: str) -> tuple[list[str], str, str]:
    """Placeholders, and the blanks at both ends: what the code around a string relies on."""
    holes = re.findall(r"%\(\w+\)[sd]|%%", text)
    braces = [f"{{{name}}}" for _, name, _, _ in Formatter().parse(text.replace("%", "")) if name is not None]
    blanks = len(text) - len(text.lstrip()), len(text) - len(text.rstrip())
    return sorted(holes + braces), text[: blanks[0]], text[len(text) - blanks[1] :]


def test_compiled_catalogue_is_that_of_the_source() -> None:
    with messages.COMPILED.open("rb") as file:
        compiled = _plain(message for message in read_mo(file) if message.id)
    assert compiled == _plain(STORED.values()), "run `make messages`"


def _plain(catalogue: Iterable[Message]) -> list[tuple[list[str], list[str]]]:
    return sorted((_forms(message.id), _forms(message.string)) for message in catalogue)


def _forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


@pytest.mark.parametrize("path", TEMPLATES, ids=[str(p.relative_to(ROOT / "templates")) for p in TEMPLATES])
def test_no_word_of_a_template_stands_outside_the_catalogue(path: Path) -> None:
    parser = jinja2.Environment(extensions=["jinja2.ext.do"], autoescape=True)
    tree = parser.parse(path.read_text("utf-8"))
    text = "\0".join(piece.data for piece in tree.find_all(nodes.TemplateData))
    shown = re.findall(r'(?:aria-label|placeholder|title|alt)="([^"\0]*)"', text)
    shown.append(re.sub(r"(?s)<[^>]*>|&\w+;", " ", text))
    words = {word for piece in shown for word in re.findall(r"[^\W\d_][\w.-]+", piece)}
    # Attributes that a macro writes by itself stand in no tag.
    words -= {"aria-describedby", "aria-invalid", "true"} if path.name == "_question.html" else set()
    words -= {"python", "diagnostics", "factura.xml"} if path.name == "_help.html" else set()
    assert words - NAMES == set()


def test_no_spanish_of_the_code_stands_outside_the_catalogue() -> None:
    found = {}
    for path in sorted((ROOT / "portal").rglob("*.py")):
        where = path.relative_to(ROOT).as_posix()
        if where not in NOT_SHOWN:
            found[where] = [text for text in _loose_strings(path) if SPANISH.search(text)]
    assert {where: texts for where, texts in found.items() if texts} == {}


def _loose_strings(path: Path) -> Iterator[str]:
    """The strings of a module that are no documentation and go through no translating call."""
    tree = ast.parse(path.read_text("utf-8"))
    apart: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLS:
            apart |= {id(inner) for inner in ast.walk(node)}
        elif isinstance(node, ast.Expr):
            apart.add(id(node.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in apart:
            yield node.value
