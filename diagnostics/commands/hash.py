"""`python -m diagnostics hash FILE`: what its CUFE, CUDE or CUDS and security code are made of, and whether it fits."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from diagnostics.commands import INVALID, UNFINISHED, VALID, Refused, complain

if TYPE_CHECKING:
    from diagnostics.context import Context
    from diagnostics.document import Document
    from diagnostics.hashes.compare import Comparison

ASK = "-"
WORDS = {
    "es": {
        "of": "{name} de {number}",
        "formula": "Fórmula",
        "text": "Texto",
        "gives": "SHA-384",
        "found": "Documento",
        "same": "Coincide.",
        "absent": "El documento no lo trae.",
    },
    "en": {
        "of": "{name} of {number}",
        "formula": "Formula",
        "text": "Text",
        "gives": "SHA-384",
        "found": "Document",
        "same": "It is the same.",
        "absent": "The document does not have it.",
    },
}


def run(argv: list[str]) -> int:
    """0 where all that the document bears is as computed, 1 where something is not, 2 where it cannot be told."""
    parser = argparse.ArgumentParser(
        prog="python -m diagnostics hash",
        epilog="A secret given as - is asked for and not shown. Nothing of it is stored.",
    )
    parser.add_argument("file", metavar="FILE", help="a UBL document, also wrapped")
    parser.add_argument("--technical-key", metavar="KEY", help="of the range: for the CUFE of an invoice")
    parser.add_argument("--pin", metavar="PIN", help="of the software: for CUDE, CUDS and its security code")
    parser.add_argument("--software-id", metavar="ID")
    parser.add_argument("--context", metavar="FILE", help="JSON with the same and several ranges")
    parser.add_argument("--lang", choices=("es", "en"), default="es")
    options = parser.parse_args(argv)
    try:
        context = _context(options)
        documents = _documents(options.file)
    except Refused as refused:
        return complain(str(refused))
    if not documents:
        return complain(
            f"{options.file}: no trae un documento UBL. En un insumo los códigos los calcula el proveedor."
        )
    return max(_told(doc, context, options.lang) for doc in documents)


def _context(options: argparse.Namespace) -> Context:
    from getpass import getpass

    from diagnostics.commands.check import read_context

    context = read_context(options.context)

    def given(name: str, value: str | None) -> str | None:
        if value == ASK:
            return getpass(f"{name}: ").strip() or None
        return value or None

    return replace(
        context,
        technical_key=given("technical key", options.technical_key) or context.technical_key,
        software_pin=given("PIN", options.pin) or context.software_pin,
        software_id=options.software_id or context.software_id,
    )


def _documents(name: str) -> list[Document]:
    from pathlib import Path

    from diagnostics.hashes.reading import ubl_documents

    try:
        return ubl_documents(Path(name).read_bytes())
    except OSError as error:
        raise Refused(f"{name}: no se puede leer ({error.strerror}).") from error


def _told(doc: Document, context: Context, lang: str) -> int:
    from diagnostics.hashes.compare import security_code, uuid

    code = VALID
    for compared in (uuid(doc, context), security_code(doc, context)):
        print("\n".join(_lines(doc, compared, lang)), end="\n\n")
        if not compared.comparable:
            code = UNFINISHED
        elif not compared.same:
            code = max(code, INVALID)
    return code


def _lines(doc: Document, compared: Comparison, lang: str) -> Iterator[str]:
    from diagnostics.hashes.parts import shown
    from diagnostics.hashes.words import name_of

    words, parts = WORDS[lang], compared.recipe.parts
    yield words["of"].format(name=compared.name, number=next(p.shown for p in parts if p.name == "number"))
    named = [(name_of(part.name, lang), part) for part in parts]
    for name, part in named:
        yield f"  {name:<24} {part.shown:<24} {part.at.label if part.at else ''}".rstrip()
    yield f"{words['formula']:<10} SHA-384({' + '.join(name for name, _ in named)})"
    yield f"{words['text']:<10} {shown(parts)}"
    if compared.comparable:
        yield f"{words['gives']:<10} {compared.computed}"
    yield f"{words['found']:<10} {compared.found[:100] or words['absent']}"
    yield from _conclusion(compared, lang)


def _conclusion(compared: Comparison, lang: str) -> Iterator[str]:
    from diagnostics.hashes.explained import lacking, reasons

    if not compared.comparable:
        yield from lacking(compared, lang)
    elif compared.same:
        yield WORDS[lang]["same"]
    else:
        yield from reasons(compared, lang)
