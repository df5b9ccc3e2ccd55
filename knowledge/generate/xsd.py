"""The XSD (1.0) of layout XML: one for each root of the estructura base.

Fields and segments may stand in any order, which a sequence can't say and `xs:all` only where nothing repeats. So each
content is a free choice, and what must be there, or may be there only once, is a key or a uniqueness of the segment:
their names (`EMI_6.required`) are what a parser's message shows. Conditions are told in the documentation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from knowledge.generate.firm import codes_of, is_due, is_needed, shape_of, type_name
from knowledge.generate.words import asked_words, note_of
from knowledge.layout import MANY, Field, Root, Segment
from knowledge.model import Knowledge

AT_MOST = {"es": "{most} como máximo, sin comprobarlo aquí", "en": "{most} at most, not checked here"}
Lines = list[str]
ANY = "any"
"""The type of what no list and no shape holds to anything."""


def xsd(k: Knowledge, root: Root, lang: str = "es") -> str:
    """The schema of one kind of document, made once for each language."""
    made: dict[tuple[str, str], str] = k.derived.setdefault("xsd", {})
    if (root.name, lang) not in made:
        made[root.name, lang] = "\n".join(_Maker(k, root, lang).lines()) + "\n"
    return made[root.name, lang]


class _Maker:
    def __init__(self, k: Knowledge, root: Root, lang: str) -> None:
        self.k, self.root, self.lang = k, root, lang
        self.types: dict[str, Lines] = {ANY: _simple(ANY, [])}

    def lines(self) -> Iterator[str]:
        root = self.root
        groups = [line for s in root.segments.values() for line in self._segment(s)]
        yield '<?xml version="1.0" encoding="UTF-8"?>'
        yield '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
        yield from _documented(f"{root.title[self.lang]} (knowledge {self.k.version})", 1)
        yield from _indented(self._element(root.name, root.children, []), 1)
        yield from _indented(self._rest(root.name, root.children, []), 1)
        yield from _indented(groups, 1)
        for name in sorted(self.types):
            yield from _indented(self.types[name], 1)
        yield "</xs:schema>"

    def _segment(self, segment: Segment) -> Iterator[str]:
        """A segment as a group, so that a content can name it more than once; and the group of what stands in it."""
        fields = list(segment.fields.values())
        yield f'<xs:group name="{segment.name}">'
        yield "  <xs:sequence>"
        element = self._element(segment.name, segment.children, fields, self._told(segment))
        yield from _indented(element, 2)
        yield "  </xs:sequence>"
        yield "</xs:group>"
        yield from self._rest(segment.name, segment.children, fields)

    def _element(
        self, name: str, children: Sequence[str], fields: Sequence[Field], title: str = ""
    ) -> Iterator[str]:
        inside = [self.root.segments[child] for child in children]
        yield f'<xs:element name="{name}">'
        if title:
            yield from _documented(title, 1)
        yield "  <xs:complexType>"
        yield from _indented(_in_any_order(f"{name}.rest", [s.name for s in inside if _is_must(s)]), 2)
        yield "  </xs:complexType>"
        for field in fields:
            yield from _constraint(field.name, field.name, is_due(field, self.root.segments[name]))
        for segment in inside:
            due = next((f.name for f in segment.fields.values() if is_due(f, segment)), None)
            if segment.maximum == 1 and due is not None:
                yield from _constraint(segment.name, f"{segment.name}/{due}", is_needed(segment))
        yield "</xs:element>"

    def _told(self, segment: Segment) -> str:
        """The title of a segment, and what of it no constraint can say."""
        told = [segment.title[self.lang]]
        if segment.when:
            told.append(asked_words(self.root, segment.when, self.lang))
        due = any(is_due(f, segment) for f in segment.fields.values())
        if 1 < segment.maximum < MANY or (segment.maximum == 1 and not due):
            told.append(AT_MOST[self.lang].format(most=segment.maximum))
        return ". ".join(told)

    def _rest(self, name: str, children: Sequence[str], fields: Sequence[Field]) -> Iterator[str]:
        """What may stand in a segment, but for the segments that must be there and may repeat."""
        others = [c for c in children if not _is_must(self.root.segments[c])]
        yield f'<xs:group name="{name}.rest">'
        yield "  <xs:choice>"
        for field in fields:
            yield from _indented(self._field(field, is_due(field, self.root.segments[name])), 2)
        yield from (f'    <xs:group ref="{child}"/>' for child in others)
        yield "  </xs:choice>"
        yield "</xs:group>"

    def _field(self, field: Field, due: bool) -> Iterator[str]:
        name = self._type(field)
        yield f'<xs:element name="{field.name}"' + (">" if due else f' type="{name}">')
        yield from _documented(f"{field.title[self.lang]}. {note_of(self.k, self.root, field, self.lang)}", 1)
        if due:
            yield "  <xs:simpleType>"
            yield f'    <xs:restriction base="{name}"><xs:minLength value="1"/></xs:restriction>'
            yield "  </xs:simpleType>"
        yield "</xs:element>"

    def _type(self, field: Field) -> str:
        """The name of the type of a field; blanks are let through here, where it must be filled the element says it."""
        codes, shape = codes_of(self.k, field), shape_of(self.k, field)
        if not codes and not shape:
            return ANY
        name = type_name(field)
        facets = [f'<xs:enumeration value="{escape(code)}"/>' for code in ("", *codes)]
        if shape:
            facets = [f'<xs:pattern value="{escape(f"({shape})?")}"/>']
        self.types[name] = _simple(name, facets)
        return name


def _is_must(segment: Segment) -> bool:
    return is_needed(segment) and segment.repeats


def _in_any_order(rest: str, musts: Sequence[str], seen: tuple[str, ...] = ()) -> Iterator[str]:
    """A free stretch, then one of the segments that must be there, and so on: no parser has to look ahead."""
    refs = [f'<xs:group ref="{name}"/>' for name in (rest, *seen)]
    if musts:
        yield "<xs:sequence>"
    yield '  <xs:choice minOccurs="0" maxOccurs="unbounded">'
    yield from (f"    {ref}" for ref in refs)
    yield "  </xs:choice>"
    if not musts:
        return
    yield "  <xs:choice>"
    for name in musts:
        left = [m for m in musts if m != name]
        yield "    <xs:sequence>"
        yield f'      <xs:group ref="{name}"/>'
        yield from _indented(_in_any_order(rest, left, (*seen, name)), 3)
        yield "    </xs:sequence>"
    yield "  </xs:choice>"
    yield "</xs:sequence>"


def _constraint(name: str, path: str, required: bool) -> Lines:
    kind, word = ("key", "required") if required else ("unique", "once")
    return [
        f'  <xs:{kind} name="{name}.{word}"><xs:selector xpath="."/><xs:field xpath="{path}"/></xs:{kind}>'
    ]


def _simple(name: str, facets: Lines) -> Lines:
    inside = [f"    {facet}" for facet in facets]
    return [
        f'<xs:simpleType name="{name}">',
        '  <xs:restriction base="xs:token">',
        *inside,
        "  </xs:restriction>",
        "</xs:simpleType>",
    ]


def _documented(text: str, depth: int) -> Lines:
    told = f"<xs:documentation>{escape(text, quote=False)}</xs:documentation>"
    return [f"{'  ' * depth}<xs:annotation>{told}</xs:annotation>"]


def _indented(lines: Iterable[str], depth: int) -> Iterator[str]:
    return (f"{'  ' * depth}{line}" for line in lines)
