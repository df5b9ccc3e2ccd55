"""The examples of shared texts: how the field of a rule stands in a file, right, wrong, empty or not there."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.layout import Text

WITH_ALGORITHM = ("Method", "Transform")
"""Ends of the names of nodes that say all in an attribute."""


def examples(words: Mapping[str, Text], parent: str) -> dict[str, Text]:
    """The marks that hold an example, from `label` and the values `right` and `wrong` of the rule's words."""
    label = words["label"]["es"]
    right = words.get("right", words["sample"])["es"]
    wrong = words.get("wrong", {"es": "?"})["es"]
    *around, _ = label.split("/@")[0].split("/")
    made = {
        "tag_filled": element(label, right),
        "tag_wrong": element(label, wrong),
        "tag_zero": element(label, "0.00"),
        "tag_empty": element(label, ""),
        "digit_wrong": _digit(label, "0"),
        "digit_right": _digit(label, "3"),
        "node_missing": _inside(parent, ""),
        "node_there": _inside(parent, _node(label.rpartition("/")[2])),
    }
    if around:
        values = [k for k in made if k.startswith("tag_")]
        made |= {k: f"<{around[0]}>{made[k]}</{around[0]}>" for k in values}
    return {k: {"es": v, "en": v} for k, v in made.items()}


def element(label: str, value: str) -> str:
    """An element or attribute with a value, as it stands in a file; the attribute without one is not there."""
    path, _, attribute = label.partition("/@")
    tag = path.rpartition("/")[2]
    if attribute:
        return f'<{tag} {attribute}="{value}">…</{tag}>' if value else f"<{tag}>…</{tag}>"
    return f"<{tag}>{value}</{tag}>" if value else f"<{tag}/>"


def _digit(label: str, digit: str) -> str:
    """The NIT of examples with a digit; 3 is its own."""
    return element(label, digit).replace("…", "900373115")


def _inside(parent: str, inner: str) -> str:
    """A node among others in the node around it."""
    return f"<{parent}>…{inner}…</{parent}>" if inner else f"<{parent}>…</{parent}>"


def _node(tag: str) -> str:
    return f'<{tag} Algorithm="…"/>' if tag.endswith(WITH_ALGORITHM) else f"<{tag}>…</{tag}>"
