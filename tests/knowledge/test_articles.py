"""Articles: examples are diagnosed as they announce, programs compile, links lead somewhere."""

import ast
import re

import pytest

from diagnostics import diagnose
from knowledge import load
from knowledge.library import Article
from tests.diagnostics.cases import BASES

KNOWN = load()
ARTICLES = list(KNOWN.articles.values())
DOCUMENTS = {"factura": "factura_credito", "nota": "nota_credito", "documento_soporte": "documento_soporte"}
BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```", re.M | re.S)
BLOCKS = [(a.slug, n, *m.groups()) for a in ARTICLES for n, m in enumerate(BLOCK.finditer(a.body), 1)]
INPUTS = [b for b in BLOCKS if b[3].split()[:1] == ["insumo"]]
LINK = re.compile(r"\]\((/[^)#\s]*)")


def spliced(base: str, block: str) -> bytes:
    """The base with each field of the block in the place of the first one of its name."""
    text = (BASES / f"{DOCUMENTS[base]}.xml").read_text("utf-8")
    for name, value in re.findall(r"<([A-Z]+_\d+)>([^<]*)</\1>", block):
        start = text.index(f"<{name}>") + len(name) + 2
        text = text[:start] + value + text[text.index("<", start) :]
    return text.encode()


@pytest.mark.parametrize("block", INPUTS, ids=lambda b: f"{b[0]}-{b[1]}")
def test_an_example_is_diagnosed_as_it_says(block: tuple) -> None:
    _, _, _, options, content = block
    told = dict(o.split("=") for o in options.split()[1:])
    report = diagnose(spliced(told["base"], content))
    if told["espera"] == "apto":
        assert report.counts["error"] == 0
    else:
        assert told["espera"] in {f.code for f in report.findings}


def test_there_are_examples_and_articles_enough() -> None:
    assert len(ARTICLES) >= 13
    assert len(INPUTS) >= 8


@pytest.mark.parametrize("block", [b for b in BLOCKS if b[2] == "python"], ids=lambda b: f"{b[0]}-{b[1]}")
def test_a_program_compiles(block: tuple) -> None:
    ast.parse(block[4])


@pytest.mark.parametrize("block", [b for b in BLOCKS if b[2] == "json"], ids=lambda b: f"{b[0]}-{b[1]}")
def test_json_is_json(block: tuple) -> None:
    import json

    json.loads(block[4])


def known(address: str) -> bool:
    """Whether an address of the portal leads to something that knowledge has."""
    parts = address.strip("/").split("/")
    match parts:
        case ["guia", "articulos", slug]:
            return slug in KNOWN.articles
        case ["guia", "listas", name]:
            return name in KNOWN.codes
        case ["guia", "campos", id_]:
            return id_ in KNOWN.fields or any(
                id_ in r.segments or any(id_ == f.name for f in r.by_id.values())
                for r in KNOWN.structure.values()
            )
        case ["guia", "respuestas", id_]:
            return any(r.id == id_ for r in KNOWN.responses)
        case ["guia", code] if code not in ("politica", "articulos", "listas", "campos", "respuestas"):
            return KNOWN.rule_for_code(code) is not None
        case ["solicitudes", *rest]:
            return not rest or rest[0] in KNOWN.requests or rest[-1] in KNOWN.requests
    return parts[0] in ("guia", "contacto", "diagnosticar", "")


@pytest.mark.parametrize("article", ARTICLES, ids=lambda a: a.slug)
def test_its_links_lead_somewhere(article: Article) -> None:
    assert [link for link in LINK.findall(article.body) if not known(link)] == []


@pytest.mark.parametrize("article", ARTICLES, ids=lambda a: a.slug)
def test_its_codes_exist(article: Article) -> None:
    """A code in backticks is one of the guide's, or a field of the layout."""
    for code in re.findall(r"`([FCD][A-Z]{2}\d{2}[a-z]?|DS[A-Z]{2}\d{2}[a-z]?)`", article.body):
        assert KNOWN.rule_for_code(code) is not None, code
