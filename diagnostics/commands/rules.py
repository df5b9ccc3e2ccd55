"""`python -m diagnostics rules`: what is judged, by which rule; the words that --select and --ignore know."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from diagnostics.commands import VALID, complain

if TYPE_CHECKING:
    from knowledge.guide import Rule


def run(argv: list[str]) -> int:
    """Print one line a rule, or JSON; with words, the rules of those codes, families or levels."""
    import orjson

    from diagnostics.selection import Selection
    from knowledge import load

    parser = argparse.ArgumentParser(prog="python -m diagnostics rules")
    parser.add_argument("words", nargs="*", help="codes, families, severities or levels")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--lang", choices=("es", "en"), default="es")
    options = parser.parse_args(argv)
    knowledge = load()
    unknown = Selection(tuple(options.words)).unknown(knowledge)
    if unknown:
        return complain(f"{', '.join(unknown)}: no es código, regla, familia ni nivel.")
    rules = [r for r in knowledge.rules.values() if not options.words or _is_one(r, options.words)]
    if options.format == "json":
        print(orjson.dumps([_plain(r, options.lang) for r in rules], option=orjson.OPT_INDENT_2).decode())
        return VALID
    for rule in rules:
        codes = ",".join(rule.codes.values()) or "-"
        print(
            f"{rule.rule}  {codes}  {rule.severity}  {rule.family}  {rule.level}  {rule.title[options.lang]}"
        )
    return VALID


def _is_one(rule: Rule, words: list[str]) -> bool:
    names = {rule.rule, rule.family, rule.severity, str(rule.level)}
    codes = [c.upper() for each in (*rule.codes.values(), *rule.also) for c in each.split("/")]
    return any(
        w in names or any(c == w.upper() or (w.isupper() and c.startswith(w)) for c in codes) for w in words
    )


def _plain(rule: Rule, lang: str) -> dict[str, Any]:
    return {
        "rule": rule.rule,
        "codes": dict(rule.codes),
        "severity": rule.severity,
        "level": rule.level,
        "family": rule.family,
        "offline": rule.offline,
        "confidence": rule.confidence,
        "title": rule.title[lang],
    }
