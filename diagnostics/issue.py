"""What a check yields, and how code rules are registered by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from diagnostics.document import At, Document

if TYPE_CHECKING:
    from diagnostics.account import Account
    from diagnostics.context import Context
    from knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class Remedy:
    """A correction of one value: `text` takes the place of what stands at `at` (the issue's own place by default).

    `safe` where the document declares the same afterwards."""

    text: str
    safe: bool
    at: At | None = None


@dataclass(slots=True)
class Issue:
    """One thing that a check found. Texts and severity come from the guide's entry; `args` fill its message.

    `missing` places do not exist in the file: the finding stands at the tag of their parent. `because` lists the
    places whose values went into it: where one of them is wrong, this issue is its consequence.
    """

    at: At
    found: str | None = None
    expected: str | None = None
    args: dict[str, str] = field(default_factory=dict)
    missing: bool = False
    because: tuple[At, ...] = ()
    remedy: Remedy | None = None
    severity: str | None = None
    code: str | None = None
    implied: tuple[tuple[At, str], ...] = ()
    """For a sum: what each of its values would have to be, the others left as they are, for it to hold."""
    rule: str = ""
    account: Account | None = None
    """The figures, where the issue is of a sum or a product."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a check may look at besides the document."""

    doc: Document
    knowledge: Knowledge
    context: Context


Check = Callable[[Scope], Iterable[Issue]]

CODE_RULES: dict[str, Check] = {}
"""Rule name -> its function. A rule of the guide with `check: code` has exactly one."""


def rule(name: str) -> Callable[[Check], Check]:
    """Register a function as the check of the guide's entry of that name."""

    def register(check: Check) -> Check:
        if name in CODE_RULES:
            raise ValueError(f"two functions bear the rule {name}")
        CODE_RULES[name] = check
        return check

    return register
