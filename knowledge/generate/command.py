"""`python -m knowledge schema | reference | samples`: what is generated, on standard output or into a folder."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from knowledge.generate.choices import ALLOWANCES, Choices, full, samples
from knowledge.generate.files import REFERENCES, SCHEMAS
from knowledge.generate.formats import FORMATS
from knowledge.generate.insumo import insumo
from knowledge.model import Knowledge
from knowledge.wording import LANGUAGES


def main(argv: list[str], k: Knowledge) -> int:
    """Write what was asked for; 0."""
    asked = _parser(k).parse_args(argv)
    if asked.command == "samples" and asked.into is not None:
        return _all_samples(k, asked.into, asked.day)
    if asked.command == "samples":
        chosen = full(asked.kind, asked.day) if asked.full else _choices(asked)
        text = _sample(k, chosen, asked.format)
    else:
        files = SCHEMAS if asked.command == "schema" else REFERENCES
        text = files[asked.format].written(k, k.structure[asked.root], asked.lang)
    sys.stdout.buffer.write(text.encode())
    return 0


def _parser(k: Knowledge) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m knowledge")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, files in (("schema", SCHEMAS), ("reference", REFERENCES)):
        command = commands.add_parser(name)
        command.add_argument("root", choices=list(k.structure))
        command.add_argument("--format", choices=list(files), default=next(iter(files)))
        command.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0])
    told = samples()
    command = commands.add_parser("samples")
    command.add_argument("kind", nargs="?", choices=list(told["kinds"]), default="factura")
    command.add_argument("--format", choices=list(FORMATS), default="xml")
    command.add_argument("--full", action="store_true", help="every field that the structure has")
    command.add_argument("--tax", action="append", choices=list(told["taxes"]), default=[])
    command.add_argument("--withholding", action="append", choices=list(told["withholdings"]), default=[])
    command.add_argument("--allowance", action="append", choices=ALLOWANCES, default=[])
    command.add_argument("--currency", choices=told["currencies"], default="COP")
    command.add_argument("--day", type=date.fromisoformat, default=date.today(), help="the day of issue")  # noqa: DTZ011 - the day here
    command.add_argument("--into", type=Path, help="write the minimal and full ones of every kind here")
    return parser


def _choices(asked: argparse.Namespace) -> Choices:
    lists = tuple(asked.tax), tuple(asked.withholding), tuple(asked.allowance)
    return Choices(asked.kind, asked.day, *lists, currency=asked.currency)


def _sample(k: Knowledge, choices: Choices, format_: str) -> str:
    root, tree = insumo(k, choices)
    return FORMATS[format_][2](k.structure[root], tree)


def _all_samples(k: Knowledge, folder: Path, day: date) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    for kind in samples()["kinds"]:
        for size, choices in (("minima", Choices(kind, day)), ("completa", full(kind, day))):
            for format_ in FORMATS:
                (folder / f"{kind}_{size}.{format_}").write_text(_sample(k, choices, format_), "utf-8")
    return 0
