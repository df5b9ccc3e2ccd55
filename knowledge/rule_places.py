"""What the marks of shared texts say of the field that a rule is about: its names, what feeds it, what it is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from knowledge.correspondence import label_of, layout_names, shared_labels, ubl_path
from knowledge.layout import Field, Root, Text
from knowledge.ubl import UblRoot, ubl_roots

FEW = 4
"""Fields of the layout that a sentence names one by one; of more it names their segments."""
_NO_LAYOUT = "El layout no lo lleva: lo escribe quien arma el UBL."


class Places:
    """Where the fields stand: in UBL as an invoice names them, and in the layout."""

    def __init__(self, ubl: UblRoot, layout: Mapping[str, Root], about: Mapping[str, Any]) -> None:
        self.ubl = ubl
        self.layout = layout
        self.about = about
        self._shared = shared_labels(ubl)

    def words(self, id_: str) -> dict[str, Text]:
        """What the marks of a text stand for where a rule is about the field `id_`."""
        known = self.ubl.by_id.get(id_) or next(r.by_id[id_] for r in self.layout.values() if id_ in r.by_id)
        plain = {
            "label": self.label(id_, known),
            "where": self.where(id_),
            "purpose": self.purpose(id_),
            "sample": self.sample(id_, known),
        }
        return {"title": known.title} | {k: {"es": v, "en": v} for k, v in plain.items()}

    def label(self, id_: str, known: Field) -> str:
        """The last step of the path, with the node around it where others end in the same one."""
        return label_of(self.ubl, id_, self._shared) if id_ in self.ubl.by_id else known.name

    def parent(self, id_: str) -> str:
        """The node around a field."""
        path = ubl_path(self.ubl, id_) if id_ in self.ubl.by_id else "/cac:Party/"
        return path.split("/")[-2]

    def where(self, id_: str) -> str:
        """Which fields of the layout it comes from, as a sentence."""
        names = layout_names(self.layout, self.ubl, id_)
        if not names:
            return _NO_LAYOUT
        if len(names) <= FEW:
            return f"En el layout (XML, JSON o plano) sale de {_listed(names)}."
        segments = tuple(dict.fromkeys(name.partition("_")[0] for name in names))
        which = "del segmento" if len(segments) == 1 else "de los segmentos"
        return f"En el layout (XML, JSON o plano) sale {which} {_listed(segments)}."

    def purpose(self, id_: str) -> str:
        """Why DIAN wants it, by the longest start of its id of which that is told."""
        parts = id_.split(".")
        starts = (".".join(parts[:n]) for n in range(len(parts), 0, -1))
        return next((self.about["purposes"][s] for s in starts if s in self.about["purposes"]), "")

    def sample(self, id_: str, known: Field) -> str:
        """A value as examples show it."""
        samples: Mapping[str, str] = self.about["samples"]
        return samples.get(id_) or samples.get(known.name.rpartition("/")[2]) or "…"


def places_of(
    structure: Sequence[Mapping[str, Any]], ubl: Mapping[str, Any], about: Mapping[str, Any]
) -> Places:
    """The places of the compiled estructura base and of ubl.yaml."""
    layout = {d["document"]: Root.from_dict(d) for d in structure}
    titles = {f.id: f.title for root in reversed(layout.values()) for f in root.by_id.values()}
    return Places(ubl_roots(ubl, titles)["Invoice"], layout, about)


def _listed(names: Sequence[str]) -> str:
    *first, last = (f"`{name}`" for name in names)
    return f"{', '.join(first)} y {last}" if first else last
