"""What no schema sees of the code lists: the rows of their CSV files, and files that no list names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Problem = tuple[str, str, str]
"""(file, JSON pointer, reason); in a CSV the pointer counts its rows from 0, the head left out."""

LISTS = "codes/lists.yaml"
STANDINGS = ("both", "dian", "layout")


def check_lists(parsed: Mapping[str, Any]) -> Iterator[Problem]:
    """The problems of the CSV files of lists.yaml, which stands its schema."""
    files = {f"codes/{entry['list']}.csv": entry for entry in parsed[LISTS]}
    for name, entry in files.items():
        if name in parsed:
            yield from ((name, *problem) for problem in _rows(parsed[name], entry))
        else:
            yield LISTS, f"/{entry['list']}", f"no existe el archivo {name}"
    for name in parsed:
        if name.startswith("codes/") and name.endswith(".csv") and name not in files:
            yield name, "", f"ninguna lista de {LISTS} lo usa"


def _rows(rows: list[dict[Any, Any]], entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if not rows:
        yield "", "no tiene filas"
        return
    absent = [c for c in dict.fromkeys((entry["key"], entry["name"], "in")) if c not in rows[0]]
    if absent:
        yield "", f"falta la columna {', '.join(absent)}"
        return
    seen: set[tuple[Any, ...]] = set()
    for n, row in enumerate(rows):
        if None in row or None in row.values():
            yield f"/{n}", "tiene más o menos celdas que el encabezado"
            continue
        if row["in"] not in STANDINGS:
            yield f"/{n}/in", f"dice {row['in'] or 'nada'} y va uno de {', '.join(STANDINGS)}"
        if tuple(row.values()) in seen:
            yield f"/{n}", f"{row[entry['key']]} está dos veces"
        seen.add(tuple(row.values()))
