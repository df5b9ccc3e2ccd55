"""The fenced blocks of the articles, and what each says of itself in its info string.

xml validator=valid                      a whole document without errors or warnings
xml validator=invalid code=FAU14         one with that finding as an error; `valid` may name an info by `code`
text flat validator=..., json validator=...                  the same in the other formats
xml fragment of=nota validator=...       fields and segments that take their place in a clean document
json context                             a context, accepted with the clean invoice
python run                               a program that runs as it stands; plain `python` only compiles
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from diagnostics import Report, diagnose
from knowledge import load
from tests.diagnostics.cases import BASES
from tests.inputs import Tree, from_xml, to_xml

KNOWN = load()
ARTICLES = list(KNOWN.articles.values())
CLEAN = {"factura": "factura_credito", "nota": "nota_credito", "documento_soporte": "documento_soporte"}
_FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.M | re.S)
_INFO = re.compile(
    r"(xml|json|text flat) validator=(valid|invalid)( code=\S+)?"
    r"|xml fragment of=(factura|nota|documento_soporte) validator=(valid|invalid)( code=\S+)?"
    r"|json context|python( run)?|bash|text"
)


@dataclass(frozen=True)
class Block:
    """One fenced block: the article's slug, its place there, the words of its info string and its text."""

    slug: str
    number: int
    info: str
    text: str

    @property
    def told(self) -> dict[str, str]:
        return dict(word.split("=", 1) for word in self.info.split() if "=" in word)

    @property
    def known(self) -> bool:
        """Whether the info string is one of those that the tests act on."""
        return _INFO.fullmatch(self.info) is not None

    def report(self) -> Report:
        """The diagnosis of the example."""
        told = self.told
        return diagnose(spliced(told["of"], self.text) if "of" in told else self.text.encode())


BLOCKS = [Block(a.slug, n, *m.groups()) for a in ARTICLES for n, m in enumerate(_FENCE.finditer(a.body), 1)]
EXAMPLES = [b for b in BLOCKS if "validator" in b.told]


def name(block: Block) -> str:
    """The test's id of a block."""
    return f"{block.slug}-{block.number}"


def spliced(of: str, fragment: str) -> bytes:
    """A clean document with each field of the fragment in the place of the first of its name, and its segments in
    the place of all of theirs (in the layout's order where the document has none)."""
    root, tree = from_xml((BASES / f"{CLEAN[of]}.xml").read_bytes())
    _, pieces = from_xml(f"<{root}>{fragment}</{root}>".encode())
    segments: dict[str, Tree] = {}
    for tag, value in pieces:
        if isinstance(value, str):
            assert _replace(tree, tag, value), f"{tag} is not in the clean document"
        else:
            segments.setdefault(tag, []).append((tag, value))
    for tag, made in segments.items():
        order = KNOWN.structure[root].order
        before = set(order[: order.index(tag)])
        place = sum(1 for t, _ in tree if t in before)
        tree = [n for n in tree[:place] if n[0] != tag] + made + [n for n in tree[place:] if n[0] != tag]
    return to_xml(root, tree)


def _replace(tree: Tree, tag: str, value: str) -> bool:
    for n, (name, held) in enumerate(tree):
        if name == tag:
            tree[n] = (tag, value)
            return True
        if not isinstance(held, str) and _replace(held, tag, value):
            return True
    return False
