"""From source files to one compiled file, named by the hash of the sources and made anew when they change.

Texts are YAML (PyYAML takes seconds for the whole), long lists CSV; the compiled form is plain JSON that loads
in milliseconds. Checking belongs to compiling: what is compiled has been checked.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from knowledge.catalogue import with_shared
from knowledge.layout import merge_roots
from knowledge.library import parse_article
from knowledge.rule_places import places_of
from knowledge.rule_texts import with_texts

HERE = Path(__file__).parent
FOLDERS = ("structure", "rules", "responses", "codes", "taxes", "hashes", "requests", "articles", "schemas")
SINGLES = ("ubl.yaml", "policy.yaml", "holidays.yaml", "sources.yaml", "web_service.yaml")
NEEDED = (
    *SINGLES,
    "requests/_shared.yaml",
    "rules/_texts.yaml",
    "rules/_fields.yaml",
    "rules/_differences.yaml",
    "taxes/_shared.yaml",
    "codes/lists.yaml",
)
ANNEX = "1.9"

Sources = Mapping[str, bytes]
"""Path below knowledge/ (with /) -> content."""


class BrokenKnowledge(Exception):
    """A source file is broken. `problems` holds (file, JSON pointer, reason) of all that was found."""

    def __init__(self, problems: list[tuple[str, str, str]]) -> None:
        self.problems = problems
        super().__init__(
            "\n".join(f"{file} {pointer or '/'}: {reason}" for file, pointer, reason in problems)
        )


def read_sources(folder: Path = HERE) -> Sources:
    """Every source file, in a stable order, with the modules that decide how they are compiled."""
    names = [p for f in FOLDERS for p in sorted((folder / f).iterdir()) if p.is_file() and not _is_draft(p)]
    names += [folder / s for s in SINGLES if (folder / s).is_file()]
    names += sorted(HERE.glob("*.py"))
    return {
        p.relative_to(p.parent.parent if p.parent != folder else folder).as_posix(): p.read_bytes()
        for p in names
    }


def _is_draft(path: Path) -> bool:
    """What an editor leaves beside the file that it has open."""
    return path.name.startswith(".") or path.name.endswith("~")


def version_of(sources: Sources) -> str:
    """The first 12 hexadecimal digits of the SHA-256 of all sources."""
    digest = hashlib.sha256()
    for name, data in sources.items():
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()[:12]


def compiled(folder: Path = HERE) -> tuple[dict[str, Any], str]:
    """The compiled form and its version, from the build folder where it is current, else made and kept there."""
    sources = read_sources(folder)
    version = version_of(sources)
    kept = build_folder(folder) / f"{version}.json"
    try:
        return orjson.loads(kept.read_bytes()), version
    except (FileNotFoundError, orjson.JSONDecodeError):
        data = compile_sources(sources)
    keep(kept, orjson.dumps(data))
    return data, version


def build_folder(folder: Path = HERE) -> Path:
    """Beside the sources; where those may not be written to, a private folder of this user's."""
    beside = folder / ".build"
    if os.access(folder, os.W_OK):
        return beside
    return Path(tempfile.gettempdir()) / f"ventanilla-knowledge-{os.getuid()}"


def keep(path: Path, data: bytes) -> None:
    """Write whole or not at all, so that two processes may compile at once; drop what older sources left."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as out:
        out.write(data)
    Path(out.name).replace(path)
    for old in path.parent.glob("*.json"):
        if old != path:
            old.unlink(missing_ok=True)


def compile_sources(sources: Sources) -> dict[str, Any]:
    """The compiled form of sources that stand every check; raises BrokenKnowledge with all problems found."""
    from knowledge.check import check_files, check_references, check_requests, check_time
    from knowledge.list_check import check_lists

    parsed, problems = parse_sources(sources)
    problems = [*problems, *check_files(parsed)] or [
        *check_requests(parsed),
        *check_time(parsed),
        *check_lists(parsed),
    ]
    if problems:
        raise BrokenKnowledge(problems)
    data = assemble(parsed)
    problems = [located(parsed, *problem) for problem in check_references(data)]
    if problems:
        raise BrokenKnowledge(problems)
    return data


def located(parsed: Parsed, file: str, pointer: str, reason: str) -> tuple[str, str, str]:
    """A problem of an entry that is only known by its folder, with the file in which the entry stands."""
    entry = pointer.split("/")[1] if "/" in pointer else ""
    for name, content in parsed.items():
        entries = content if isinstance(content, list) else [content]
        if file.endswith("/") and name.startswith(file) and any(entry in _texts(one) for one in entries):
            return name, pointer, reason
    return file, pointer, reason


def _texts(entry: object) -> set[str]:
    return {v for v in entry.values() if isinstance(v, str)} if isinstance(entry, dict) else set()


Parsed = dict[str, Any]
"""Path below knowledge/ -> its content as plain data (YAML, JSON; rows of a CSV; front matter and body)."""


def parse_sources(sources: Sources) -> tuple[Parsed, list[tuple[str, str, str]]]:
    """Every data file as plain data, and the problems of those that cannot be read as what they are."""
    import yaml

    loader = _strict_loader()
    parsed: Parsed = {}
    problems = [(name, "", "falta este archivo") for name in NEEDED if name not in sources]
    for name, data in sources.items():
        try:
            text = data.decode()
            if name.endswith(".yaml"):
                parsed[name] = yaml.load(text, Loader=loader)  # noqa: S506 - a safe loader
            elif name.endswith(".json"):
                parsed[name] = orjson.loads(data)
            elif name.endswith(".csv"):
                parsed[name] = list(csv.DictReader(io.StringIO(text)))
            elif name.endswith(".md"):
                parsed[name] = parse_article(text)
            elif not name.endswith(".py"):
                problems.append((name, "", "no se lee: los archivos son .yaml, .json, .csv o .md"))
        except (ValueError, yaml.YAMLError) as error:
            said = str(error).replace('in "<unicode string>", ', "at ")
            problems.append((name, "", " ".join(said.split())))
    return parsed, problems


def _strict_loader() -> type[Any]:
    """A safe loader that refuses a key that stands twice, of which YAML would keep the last without a word."""
    import yaml

    base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Strict(base):  # type: ignore[misc,valid-type]  # the one in C, if any
        def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
            found: dict[Any, Any] = super().construct_mapping(node, deep)
            if len(found) < len(node.value):
                keys = [key.value for key, _ in node.value]
                twice = next(key for key in keys if keys.count(key) > 1)
                raise yaml.constructor.ConstructorError(
                    None, None, f"{twice} está dos veces", node.start_mark
                )
            return found

    return Strict


def in_folder(parsed: Parsed, folder: str) -> dict[str, Any]:
    """The data files of one folder by their path, without those that only serve others (leading underscore)."""
    return {
        n: d for n, d in parsed.items() if n.startswith(f"{folder}/") and not Path(n).name.startswith("_")
    }


def assemble(parsed: Parsed) -> dict[str, Any]:
    """Join the checked files into the compiled form that `knowledge.model.from_compiled` reads."""
    lists = parsed["codes/lists.yaml"]
    structure = merge_roots(list(in_folder(parsed, "structure").values()))
    places = places_of(structure, parsed["ubl.yaml"], parsed["rules/_fields.yaml"])
    return {
        "annex": ANNEX,
        "structure": structure,
        "ubl": parsed["ubl.yaml"],
        "rules": [
            with_texts({**entry, "family": Path(name).stem}, parsed["rules/_texts.yaml"], places)
            for name, entries in in_folder(parsed, "rules").items()
            for entry in entries
        ],
        "responses": [entry for entries in in_folder(parsed, "responses").values() for entry in entries],
        "codes": [{**entry, "rows": parsed[f"codes/{entry['list']}.csv"]} for entry in lists],
        "taxes": [entry for entries in in_folder(parsed, "taxes").values() for entry in entries],
        "tax_methods": parsed["taxes/_shared.yaml"],
        "hashes": sorted(in_folder(parsed, "hashes").values(), key=lambda h: h["order"]),
        "requests": [
            with_shared(kind, parsed["requests/_shared.yaml"])
            for kind in in_folder(parsed, "requests").values()
        ],
        "articles": list(in_folder(parsed, "articles").values()),
        "policy": parsed["policy.yaml"],
        "holidays": parsed["holidays.yaml"],
        "sources": parsed["sources.yaml"],
        "web_service": parsed["web_service.yaml"],
        "differences": parsed["rules/_differences.yaml"],
    }
