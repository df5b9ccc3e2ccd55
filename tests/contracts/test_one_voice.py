"""The texts that people read keep one voice: usted, plain, without blame, without noise."""

import re

import pytest

from knowledge import load

KNOWN = load()
FORBIDDEN = {
    "pleading": r"por favor|lamentamos|disculp",
    "blame": r"inv[áa]lid[oa]s?\b|usted (ha )?cometi[óo]|su error|incorrectamente",
    "exclamation": r"[!¡]",
    "tú": r"\b(tu|tus|ti|contigo|puedes|debes|tienes|haz|revisa tu|escribe tu)\b",
    "vague": r"algo sali[óo] mal|error inesperado|ocurri[óo] un error",
    "placeholders": r"lorem|xxx|\?\?\?",
}
QUOTED = re.compile(r"`[^`]*`|«[^»]*»|```.*?```|\"[^\"]*\"", re.S)


def texts() -> dict[str, str]:
    """Where each Spanish text of the house stands, and the text without what it quotes."""
    found: dict[str, str] = {}
    for rule in KNOWN.rules.values():
        for part in ("title", "message", "action"):
            found[f"rule {rule.rule} {part}"] = getattr(rule, part)["es"]
        found[f"rule {rule.rule} why"], found[f"rule {rule.rule} fix"] = rule.why, rule.fix
        for key, detail in rule.details.items():
            found[f"rule {rule.rule} {key}"] = detail["es"]
    for answer in KNOWN.responses:
        for part in ("meaning", "cause", "fix"):
            found[f"response {answer.id} {part}"] = getattr(answer, part)
    for article in KNOWN.articles.values():
        found[f"article {article.slug}"] = article.body
    return {where: QUOTED.sub("", text) for where, text in found.items() if text}


TEXTS = texts()


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_no_text_leaves_the_voice(kind: str) -> None:
    pattern = re.compile(FORBIDDEN[kind], re.IGNORECASE)
    assert {where: m[0] for where, text in TEXTS.items() if (m := pattern.search(text))} == {}


@pytest.mark.parametrize("rule", KNOWN.rules.values(), ids=KNOWN.rules)
def test_a_rules_texts_are_short_and_whole(rule) -> None:
    assert len(rule.title["es"]) <= (60 if rule.text is None else 90)  # those name the field
    assert not rule.title["es"].endswith(".")
    assert not rule.action["es"].endswith(".")
    for text in filter(None, (rule.message["es"], rule.message["en"], rule.why, rule.fix)):
        assert text[0].isupper() or text[0] in "`«{¿"
        assert text.rstrip("}»").endswith((".", "?")) or text.endswith("{detail}")
        assert len(text) <= (240 if rule.text is None else 280)  # those say where the layout has it


@pytest.mark.parametrize("rule", KNOWN.rules.values(), ids=KNOWN.rules)
def test_an_action_is_an_order_to_usted(rule) -> None:
    """Verb first: Escriba, Corrija, Revise."""
    first = re.split(r"\W", rule.action["es"])[0]
    assert first[0].isupper()
    assert first.endswith(("a", "e", "n")), first
