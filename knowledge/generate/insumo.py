"""An insumo from the estructura base: what must be there, what was chosen, and where all is asked for the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from knowledge.generate.choices import Choices, admitted, samples
from knowledge.generate.exchange import HOME, exchange
from knowledge.generate.figures import Row, figures
from knowledge.generate.values import value_for
from knowledge.layout import Field, Root, Segment
from knowledge.model import Knowledge

Tree = list[tuple[str, "str | Tree"]]
"""(name, value) for a field, (name, children) for a segment, in order."""
COUNTED = frozenset({"ITE", "TIM", "IMP", "DSC", "ANT", "IDE", "TII", "IIM"})
"""Segments whose rows the figures give: none is added to them."""
FOLIO = "991"


def insumo(k: Knowledge, choices: Choices) -> tuple[str, Tree]:
    """(root, tree) of a document that the validator finds nothing wrong with."""
    choices = admitted(choices)
    return choices.root, _Maker(k, choices).tree()


class _Maker:
    def __init__(self, k: Knowledge, choices: Choices) -> None:
        self.k, self.choices = k, choices
        self.root: Root = k.structure[choices.root]
        self.rows = figures(choices)
        if choices.full or choices.currency != HOME:
            self.rows["TDC"] = [exchange(choices, self.rows)]
        self.known = self._known()
        self.said: dict[str, set[str]] = {}

    def tree(self) -> Tree:
        order = [name for name in self.root.order if name in self.root.children]
        for name in self.root.children:
            if name not in order:
                follower = samples()["before"].get(name)
                order.insert(order.index(follower) if follower in order else len(order), name)
        return list(self._segments(order, self.rows, {}))

    def _known(self) -> Mapping[str, str]:
        """A value for each field that is no figure of a row."""
        told, kind = samples(), samples()["kinds"][self.choices.kind]
        buyer = told["buyers"].get(kind.get("buyer"), {})
        prefix = kind["prefix"]
        own = {"doc.number": prefix + FOLIO, "numbering.prefix": prefix, "issuer.branch_code": prefix}
        if self.choices.credit:
            own["payment.form"] = "2"
        totals = {id_: value for id_, value in self.rows.items() if isinstance(value, str)}
        return {**told["values"], **buyer, **kind["values"], **own, **totals}

    def _segments(
        self, names: Sequence[str], row: Row, above: Mapping[str, str]
    ) -> Iterator[tuple[str, Any]]:
        for name in names:
            segment = self.root.segments[name]
            # A segment of its own that the figures do not count takes its values from the row around it.
            rows = row.get(name) or ([row] if self._wanted(segment, above) else [])
            for one in rows:
                made = self._row(segment, one, above)
                if made:
                    yield name, made

    def _wanted(self, segment: Segment, above: Mapping[str, str]) -> bool:
        if segment.name in COUNTED or segment.service:
            return False
        if segment.when is not None:
            return self._holds(segment.when, above)
        return segment.minimum > 0 or self.choices.full

    def _row(self, segment: Segment, row: Row, above: Mapping[str, str]) -> Tree:
        here = dict(above)
        made: Tree = []
        for field in segment.fields.values():
            if self._has(field, row, here):
                value = row.get(field.id) or self._value(field)
                here[field.id] = value
                self.said.setdefault(field.id, set()).add(value)
                made.append((field.name, value))
        return [*made, *self._segments(segment.children, row, here)]

    def _has(self, field: Field, row: Row, here: Mapping[str, str]) -> bool:
        if field.required == "never" or field.id in samples()["left_out"]:
            return False
        if field.id in row or field.id in self.rows or field.required in ("always", "if_segment"):
            return True
        if field.when is not None:
            return self._holds(field.when, here)
        return self.choices.full or field.id in samples()["told"]

    def _holds(self, when: Mapping[str, Any], here: Mapping[str, str]) -> bool:
        if "any" in when:
            return any(self._holds(one, here) for one in when["any"])
        if "segment" in when:
            return True
        id_ = when.get("field") or when["present"]
        values = {here[id_]} if id_ in here else self.said.get(id_, set())
        if "present" in when:
            return bool(values)
        if "in" in when:
            return any(v in when["in"] for v in values)
        if "not_in" in when:
            return any(v not in when["not_in"] for v in values)
        return any(re.search(when["matches"], v) for v in values)

    def _value(self, field: Field) -> str:
        return self.known.get(field.id) or value_for(self.k, self.choices, field)
