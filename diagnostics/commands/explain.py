"""`python -m diagnostics explain CODE...`: the guide's entry of a code or rule."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from diagnostics.commands import VALID, complain

if TYPE_CHECKING:
    from knowledge.guide import Rule
    from knowledge.layout import Field


def run(argv: list[str]) -> int:
    """Print each entry; 2 where a code is not in the guide."""
    from knowledge import load

    parser = argparse.ArgumentParser(prog="python -m diagnostics explain")
    parser.add_argument("codes", nargs="+", metavar="CODE")
    parser.add_argument("--lang", choices=("es", "en"), default="es")
    options = parser.parse_args(argv)
    knowledge = load()
    worst = VALID
    for number, code in enumerate(options.codes):
        rule = knowledge.rule_for_code(code) or knowledge.rule_for_code(code.upper())
        if rule is None:
            worst = complain(
                f"{code}: no está en la guía de errores. Búsquelo en /guia o revise cómo está escrito."
            )
            continue
        lines = _explained(rule, code, knowledge.field_for_code(code), options.lang)
        print("\n".join([*([""] if number else []), *lines]))
    return worst


def _explained(rule: Rule, code: str, field: Field | None, lang: str) -> Iterator[str]:
    yield f"{code}: {rule.title[lang]}"
    if field:
        yield f"{field.name}: {field.title[lang]}"
    yield from ("", rule.why, "", rule.fix_in_general(field.name if field else None))
    if rule.example:
        yield from ("", f"- {rule.example['wrong'].strip()}", f"+ {rule.example['right'].strip()}")
    codes = ", ".join(rule.codes.values()) or "-"
    yield from ("", f"{rule.rule} ({codes}), {rule.severity}, {rule.confidence}, {', '.join(rule.source)}")
