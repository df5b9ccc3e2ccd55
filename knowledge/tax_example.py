"""The example of a tax as it stands in a document: XML of the layout and of UBL, and the sum that it does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from knowledge.tax import PART, Tax
from knowledge.ubl import NODE, SAID

if TYPE_CHECKING:
    from knowledge.model import Knowledge

Example = Mapping[str, str]
_FIGURE = re.compile(r"([×/]?) ?(\d+(?:\.\d+)?)")


def sum_of(tax: Tax, example: Example) -> str:
    """The formula with the example's figures: `120000.00 × 19.00 / 100 = 22800.00`. A measure of 1 leaves it to the
    quantity of the line."""
    values = _values(tax, example)
    if values["base_unit_measure"] == "1":
        values["base_unit_measure"] = example["quantity"]
    for formula in tax.method.formula:
        right = PART.sub(lambda m: values[m[1]], formula.partition(" = ")[2])
        if _worked_out(right) == Decimal(example["amount"]):
            return f"{right} = {example['amount']}"
    raise ValueError(f"{tax.tax}: {dict(example)} is not by its formula")


def _worked_out(right: str) -> Decimal:
    made = Decimal(1)
    for sign, figure in _FIGURE.findall(right):
        made = made / Decimal(figure) if sign == "/" else made * Decimal(figure)
    return made


def in_layout(k: Knowledge, tax: Tax, example: Example, where: str) -> str:
    """The group of the tax in the layout, at one of its places (knowledge.tax: LINE, HEADER)."""
    root, values = k.structure["FACTURA"], _values(tax, example)
    outer = root.by_id[f"{where}.amount"].segment
    inner = root.by_id[f"{where}.code"].segment
    # The layout asks for base and rate of every tax; what counts by unit has them at zero.
    zero = {name: values[name] or "0.00" for name in ("taxable", "percent")}
    given = {**values, **zero, "taxable.currency": values["currency"]}
    pairs = [
        (f"{'/'.join(path)}/{f.name}", given.get(f.id.removeprefix(f"{where}."), ""))
        for path in ((outer,), (outer, inner))
        for f in root.segments[path[-1]].fields.values()
    ]
    return xml([(path, value) for path, value in pairs if value])


def in_ubl(k: Knowledge, tax: Tax, example: Example, where: str) -> str:
    """The same in UBL."""
    root, values = k.ubl["Invoice"], _values(tax, example)
    outer = root.by_id[f"{where}.amount"].segment
    inner = root.by_id[f"{where}.code"].segment
    node = node_of(k, where, tax.group.flag)
    pairs = []
    for base, segment in ((node, outer), (f"{node}/{root.nodes[inner][0].path}", inner)):
        for f in root.segments[segment].fields.values():
            value = values.get(f.id.removeprefix(f"{where}."), "")
            if value and f.name != NODE and not f.name.startswith(SAID):
                pairs.append((f"{base}/{f.name}", value))
    return xml(pairs)


def node_of(k: Knowledge, where: str, flag: str) -> str:
    """The node that UBL has for taxes, or for withholdings."""
    root = k.ubl["Invoice"]
    nodes = root.nodes[root.by_id[f"{where}.amount"].segment]
    return next(n.path for n in nodes if flag in n.says.values())


def _values(tax: Tax, example: Example) -> dict[str, str]:
    """End of the canonical id -> value; "" for what the example has not."""
    by_unit, currency = "unit" in example, "COP"
    return {
        "amount": example["amount"],
        "currency": currency,
        "is_withholding": tax.group.flag,
        "code": tax.tax,
        "name": tax.name,
        "subtotal.amount": example["amount"],
        "subtotal.currency": currency,
        "taxable": example.get("base", ""),
        "taxable.currency": "" if by_unit else currency,
        "percent": example.get("percent", ""),
        "base_unit_measure": example.get("measure", ""),
        "base_unit": example.get("unit_code", ""),
        "per_unit_amount": example.get("unit", ""),
        "per_unit.currency": currency if by_unit else "",
    }


def xml(pairs: list[tuple[str, str]]) -> str:
    """Paths and values as indented XML; what shares the start of its path shares the nodes."""
    return "\n".join(_lines(_tree(pairs), 0))


Tree = dict[str, "Tree | str"]


def _tree(pairs: list[tuple[str, str]]) -> Tree:
    top: Tree = {}
    for path, value in pairs:
        *around, last = path.split("/")
        if last.startswith("@"):
            around, last = around[:-1], f"{around[-1]} {last}"
        here = top
        for step in around:
            below = here.setdefault(step, {})
            assert isinstance(below, dict)
            here = below
        here[last] = value
    return top


def _lines(tree: Tree, depth: int) -> Iterator[str]:
    indent = "  " * depth
    for name, held in tree.items():
        if isinstance(held, dict):
            yield from (f"{indent}<{name}>", *_lines(held, depth + 1), f"{indent}</{name}>")
        elif " @" not in name:
            said = {n.partition(" @")[2]: v for n, v in tree.items() if n.startswith(f"{name} @")}
            attributes = "".join(f' {n}="{v}"' for n, v in said.items())
            yield f"{indent}<{name}{attributes}>{escape(held)}</{name}>"
