"""The page of a run: one file that needs nothing else."""

import re
from pathlib import Path

import pypdf
import pytest
from lxml import html

import diagnostics
from diagnostics.__main__ import main
from tests.diagnostics.inputs_folder import BAD, GOOD, WARN

EXAMPLE = Path(__file__).parents[2] / "docs/example/factura.xml"
STYLE = Path(__file__).parents[2] / "portal/static/css/ventanilla.css"
OWN = Path(diagnostics.__file__).parent / "reporters"
TOKEN = re.compile(r"(--[\w-]+): ([^;]+);")


@pytest.fixture
def page(folder: Path) -> html.HtmlElement:
    (folder / "<b>.json").write_bytes((folder / BAD).read_bytes().replace(b'"4"', b'"<i>&"'))
    main([GOOD, BAD, WARN, "<b>.json", "--output", "html:a.html"])
    return html.fromstring((folder / "a.html").read_bytes())


def test_it_tells_every_file_and_finding(page: html.HtmlElement) -> None:
    assert [h.text_content() for h in page.iter("h2")] == [GOOD, BAD, WARN, "<b>.json"]
    codes = [c.text_content() for c in page.find_class("code")]
    assert "FAD16" in codes
    (mark, *_) = [m for m in page.iter("mark") if m.text_content() == "4"]
    assert '"ENC_15": "4"' in mark.getparent().text_content()


def test_what_an_input_says_is_no_markup(page: html.HtmlElement) -> None:
    assert list(page.iter("i")) == []
    assert any("<i>&" in m.text_content() for m in page.iter("mark"))


def test_it_asks_for_nothing_and_runs_nothing(page: html.HtmlElement) -> None:
    assert list(page.iter("script", "link", "img", "iframe", "object")) == []
    assert [e for e in page.iter() if any(a.startswith("on") for a in e.attrib)] == []
    assert all(a.get("href", "").startswith("#") for a in page.iter("a"))
    assert "url(" not in page.findtext(".//style") and "@import" not in page.findtext(".//style")
    assert "@media print" in page.findtext(".//style")


def test_it_speaks_english(folder: Path) -> None:
    main([BAD, "--output", "html:a.html", "--lang", "en"])
    page = html.fromstring((folder / "a.html").read_bytes())
    assert page.get("lang") == "en"
    assert "Not ready" in page.text_content()


def test_its_colours_are_the_portals() -> None:
    tokens = set(TOKEN.findall(STYLE.read_text("utf-8")))
    own = set(TOKEN.findall((OWN / "report.css").read_text("utf-8")))
    used = {(name, value) for name, value in own if name != "--tone"}
    assert len(used) > 20
    assert used - tokens == set()


def test_the_pdf_is_one_and_holds_all_pages(folder: Path) -> None:
    main([BAD, "--output", "pdf:a.pdf"])
    main([BAD, GOOD, WARN, ".", "--output", "pdf:b.pdf"])
    one, many = ((folder / name).read_bytes() for name in ("a.pdf", "b.pdf"))
    assert one.startswith(b"%PDF-") and many.startswith(b"%PDF-")
    pages = [len(re.findall(rb"/Type\s*/Page\b", data)) for data in (one, many)]
    assert pages[0] >= 1 and pages[1] > pages[0]


def test_the_pdf_shows_the_line_and_the_account_of_what_does_not_add_up(folder: Path) -> None:
    (folder / "suma.xml").write_bytes(EXAMPLE.read_bytes())
    main(["suma.xml", "--output", "pdf:a.pdf"])
    text = "\n".join(p.extract_text() for p in pypdf.PdfReader(folder / "a.pdf").pages).replace("\u200b", "")
    account = text[text.index("FAU14") : text.index("Encontrado 147900.00")]
    for part in ("<TOT_5>147900.00</TOT_5>", "TOT_7", "149700.00", "línea 101", "diferencia", "-1800.00"):
        assert part in account


def test_the_pdf_takes_whatever_an_input_says(folder: Path) -> None:
    (folder / BAD).write_bytes((folder / BAD).read_bytes().replace(b'"4"', b'"#let x = $ `a` *b* <c>"'))
    assert main([BAD, "--output", "pdf:a.pdf"]) == 1
    assert (folder / "a.pdf").read_bytes().startswith(b"%PDF-")
