"""Insumos with one thing changed: what is there taken away, emptied, repeated, misspelled or written otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.inputs import Tree, get, locations, put

WRONG = (
    "",
    "¿?",
    "ZZZ9",
    "-1",
    "12,5",
    "9" * 25,
    "31/07/2026",
    "2026-02-31T25:00:00",
    "SI",
    "a" * 40,
    "4.5000000",
)
"""Values of which each type refuses some."""


def mutations(tree: Tree, values: tuple[str, ...] = WRONG) -> Iterator[tuple[str, Tree]]:
    """(what was done, the tree) for every node of a tree."""
    for path, indexes in locations(tree):
        yield f"without {path}", put(tree, path, None)
        if _is_field(tree, indexes):
            for value in values:
                if value != get(tree, path):
                    yield f"{path} = {value!r}", put(tree, path, value)
        else:
            yield f"{path} twice", _twice(tree, indexes)
            yield f"{path} with an unknown field", _with(tree, indexes, ("SIN_99", "1"))
            yield f"{path} empty", _emptied(tree, indexes)


def _node(tree: Tree, indexes: list[int]) -> str | Tree:
    node: str | Tree = tree
    for index in indexes:
        assert not isinstance(node, str)
        node = node[index][1]
    return node


def _is_field(tree: Tree, indexes: list[int]) -> bool:
    return isinstance(_node(tree, indexes), str)


def _twice(tree: Tree, indexes: list[int]) -> Tree:
    first, *rest = indexes
    copy = list(tree)
    if not rest:
        return [*copy[: first + 1], copy[first], *copy[first + 1 :]]
    name, children = copy[first]
    assert not isinstance(children, str)
    copy[first] = (name, _twice(children, rest))
    return copy


def _with(tree: Tree, indexes: list[int], extra: tuple[str, str]) -> Tree:
    return _changed(tree, indexes, lambda children: [*children, extra])


def _emptied(tree: Tree, indexes: list[int]) -> Tree:
    return _changed(tree, indexes, lambda children: [])


def _changed(tree: Tree, indexes: list[int], change: Callable[[Tree], Tree]) -> Tree:
    first, *rest = indexes
    copy = list(tree)
    name, children = copy[first]
    assert not isinstance(children, str)
    copy[first] = (name, _changed(children, rest, change) if rest else change(children))
    return copy
