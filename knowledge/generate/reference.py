"""Every field with its place in each format, as a table: CSV for programs, Markdown for people."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from knowledge.correspondence import roots_for, ubl_path
from knowledge.generate.firm import chain, is_firm
from knowledge.generate.words import required_words
from knowledge.layout import MANY, Field, Root, Segment
from knowledge.model import Knowledge

COLUMNS: Mapping[str, Mapping[str, str]] = {
    "field": {"es": "Campo", "en": "Field"},
    "title": {"es": "Qué lleva", "en": "What it holds"},
    "segment": {"es": "Segmento", "en": "Segment"},
    "occurs": {"es": "Veces del segmento", "en": "Times of the segment"},
    "required": {"es": "Obligatorio", "en": "Required"},
    "type": {"es": "Tipo", "en": "Type"},
    "length": {"es": "Largo", "en": "Length"},
    "values": {"es": "Valores o lista", "en": "Values or list"},
    "severity": {"es": "Si no cumple", "en": "If it fails"},
    "xml": {"es": "XML", "en": "XML"},
    "json": {"es": "JSON", "en": "JSON"},
    "flat": {"es": "Layout", "en": "Layout"},
    "ubl": {"es": "UBL", "en": "UBL"},
    "id": {"es": "Nombre en Ventanilla", "en": "Name in Ventanilla"},
}
SEVERITY = {True: {"es": "error", "en": "error"}, False: {"es": "aviso", "en": "warning"}}


def rows(k: Knowledge, root: Root, lang: str) -> Iterator[dict[str, str]]:
    """One row a field, with the keys of COLUMNS, in the order of the structure."""
    for segment in root.segments.values():
        for field in segment.fields.values():
            yield _row(k, root, segment, field, lang)


def _row(k: Knowledge, root: Root, segment: Segment, field: Field, lang: str) -> dict[str, str]:
    around = chain(root, segment.name)
    path = "/".join(s.name for s in around)
    pointer = "/".join(f"{s.name}/0" if s.repeats else s.name for s in around)
    listed = (
        k.codes[field.list].title[lang] if field.list is not None and field.list in k.codes else field.list
    )
    homes = roots_for(k.ubl, {root.kind, *root.kinds.values()})
    return {
        "field": field.name,
        "title": field.title[lang],
        "segment": path,
        "occurs": f"{segment.minimum}..{'n' if segment.maximum >= MANY else segment.maximum}",
        "required": required_words(root, field, lang),
        "type": field.type,
        "length": _length(field),
        "values": ", ".join(field.values) or listed or "",
        "severity": SEVERITY[is_firm(field)][lang],
        "xml": f"/{root.name}/{path}/{field.name}",
        "json": f"/{root.name}/{pointer}/{field.name}",
        "flat": "".join(f"({s.name})" for s in around) + f"{field.name}:…;",
        "ubl": " ".join(dict.fromkeys(ubl_path(home, field.id) for home in homes if field.id in home.by_id)),
        "id": field.id,
    }


def _length(field: Field) -> str:
    if field.max_length is None:
        return ""
    return f"{field.max_length}" if field.min_length else f"≤ {field.max_length}"


def as_csv(k: Knowledge, root: Root, lang: str = "es") -> str:
    """With a byte order mark, for Excel takes a CSV without one for Windows-1252."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writerow({key: words[lang] for key, words in COLUMNS.items()})
    writer.writerows(rows(k, root, lang))
    return "\ufeff" + out.getvalue()


def as_markdown(k: Knowledge, root: Root, lang: str = "es") -> str:
    """One table for the whole document, a heading above it."""
    lines = [f"# {root.title[lang]}", "", f"knowledge {k.version}", ""]
    lines += [_line(words[lang] for words in COLUMNS.values()), _line("---" for _ in COLUMNS)]
    lines += [_line(row.values()) for row in rows(k, root, lang)]
    return "\n".join([*lines, ""])


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"
