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
        self.layer = layer
        self.said: dict[str, set[Key]] = {}
        self.read: dict[str, Set[str]] = {}
        self.tried: dict[tuple[At, str], set[Key] | None] = {}
        for name, check in layer:
            self._learn(name, check)

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
        for name, check in self.layer:
            if self._reads(name, at):
                self._learn(name, check)
        return before

    def _left(self, at: At, text: str, standing: Set[Key]) -> set[Key] | None:
        left: set[Key] = set().union(*(self.said[n] for n, _ in self.layer if not self._reads(n, at)))
        before = self.scope.doc.put(at, text)
        try:
            for name, check in self.layer:
                if not self._reads(name, at):
                    continue
                for issue in check(self.scope):
                    if key_of(issue, name) not in standing:
                        return None
                    left.add(key_of(issue, name))
        finally:
            self.scope.doc.put(at, before)
        return left

    def _learn(self, name: str, check: Check) -> None:
        with self.scope.doc.watched() as read:
            self.said[name] = {key_of(issue, name) for issue in check(self.scope)}
        self.read[name] = read

    def _reads(self, name: str, at: At) -> bool:
        return self.scope.doc.id_of(at) in self.read[name]
