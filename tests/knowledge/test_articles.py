"""Articles: their front matter is whole, links lead somewhere, the outline is sane, the voice is the house's."""

import re

import pytest

from knowledge.library import Article, parse_article, render
from tests.knowledge.article_blocks import ARTICLES, KNOWN

LINK = re.compile(r"\]\((/[^)#\s]*|#[^)\s]*)")
SLUGS = {
    "integracion-paso-a-paso", "credenciales-c1-c2-c3", "test-set-id", "prefijos-y-resoluciones",
    "digito-de-verificacion", "totales-y-redondeo", "impuestos-y-retenciones", "notas-y-referencias",
    "documento-soporte", "respuestas-404", "respuestas-409", "reintentar-sin-duplicar",
    "integrador-y-archivo-plano", "que-enviar-a-soporte", "pasar-a-productivo", "json-del-portal",
}  # fmt: skip
PAGES = {"", "diagnosticar", "diagnosticar/rechazo", "contacto", "guia", "guia/respuestas", "guia/politica"}
OTHER_WORDS = re.compile(r"\b(tickets?|casos?|sla|requerimientos?|issues?|seguramente|clic)\b", re.I)


def outside_code(article: Article) -> str:
    """The text without fenced blocks and without what stands in backticks or in quotes of others."""
    return re.sub(r"^```.*?^```$|`[^`\n]*`|«[^»]*»", "", article.body, flags=re.M | re.S)


def known(address: str) -> bool:
    """Whether an address of the portal leads to something that knowledge has."""
    match address.strip("/").split("/"):
        case ["guia", "articulos", slug]:
            return slug in KNOWN.articles
        case ["guia", "listas", listed]:
            return listed in KNOWN.codes
        case ["guia", "reglas", rule]:
            return rule in KNOWN.rules
        case ["guia", "campos", field]:
            return any(field == f.name for root in KNOWN.structure.values() for f in root.by_id.values())
        case ["guia", "respuestas", response]:
            return any(r.id == response for r in KNOWN.responses)
        case ["solicitudes", kind]:
            return kind in KNOWN.requests
        case ["guia", code] if address.strip("/") not in PAGES:
            return KNOWN.rule_for_code(code) is not None
    return address.strip("/") in PAGES


def test_all_articles_are_there() -> None:
    assert {a.slug for a in ARTICLES} == SLUGS


@pytest.mark.parametrize("article", ARTICLES, ids=lambda a: a.slug)
def test_its_links_lead_somewhere(article: Article) -> None:
    anchors = {f"#{anchor}" for anchor, _ in article.headings}
    links = LINK.findall(article.body)
    assert [link for link in links if link not in anchors and not known(link)] == []
    assert any(link.startswith(("/solicitudes/", "/diagnosticar")) for link in links), "no next step"


@pytest.mark.parametrize("article", ARTICLES, ids=lambda a: a.slug)
def test_its_relations_are_others(article: Article) -> None:
    assert article.slug not in article.related["articles"]
    for names in article.related.values():
        assert len(names) == len(set(names)) > 0


@pytest.mark.parametrize("article", ARTICLES, ids=lambda a: a.slug)
def test_its_codes_exist(article: Article) -> None:
    """A code in backticks is one of the guide's, and a field one of the layout's."""
    names = {f.name for root in KNOWN.structure.values() for f in root.by_id.values()}
    for code in re.findall(r"`([FCD][A-Z]{2}\d{2}[a-z]?|DS[A-Z]{2}\d{2}[a-z]?)`", article.body):
        assert KNOWN.rule_for_code(code) is not None, code
    for field in re.findall(r"`([A-Z]{3,4}_\d+)`", article.body):
        assert field in names, field


@pytest.mark.parametrize("article", ARTICLES, ids=lambda a: a.slug)
def test_its_outline_is_sane(article: Article) -> None:
    """The answer first, then headings of one level that are short and different; the way out comes last."""
    text = re.sub(r"^```.*?^```$", "", article.body, flags=re.M | re.S)
    levels = re.findall(r"^(#+) ", text, re.M)
    assert set(levels) == {"##"}
    titles = [words for _, words in article.headings]
    assert len(titles) == len(levels) == len({anchor for anchor, _ in article.headings}) >= 4
    assert titles[-1] == "Si no funciona"
    assert all(len(words.split()) <= 8 and not words.endswith(".") for words in titles)
    answer = text.split("\n\n")[0]
    assert not answer.startswith(("#", "-", "|", "1."))
    assert len(answer) <= 260
    assert 45 <= len(article.body.splitlines()) <= 140


@pytest.mark.parametrize("article", ARTICLES, ids=lambda a: a.slug)
def test_its_voice_is_the_houses(article: Article) -> None:
    text = outside_code(article)
    assert OTHER_WORDS.findall(text) == []
    assert re.findall(r"por favor|[!¡]|inv[áa]lid|ilegal|fatal|\bups\b|\(es\)|\(s\)", text, re.I) == []
    assert [s for s in re.split(r"(?<=[.:?])\s|\n", prose(text)) if len(s.split()) > 20] == []


def prose(text: str) -> str:
    """The text without tables and without the addresses of links."""
    return re.sub(r"^\|.*$", "", re.sub(r"\]\([^)]*\)", "]", text), flags=re.M)


@pytest.mark.parametrize("article", ARTICLES, ids=lambda a: a.slug)
def test_its_page_has_an_anchor_for_each_heading(article: Article) -> None:
    html = render(article.body)
    assert [f'<h2 id="{anchor}">' in html for anchor, _ in article.headings] == [True] * len(article.headings)
    assert html.count("<table>") == len(re.findall(r"^\|[-| :]+\|$", article.body, re.M))


def test_a_page_keeps_the_language_of_code_and_nothing_dangerous() -> None:
    html = render(
        "## Ñandú\n\n```xml validator=valid\n<A/>\n```\n\n<script>x</script> [a](javascript:x) [b](/guia/FAU14)"
    )
    assert '<h2 id="nandu">Ñandú</h2>' in html
    assert '<code class="language-xml">&lt;A/&gt;' in html
    assert "<script" not in html
    assert 'href="javascript' not in html
    assert 'href="/guia/FAU14"' in html


@pytest.mark.parametrize(
    "text", ["sin encabezado", "---\n- una lista\n---\ncuerpo\n", "---\narticle: a\nsin cierre\n"]
)
def test_an_article_without_front_matter_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="encabezado"):
        parse_article(text)
