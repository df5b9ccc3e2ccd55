"""Every page of the guide tells a search engine what it is: a title, a description and the one address it goes by."""

from __future__ import annotations

from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "templates" / "web" / "guide"
PAGES = sorted(p.name for p in FOLDER.glob("*.html") if not p.name.startswith("_"))
ANSWERS_404 = {"unknown.html"}
"""What is not in the guide has no address of its own."""


@pytest.mark.parametrize("name", [n for n in PAGES if n not in ANSWERS_404])
def test_a_page_has_title_description_and_canonical(name: str) -> None:
    text = (FOLDER / name).read_text("utf-8")
    assert "{% block title %}" in text
    head = text.partition("{% block head %}")[2].partition("{% endblock head %}")[0]
    assert "about(" in head and "_external=true" in head


def test_there_are_pages() -> None:
    assert len(PAGES) > 15 and set(PAGES) >= ANSWERS_404
