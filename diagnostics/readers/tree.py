"""What the readers share: empty groups of a root, children of an element, and paths in XML and flat text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from diagnostics.document import TEXT, At, Group
from knowledge.layout import Root

if TYPE_CHECKING:
    from lxml import etree


def children(element: etree._Element) -> list[etree._Element]:
    """The elements in an element, all at once: to be handed them one by one costs a walk a tenth more."""
    return element[:]  # type: ignore[index,return-value]  # lxml: a slice is a list


def new_groups(root: Root) -> dict[str, Group]:
    """An empty group for every segment, parents linked."""
    groups: dict[str, Group] = {}

    def make(name: str) -> Group:
        if name not in groups:
            segment = root.segments[name]
            groups[name] = Group(segment, make(segment.within) if segment.within else None)
        return groups[name]

    for name in root.segments:
        make(name)
    return groups


def finish(groups: Mapping[str, Group]) -> None:
    """Mark as missing what no row filled, once all is read."""
    for group in groups.values():
        group.finish()


def xml_path(root: str, at: At) -> str:
    """`/FACTURA/ITE[2]/TII[1]/IIM[1]/IIM_6`: an ordinal where the segment may repeat, or did although it may not."""
    tail = ""
    if at.field is not None and at.field != TEXT:
        tail = f"/{at.field}" if at.nth == 1 else f"/{at.field}[{at.nth}]"
    group, row = at.group, at.row
    while group is not None:
        ordinal = group.ordinals[row]
        mark = f"[{ordinal}]" if group.segment.repeats or ordinal > 1 else ""
        tail = f"/{group.segment.name}{mark}{tail}"
        row, group = group.parents[row], group.parent
    return f"/{root}{tail}"
