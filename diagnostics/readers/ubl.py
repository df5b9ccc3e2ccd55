"""UBL 2.1: one walk along the paths of knowledge/ubl.yaml into columns; places are found afterwards, from the tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape  # that of xml.sax.saxutils brings the network stack with it
from typing import Any

from lxml import etree

from diagnostics.document import At, Document, Group, Span
from diagnostics.limits import Limits, OverLimit
from diagnostics.readers import tags
from diagnostics.readers.tree import children, finish, new_groups
from knowledge.ubl import NODE, SAID, Node, UblRoot


@dataclass(slots=True)
class Step:
    """What an element means here: a column for its text, columns for attributes, and perhaps a new row."""

    children: dict[str, Step] = field(default_factory=dict)
    column: str | None = None
    attributes: list[tuple[str, str]] = field(default_factory=list)
    opens: tuple[str, Node] | None = None


def compile_steps(root: UblRoot) -> Step:
    """The tree of elements that the columns of a root come from."""
    homes: dict[str, list[Step]] = {"document": [Step()]}
    for name, segment in root.segments.items():
        for above in homes.get(segment.within or "", ()):
            for node in root.nodes[name]:
                step = _descend(root, above, node.path)
                step.opens = (name, node)
                homes.setdefault(name, []).append(step)
        for home in homes[name]:
            for f in segment.fields.values():
                if f.name != NODE and not f.name.startswith(SAID):
                    _add(root, home, f.name)
    return homes["document"][0]


def _descend(root: UblRoot, step: Step, path: str) -> Step:
    for name in path.split("/"):
        step = step.children.setdefault(tag_of(root, name), Step())
    return step


def _add(root: UblRoot, home: Step, path: str) -> None:
    element, _, attribute = path.rpartition("@") if "@" in path else (path, "", "")
    step = _descend(root, home, element.rstrip("/")) if element else home
    if attribute:
        step.attributes.append((attribute, path))
    else:
        step.column = path


def tag_of(root: UblRoot, name: str) -> str:
    """The tag of a step as lxml writes it; DIAN's own by local name, since its namespace is written in several ways."""
    prefix, local = name.split(":")
    return local if prefix == "sts" else f"{{{root.namespaces[prefix]}}}{local}"


def read(
    element: etree._Element, text: str, roots: Mapping[str, UblRoot], limits: Limits, cache: dict[str, Any]
) -> Document:
    """The document of a parsed UBL. `cache` keeps the compiled steps of a root. Raises OverLimit."""
    root = roots[etree.QName(element).localname]
    shortest = 4  # <a/>
    if len(text) > shortest * limits.elements and text.count("</") + text.count("/>") > limits.elements:
        raise OverLimit("too-many-elements", limits.elements)
    if root.name not in cache:
        cache[root.name] = compile_steps(root)
    groups = new_groups(root)
    document = groups["document"]
    document.add(0, element, 1)
    _walk(element, cache[root.name], document, 0, groups)
    finish(groups)
    return Document(root, groups, UblSource(text, root, element, groups))


def _walk(element: etree._Element, step: Step, group: Group, row: int, groups: dict[str, Group]) -> None:
    steps, columns = step.children, group.columns
    for child in children(element):
        tag = child.tag
        found = steps.get(tag) or steps.get(tag[tag.rfind("}") + 1 :])
        if found is None:
            continue
        if found.opens is not None:
            _open(child, found, row, groups)
            continue
        if found.column is not None:
            column = columns[found.column]
            if len(column) == row:  # the usual case without a call: this runs for every element
                column.append(child.text or "")
            else:
                group.fill(found.column, row, child.text or "")
        for attribute, name in found.attributes:
            value = child.get(attribute)
            if value is not None:
                column = columns[name]
                if len(column) == row:
                    column.append(value)
                else:
                    group.fill(name, row, value)
        if found.children:
            _walk(child, found, group, row, groups)


def _open(child: etree._Element, step: Step, above: int, groups: dict[str, Group]) -> None:
    assert step.opens is not None
    name, node = step.opens
    group = groups[name]
    row = group.add(above, child, 0)
    for said, value in node.says.items():
        group.columns[said].append(value)
    if NODE in group.columns:
        group.columns[NODE].append("")
    for attribute, column in step.attributes:
        given = child.get(attribute)
        if given is not None:
            group.fill(column, row, given)
    _walk(child, step, group, row, groups)


class UblSource:
    """Names and finds places in the text of a UBL document."""

    format = "ubl"

    def __init__(
        self, text: str, root: UblRoot, element: etree._Element, groups: Mapping[str, Group]
    ) -> None:
        self.groups = groups
        self.text = text
        self.root = root
        self.element = element
        self.prefixes = {uri: prefix for prefix, uri in root.namespaces.items()}
        self.many = {
            node.path.rpartition("/")[2]
            for name, nodes in root.nodes.items()
            if root.segments[name].repeats
            for node in nodes
        }

    def path(self, at: At) -> str:
        """`/Invoice/cac:InvoiceLine[2]/cbc:ID`: an ordinal where the node may repeat, or does."""
        element, attribute = self._element(at)
        return self._path_of(element) + (f"/@{attribute}" if attribute else "")

    def parent_path(self, at: At) -> str:
        """The nearest node above a missing place that is there."""
        return self._path_of(self._above(at))

    def locate(self, places: Sequence[At]) -> dict[At, Span]:
        """The text of an element, the value of an attribute, the start tag of a node."""
        found = {p: self._element(p) for p in places}
        starts = self._starts(e for e, _ in found.values())
        return {p: self._span(starts[e], e, attribute) for p, (e, attribute) in found.items()}

    def locate_parent(self, places: Sequence[At]) -> dict[At, Span]:
        """The start tag of the nearest node that is there."""
        found = {p: self._above(p) for p in places}
        starts = self._starts(found.values())
        return {p: tags.tag_span(self.text, starts[e]) for p, e in found.items()}

    def escape(self, value: str, span: Span) -> str:
        """A value as it is written in this file; quotes are escaped too, since it may stand in an attribute."""
        return escape(value, quote=False).replace('"', "&quot;")

    def by_path(self, path: str, base: etree._Element) -> etree._Element | None:
        """The element at a path as libxml2 writes it (prefixes of the file, `*` for the default namespace), from `base`
        as its root."""
        steps = path.lstrip("/").split("/")[1:]
        spaces = {p: uri for p, uri in base.nsmap.items() if p}
        try:
            found = base.xpath("/".join([".", *steps]), namespaces=spaces)
        except etree.XPathError:  # a prefix that is declared further in: the place is not worth a walk
            return None
        return (
            found[0] if isinstance(found, list) and found and isinstance(found[0], etree._Element) else None
        )

    def label_of(self, element: etree._Element) -> str:
        """`cbc:ID`, with our prefix for its namespace; the document element without one."""
        name = etree.QName(element)
        prefix = self.prefixes.get(name.namespace or "") or (
            element.prefix if element is not self.element else None
        )
        return f"{prefix}:{name.localname}" if prefix else name.localname

    def at(self, element: etree._Element, attribute: str | None = None, child: str | None = None) -> At:
        """The place of an element, an attribute of it, or a child that it lacks; by its field's row where it is one."""
        homes = self._homes
        tail = ([child] if child else []) + ([f"@{attribute}"] if attribute else [])
        steps: list[str] = []
        node = element
        while node not in homes:
            steps.insert(0, self.label_of(node))
            above = node.getparent()
            assert above is not None  # the document element is a row
            node = above
        group, row = homes[node]
        name = "/".join(steps + tail)
        if not name:
            return At(group, row)
        nth = (
            1
            if self._deepest(node, "/".join(steps)) is element
            else self._nth(node, "/".join(steps), element)
        )
        return At(group, row, name, nth)

    @cached_property
    def _homes(self) -> dict[etree._Element, tuple[Group, int]]:
        """The row that each node opened."""
        return {e: (group, row) for group in self.groups.values() for row, e in enumerate(group.nodes)}

    def _nth(self, node: etree._Element, path: str, element: etree._Element) -> int:
        found = node.findall("/".join(self._step(s) for s in path.split("/")))
        return found.index(element) + 1 if element in found else 1

    def _span(self, start: int, element: etree._Element, attribute: str | None) -> Span:
        if attribute:
            return tags.attribute(self.text, start, attribute)
        if len(element):
            return tags.tag_span(self.text, start)
        return tags.content_at(self.text, start)

    def _node(self, at: At) -> etree._Element:
        node: etree._Element = self.element if at.group is None else at.group.nodes[at.row]
        return node

    def _element(self, at: At) -> tuple[etree._Element, str | None]:
        """(element, attribute) of a place; the nearest node above where it does not exist."""
        node = self._node(at)
        if at.field is None or at.field == NODE or at.field.startswith(SAID):
            return node, None
        path, _, attribute = at.field.rpartition("@") if "@" in at.field else (at.field, "", "")
        return self._deepest(node, path.rstrip("/"), at.nth), attribute or None

    def _above(self, at: At) -> etree._Element:
        node = self._node(at)
        if at.field is None or at.field == NODE:
            return node
        return self._deepest(node, at.field.rpartition("/")[0])

    def _deepest(self, node: etree._Element, path: str, nth: int = 1) -> etree._Element:
        """The element at a path (the nth that there is), or the last one on the way to it."""
        steps = path.split("/") if path else []
        if nth > 1:
            return node.findall("/".join(self._step(s) for s in steps))[nth - 1]
        while steps:
            found = node.find("/".join(self._step(s) for s in steps))
            if found is not None:
                return found
            steps.pop()
        return node

    def _step(self, name: str) -> str:
        prefix, _, local = name.rpartition(":")
        uri = self.root.namespaces.get(prefix)
        return f"{{*}}{local}" if prefix == "sts" or uri is None else f"{{{uri}}}{local}"

    def _path_of(self, element: etree._Element) -> str:
        steps = []
        for e in (element, *element.iterancestors()):
            if e is self.element:
                steps.append(self.root.name)
                break
            label = self.label_of(e)
            nth = 1 + sum(1 for _ in e.itersiblings(e.tag, preceding=True))
            steps.append(f"{label}[{nth}]" if nth > 1 or label in self.many else label)
        return "/" + "/".join(reversed(steps))

    def _starts(self, elements: Iterator[etree._Element] | Any) -> dict[etree._Element, int]:
        """Where the start tags of these elements begin in the text."""
        wanted = set(elements)
        numbers = {}
        for number, e in enumerate(self.element.iter()):
            if e in wanted:
                numbers[e] = number
                if len(numbers) == len(wanted):
                    break
        offsets = tags.starts(self.text, numbers.values())
        return {e: offsets[n] for e, n in numbers.items()}
