"""What can be downloaded of a root of the estructura base, by the end of the file's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import orjson

from knowledge.generate.json_schema import json_schema
from knowledge.generate.reference import as_csv, as_markdown
from knowledge.generate.xsd import xsd
from knowledge.layout import Root
from knowledge.model import Knowledge

Writer = Callable[[Knowledge, Root, str], str]


class File(NamedTuple):
    """A kind of file: what writes it, its media type and what people call it."""

    written: Writer
    media: str
    name: str


def _json_schema(k: Knowledge, root: Root, lang: str) -> str:
    return orjson.dumps(json_schema(k, root, lang), option=orjson.OPT_INDENT_2).decode() + "\n"


SCHEMAS: Mapping[str, File] = {
    "json": File(_json_schema, "application/schema+json", "JSON Schema 2020-12"),
    "xsd": File(xsd, "application/xml", "XSD 1.0"),
}
REFERENCES: Mapping[str, File] = {
    "csv": File(as_csv, "text/csv", "CSV"),
    "md": File(as_markdown, "text/markdown", "Markdown"),
}
FILES = {**SCHEMAS, **REFERENCES}
