"""What the guide's pages show, put together from the knowledge: pure functions, no request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from knowledge import Knowledge
from knowledge.guide import Rule
from knowledge.layout import Field, Root, Text
from knowledge.lists import CodeList, fold

PARTS = {
    "rule": _l("Regla"),
    "field": _l("Campo"),
    "response": _l("Respuesta del WS"),
    "list": _l("Lista de códigos"),
    "code": _l("Código"),
    "article": _l("Artículo"),
    "request": _l("Solicitud"),
    "policy": _l("Política"),
}
CONFIDENCE = {
    "published": _l("Publicada"),
    "confirmed": _l("Confirmada"),
    "seen": _l("Vista: puede avisar, no bloquea"),
    "analogy": _l("Por analogía: puede avisar, no bloquea"),
    "doubtful": _l("De fuentes dudosas: puede avisar, no bloquea"),
}
FAMILIES = {
    "intake": _l("El archivo"),
    "envelope": _l("La petición SOAP y el base64"),
    "structure": _l("La estructura"),
    "parties": _l("Emisor, adquiriente y proveedor"),
    "numbering": _l("Numeración"),
    "dates": _l("Fechas"),
    "document": _l("El documento"),
    "totals": _l("Totales"),
    "taxes": _l("Impuestos y retenciones"),
    "context": _l("Contra lo que usted indica"),
    "registry": _l("Lo que decide un registro"),
}
DOCUMENTS = {
    "invoice": _l("factura"),
    "credit_note": _l("nota crédito"),
    "debit_note": _l("nota débito"),
    "support": _l("documento soporte"),
}


def part(kind: str) -> str:
    """The kind of a search result in words."""
    return str(PARTS[kind])


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field stands in one kind of document, in each format."""

    document: str
    xml: str
    json: str
    flat: str


@dataclass(frozen=True, slots=True)
class RulePage:
    """`code` is the one that was asked for; `field` the one it speaks of where the rule is a general one."""

    rule: Rule
    code: str
    codes: tuple[tuple[str, str], ...]
    field: Field | None
    fields: tuple[Field, ...]
    confidence: str
    knowledge: Knowledge


@dataclass(frozen=True, slots=True)
class FieldPage:
    """One field with all its places; `by_root` holds it as each kind of document has it."""

    field: Field
    by_root: Mapping[str, Field]
    places: tuple[Place, ...]
    segment_title: Text
    rules: tuple[Rule, ...]
    list: CodeList | None
    confidence: str


def rule_page(knowledge: Knowledge, rule: Rule, field: Field | None, code: str | None = None) -> RulePage:
    """The page of a rule, under any of its codes."""
    codes = tuple((c, str(DOCUMENTS[kind])) for kind, many in rule.codes.items() for c in many.split("/"))
    if field is not None:
        check = next((by_kind for by_kind in field.codes.values() if code in by_kind.values()), {})
        codes = tuple((c, str(DOCUMENTS[kind])) for kind, c in check.items())
    fields = tuple(knowledge.fields[i][0] for i in rule.fields if i in knowledge.fields)
    shown = code if code and code != rule.rule else (codes[0][0] if codes else rule.rule)
    return RulePage(rule, shown, codes, field, fields, str(CONFIDENCE[rule.confidence]), knowledge)


def field_page(knowledge: Knowledge, name: str) -> FieldPage | None:
    """The page of a field by its name in the layout; None where no document has it."""
    by_root = {r.name: f for r in knowledge.structure.values() for f in [_named(r, name)] if f is not None}
    if not by_root:
        return None
    root_name, field = next(iter(by_root.items()))
    ids = {f.id for f in by_root.values()}
    rules = tuple(r for r in knowledge.rules.values() if ids.intersection(r.fields))
    return FieldPage(
        field=field,
        by_root=by_root,
        places=tuple(place_of(knowledge.structure[r], f) for r, f in by_root.items()),
        segment_title=knowledge.structure[root_name].segments[field.segment].title,
        rules=rules,
        list=knowledge.codes.get(field.list or ""),
        confidence=str(CONFIDENCE[field.confidence]),
    )


def _named(root: Root, name: str) -> Field | None:
    return next((s.fields[name] for s in root.segments.values() if name in s.fields), None)


def place_of(root: Root, field: Field) -> Place:
    """The paths of a field, with the first of each segment that may repeat."""
    chain = []
    current: str | None = field.segment
    while current is not None:
        segment = root.segments[current]
        chain.append(segment)
        current = segment.within
    chain.reverse()
    xml = "".join(f"/{s.name}[1]" if s.repeats else f"/{s.name}" for s in chain)
    pointer = "".join(f"/{s.name}/0" if s.repeats else f"/{s.name}" for s in chain)
    opened = "".join(f"({s.name})" for s in chain)
    return Place(
        root.title["es"],
        f"/{root.name}{xml}/{field.name}",
        f"/{root.name}{pointer}/{field.name}",
        f"{opened}{field.name}:…;",
    )


def families(knowledge: Knowledge) -> list[tuple[str, list[Rule]]]:
    """(family in words, its rules)."""
    found: dict[str, list[Rule]] = {}
    for rule in knowledge.rules.values():
        found.setdefault(rule.family, []).append(rule)
    return [(str(words), found[name]) for name, words in FAMILIES.items() if name in found]


def rows_of(codes: CodeList, query: str) -> list[Mapping[str, str]]:
    """The lines of a list that have the query in code or name."""
    wanted = fold(query)
    return [
        r
        for r in codes.rows
        if not wanted or wanted in fold(r[codes.key]) or wanted in fold(r[codes.name_column])
    ]


def used_by(knowledge: Knowledge, name: str) -> list[Field]:
    """The fields that take their values from a list."""
    seen: dict[str, Field] = {}
    for fields in knowledge.fields.values():
        for f in fields:
            if f.list == name:
                seen.setdefault(f.name, f)
    return list(seen.values())
