"""What the arithmetic rules would say of a document in which one value is another.

A rule runs again only where the value that is tried is one that it read: what it did not read cannot change what it
says. And while the document stays as it is, nothing is tried twice.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from diagnostics.document import At
from diagnostics.issue import Check, Issue, Scope

Layer = Sequence[tuple[str, Check]]
Key = tuple[str, At]
"""A rule and the place of which it says that it does not hold."""


def key_of(issue: Issue, rule: str = "") -> Key:
    """What an issue is known by; `rule` is who says so where the issue does not."""
    return issue.rule or rule, issue.at


class Trials:
    """Trials on the document of a scope with the rules of a layer."""

    def __init__(self, scope: Scope, layer: Layer) -> None:
        self.scope = scope
        self.layer = dict(layer)
        """In the order in which they are asked: what one trial broke comes first in the next, which is likely alike."""
        self.said: dict[str, set[Key]] = {}
        self.read: dict[str, Set[str]] = {}
        self.tried: dict[tuple[At, str], set[Key] | None] = {}
        for name in self.layer:
            self._learn(name)

    def left(self, at: At, text: str, standing: Set[Key]) -> set[Key] | None:
        """What does not hold once `text` stands at a place; None where that breaks something that is not among the
        `standing` faults, which are the same in every trial."""
        if (at, text) not in self.tried:
            self.tried[at, text] = self._left(at, text, standing)
        return self.tried[at, text]

    def keep(self, at: At, text: str) -> str | None:
        """Leave `text` at a place; the value that stood there."""
        before = self.scope.doc.put(at, text)
        self.tried.clear()
        for name in self._concerned(at):
            self._learn(name)
        return before

    def _left(self, at: At, text: str, standing: Set[Key]) -> set[Key] | None:
        concerned = self._concerned(at)
        left: set[Key] = set().union(*(said for name, said in self.said.items() if name not in concerned))
        before = self.scope.doc.put(at, text)
        try:
            for name in concerned:
                for issue in self.layer[name](self.scope):
                    if key_of(issue, name) not in standing:
                        self.layer = {name: self.layer[name], **self.layer}
                        return None
                    left.add(key_of(issue, name))
        finally:
            self.scope.doc.put(at, before)
        return left

    def _learn(self, name: str) -> None:
        with self.scope.doc.watched() as read:
            self.said[name] = {key_of(issue, name) for issue in self.layer[name](self.scope)}
        self.read[name] = read

    def _concerned(self, at: At) -> list[str]:
        """The rules that read the field at a place."""
        id_ = self.scope.doc.id_of(at)
        return [name for name in self.layer if id_ in self.read[name]]
