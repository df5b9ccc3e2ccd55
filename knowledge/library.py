"""Help articles: Markdown with front matter, rendered to safe HTML with an anchor for each heading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from knowledge.layout import Text

_FRONT = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
_HEADING = re.compile(r"^(#{2,3}) +(.+?) *$", re.MULTILINE)
TAGS = frozenset(
    [
        "h2",
        "h3",
        "p",
        "ul",
        "ol",
        "li",
        "a",
        "strong",
        "em",
        "code",
        "pre",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "blockquote",
        "hr",
        "br",
    ]
)


@dataclass(frozen=True, slots=True)
class Article:
    """One article. `body` is Markdown; `headings` are (anchor, text) of its second-level headings. `confidence` is
    that of what the article mainly rests on (`source`); what is less certain says so where it stands."""

    slug: str
    title: Text
    summary: Text
    audience: tuple[str, ...]
    related: Mapping[str, tuple[str, ...]]
    updated: str
    confidence: str
    source: tuple[str, ...]
    body: str

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Article:
        return cls(
            slug=d["article"],
            title=d["title"],
            summary=d["summary"],
            audience=tuple(d["audience"]),
            related={k: tuple(v) for k, v in d["related"].items()},
            updated=str(d["updated"]),
            confidence=d["confidence"],
            source=tuple(d["source"]),
            body=d["body"],
        )

    @property
    def headings(self) -> tuple[tuple[str, str], ...]:
        return tuple(
            (anchor(text), text.strip("`")) for level, text in _HEADING.findall(self.body) if level == "##"
        )


def parse_article(text: str) -> dict[str, Any]:
    """Front matter and body as one dictionary. Raises ValueError where there is no front matter."""
    import yaml

    match = _FRONT.match(text)
    if not match:
        raise ValueError("falta el encabezado entre dos líneas ---")
    front = yaml.safe_load(match[1])
    if not isinstance(front, dict):
        raise ValueError("el encabezado no es una lista de claves")
    if "updated" in front:
        front["updated"] = str(front["updated"])
    return {**front, "body": match[2].strip() + "\n"}


def anchor(text: str) -> str:
    """The id of a heading: plain letters, digits and dashes."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


@lru_cache(maxsize=64)
def render(body: str) -> str:
    """An article's Markdown as safe HTML: no raw HTML, links to our pages and to https only."""
    import nh3
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(body)
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            opening.attrSet("id", anchor(inline.content))
    html = markdown.renderer.render(tokens, markdown.options, {})
    clean = nh3.clean(
        html,
        tags=set(TAGS),
        attributes={"a": {"href"}, "h2": {"id"}, "h3": {"id"}, "code": {"class"}},
        url_schemes={"https", "mailto", "tel"},
        link_rel="noopener",
    )
    # A wide table scrolls in a frame of its own, also by keyboard, instead of pushing the page aside.
    framed = clean.replace("<table>", '<div class="tbl-wrap" tabindex="0"><table>')
    return framed.replace("</table>", "</table></div>")
