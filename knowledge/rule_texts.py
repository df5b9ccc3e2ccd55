"""Texts that rules of one shape share: `text: missing-value` in an entry takes them from rules/_texts.yaml.

What is in angle brackets is filled here, from the rule's field; what is in braces, by each finding.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from knowledge.layout import Root, Text
from knowledge.ubl import UblRoot, ubl_roots

LANGUAGES = ("es", "en")
BILINGUAL = ("title", "message", "action")
_MARK = re.compile(r"<([a-z_]+)>")
_NO_LAYOUT = "El layout no lo lleva: lo escribe quien arma el UBL."


class Places:
    """Where the fields stand: in UBL as an invoice names them, and in the layout."""

    def __init__(self, ubl: UblRoot, layout: Mapping[str, Root]) -> None:
        self.ubl = ubl
        self.layout = layout

    def words(self, id_: str) -> dict[str, Text]:
        """What the marks of a text stand for where a rule is about the field `id_`."""
        known = self.ubl.by_id.get(id_) or next(r.by_id[id_] for r in self.layout.values() if id_ in r.by_id)
        in_ubl = id_ in self.ubl.by_id
        path = f"/Invoice/{self.ubl.path_of(id_)}" if in_ubl else known.name
        label = path.rpartition("/")[2] if not path.rpartition("/")[2].startswith("@") else known.label
        names = sorted({r.by_id[id_].name for r in self.layout.values() if id_ in r.by_id})
        where = (
            f"En el layout (XML, JSON o plano) sale de {' o '.join(f'`{n}`' for n in names)}."
            if names
            else _NO_LAYOUT
        )
        tag = label.partition("/")[0]
        parent = path.split("/")[-2] if in_ubl and path.count("/") > 1 else "cac:Party"
        plain: dict[str, str] = {
            "label": label, "path": path, "where": where,
            "parent_tag": f"<{parent}>", "tag": f"<{tag}>", "tag_empty": f"<{tag}/>",
        }  # fmt: skip
        return {"title": known.title} | {k: {"es": v, "en": v} for k, v in plain.items()}


def places_of(structure: Sequence[Mapping[str, Any]], ubl: Mapping[str, Any]) -> Places:
    """The places of the compiled estructura base and of ubl.yaml."""
    layout = {d["document"]: Root.from_dict(d) for d in structure}
    titles = {f.id: f.title for root in reversed(layout.values()) for f in root.by_id.values()}
    return Places(ubl_roots(ubl, titles)["Invoice"], layout)


def with_texts(entry: Mapping[str, Any], shared: Mapping[str, Any], places: Places) -> dict[str, Any]:
    """The entry with the texts that it shares filled in; what it says itself stays. Without `text` it is whole."""
    name = entry.get("text")
    if name is None:
        return dict(entry)
    words = places.words(entry["fields"][0]) if entry.get("fields") else {}
    words |= _of_entry(entry, words)
    filled = {key: _filled(value, words, key) for key, value in shared[name].items()}
    own = {k: v for k, v in entry.items() if k != "words"}
    return {**filled, **own}


def _of_entry(entry: Mapping[str, Any], words: Mapping[str, Text]) -> dict[str, Text]:
    """What the entry says of itself: its codes, its own `words`, and an example from them."""
    codes = "/".join(dict.fromkeys(c for c in entry.get("codes", {}).values()))
    told: dict[str, Text] = {"codes": {"es": codes, "en": codes}, "code": {"es": codes, "en": codes}}
    for key, value in entry.get("words", {}).items():
        told[key] = value if isinstance(value, Mapping) else {"es": str(value), "en": str(value)}
    if "label" in words:
        label = words["label"]["es"]
        for key, fallback in (("right", "…"), ("wrong", "?"), ("zero", "0.00")):
            text = _element(label, told[key]["es"] if key in told else fallback)
            told[{"right": "tag_filled", "wrong": "tag_wrong", "zero": "tag_zero"}[key]] = {
                "es": text,
                "en": text,
            }
    return told


def _element(label: str, value: str) -> str:
    """An element or attribute with a value, as it stands in a file."""
    tag, _, attribute = label.partition("/@")
    return f'<{tag} {attribute}="{value}">' if attribute else f"<{tag}>{value}</{tag}>"


def _filled(value: Any, words: Mapping[str, Text], key: str) -> Any:
    if isinstance(value, str):
        return _fill(value, words, "es")
    if key in BILINGUAL:
        return {language: _fill(value[language], words, language) for language in LANGUAGES}
    return {k: v if isinstance(v, Mapping) else _fill(v, words, "es") for k, v in value.items()}


def _fill(text: str, words: Mapping[str, Text], language: str) -> str:
    """A text with its marks filled; what is no mark of ours (a tag) stays."""
    done = _MARK.sub(lambda m: words[m[1]][language] if m[1] in words else m[0], text)
    return " ".join(done.split())
