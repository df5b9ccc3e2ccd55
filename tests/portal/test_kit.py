"""The page of pieces: there for developers, and every piece on it can be drawn."""

import re
from pathlib import Path
from xml.etree import ElementTree

from flask.testing import FlaskClient

ICONS = Path(__file__).parents[2] / "portal" / "static" / "img" / "icons.svg"


PIECES = (
    *(
        "verdict",
        "fixes",
        "src-body",
        "finding",
        "diff",
        "clock",
        "state",
        "chip",
        "tl",
        "ask",
        "tile",
        "tbl",
    ),
    *("form-row", "choice", "file-in", "err-sum", "prereq", "answers", "banner", "empty", "bulk"),
)


def test_every_piece_is_shown(client: FlaskClient) -> None:
    page = client.get("/piezas").get_data(as_text=True)
    assert [piece for piece in PIECES if f'class="{piece}' not in page] == []


def test_every_icon_that_a_page_draws_is_in_the_sheet(client: FlaskClient) -> None:
    drawn = {
        part.split('"')[0] for part in client.get("/piezas").get_data(as_text=True).split("icons.svg#")[1:]
    }
    sheet = {symbol.get("id") for symbol in ElementTree.parse(ICONS).getroot()}
    assert drawn and drawn <= sheet


def test_it_needs_no_inline_style_and_no_inline_script(client: FlaskClient) -> None:
    page = client.get("/piezas").get_data(as_text=True)
    assert " style=" not in page and "<style" not in page
    scripts = re.findall(r"<script\b[^>]*>(.*?)</script>", page, re.DOTALL)
    assert scripts == [""]
