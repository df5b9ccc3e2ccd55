"""A comparison in words: what is missing for it, or what is known to be wrong. The words are the guide's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from diagnostics.hashes.compare import UUID, Comparison
from knowledge import load
from knowledge.guide import NEEDS

RULES = {UUID: "uuid-as-computed"}
OTHERS = "security-code-as-computed"


def lacking(compared: Comparison, lang: str) -> Iterator[str]:
    """What keeps us from comparing."""
    if compared.lacks is not None:
        yield _said(compared, f"{NEEDS}{compared.lacks}", {}, lang)
    elif compared.recipe.missing:
        missing = ", ".join(f"`{label}`" for label in compared.recipe.missing)
        yield _said(compared, f"{NEEDS}value", {"missing": missing}, lang)


def reasons(compared: Comparison, lang: str) -> Iterator[str]:
    """The known mistakes that explain a value, or that none does, and what makes that less than certain."""
    for mistake in compared.mistakes:
        yield _said(compared, mistake.name, mistake.args, lang)
    if not compared.mistakes:
        yield _said(compared, "no-mistake", {}, lang)
    if compared.doubt:
        yield _said(compared, compared.doubt, {}, lang)


def _said(compared: Comparison, key: str, args: Mapping[str, str], lang: str) -> str:
    rule = load().rules[RULES.get(compared.field, OTHERS)]
    return rule.detail(key)[lang].format_map(args)
