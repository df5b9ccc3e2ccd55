"""How much a diagnosis may take in. An argument everywhere: the portal is stricter than the library."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """`size` in bytes, `elements` in nodes of the tree, `depth` in levels of flat text (XML's 256 are the
    parser's own), `shown` findings a rule. Of a ZIP `entries` files and `unpacked` bytes; `levels` of one input
    within another, and `held` texts in one AttachedDocument."""

    size: int = 64 * 1024 * 1024
    elements: int = 1_000_000
    depth: int = 256
    json_depth: int = 64
    shown: int = 20
    entries: int = 20
    unpacked: int = 20 * 1024 * 1024
    levels: int = 6
    held: int = 20


class OverLimit(Exception):
    """An input goes beyond a limit. `rule` is the guide's entry for it."""

    def __init__(self, rule: str, limit: int) -> None:
        self.rule = rule
        self.limit = limit
        super().__init__(f"{rule}: {limit}")
