"""The JSON Schema (2020-12) of the layout's JSON mirror: one for each root of the estructura base."""

from __future__ import annotations

from typing import Any

from knowledge.generate.conditions import as_schemas
from knowledge.generate.firm import codes_of, is_due, is_needed, shape_of, type_name
from knowledge.generate.words import note_of
from knowledge.layout import MANY, Field, Root, Segment
from knowledge.model import Knowledge

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
TEXT = ["string", "number", "boolean"]
NUMBER = ["string", "number"]
KINDS = {"date": ["string"], "time": ["string"], "datetime": ["string"], "email": ["string"], "url": TEXT,
         "text": TEXT, "flag": ["string", "boolean"]}  # fmt: skip
"""Type -> what JSON may write it as: the reader takes a number or a boolean as it is written."""
FILLED = r"\S"


def json_schema(k: Knowledge, root: Root, lang: str = "es") -> Schema:
    """The schema of one kind of document, made once for each language."""
    made: dict[tuple[str, str], Schema] = k.derived.setdefault("json schemas", {})
    if (root.name, lang) not in made:
        made[root.name, lang] = _Maker(k, root, lang).schema()
    return made[root.name, lang]


class _Maker:
    def __init__(self, k: Knowledge, root: Root, lang: str) -> None:
        self.k, self.root, self.lang = k, root, lang
        self.defs: dict[str, Schema] = {}
        self.conditions = as_schemas(root)

    def schema(self) -> Schema:
        root = self.root
        body = self._object(None, list(root.children), {})
        for segment in root.segments.values():
            self.defs[segment.name] = self._segment(segment)
        return {
            "$schema": DIALECT,
            "$id": f"urn:ventanilla:estructura-base:{root.name}",
            "$comment": f"knowledge {self.k.version}",
            "title": root.title[self.lang],
            "type": "object",
            "required": [root.name],
            "additionalProperties": False,
            "properties": {root.name: body},
            "$defs": dict(sorted(self.defs.items())),
        }

    def _segment(self, segment: Segment) -> Schema:
        fields = {field.name: self._field(field, segment) for field in segment.fields.values()}
        made = self._object(segment.name, list(segment.children), fields)
        due = [f.name for f in segment.fields.values() if is_due(f, segment)]
        return {"title": segment.title[self.lang], **made, "required": [*due, *made["required"]]}

    def _object(self, name: str | None, children: list[str], fields: dict[str, Schema]) -> Schema:
        inside = [self.root.segments[child] for child in children]
        made: Schema = {
            "type": "object",
            "required": [s.name for s in inside if is_needed(s)],
            "additionalProperties": False,
            "properties": {**fields, **{s.name: self._occurrence(s) for s in inside}},
        }
        if name in self.conditions:
            made["allOf"] = self.conditions[name]
        return made

    def _occurrence(self, segment: Segment) -> Schema:
        """An object where there is one, an array where there are several: the reader takes both."""
        one = {"$ref": f"#/$defs/{segment.name}"}
        many: Schema = {"items": one}
        if is_needed(segment):
            many["minItems"] = 1
        if segment.maximum < MANY:
            many["maxItems"] = segment.maximum
        return {"if": {"type": "array"}, "then": many, "else": one}

    def _field(self, field: Field, segment: Segment) -> Schema:
        made: Schema = {"title": field.title[self.lang], "$comment": field.id}
        if note := note_of(self.k, self.root, field, self.lang):
            made["description"] = note
        if field.required == "never":
            made["deprecated"] = True
        made |= self._value(field)
        if is_due(field, segment):
            made["pattern"] = FILLED
        return made

    def _value(self, field: Field) -> Schema:
        """What a value must be; one of a list, or of a shape, is told once in `$defs`. Blanks are let through here:
        whether a field may be empty, its segment says."""
        codes, shape = codes_of(self.k, field), shape_of(self.k, field)
        if not codes and not shape:
            return {"type": TEXT}
        known = KINDS.get(field.type, NUMBER)
        if codes:
            # What has blanks around it the validator reads without them.
            written = {"type": "string", "pattern": r"^\S([\s\S]*\S)?$"}
            made: Schema = {"type": known, "if": written, "then": {"enum": list(codes)}}
        else:
            made = {"type": known, "pattern": rf"^\s*({shape})?\s*$"}
        self.defs[type_name(field)] = made
        return {"$ref": f"#/$defs/{type_name(field)}"}
