"""The error guide: one entry a rule, with all its texts. What a finding says comes from here and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.layout import Text

IN_GENERAL = {
    "declared": "la declarada",
    "detail": "en su lugar",
    "encoding": "la real",
    "expected": "lo esperado",
    "field": "lo que falta",
    "parent": "su segmento",
}
"""What the placeholders of a fix stand for where no document gives the figures."""
_AS_CODE = re.compile(r"`(\{\w+\})`")


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry. `codes` maps the kind of document (invoice, credit_note, debit_note, support) to DIAN's code;
    `check` has one key: a declarative kind with its parameters, or `code`; `offline` false means that only
    somebody's registry can tell (`needs` says whose)."""

    rule: str
    family: str
    codes: Mapping[str, str]
    severity: str
    level: int
    title: Text
    message: Text
    action: Text
    why: str
    fix: str
    example: Mapping[str, str] | None
    fields: tuple[str, ...]
    check: Mapping[str, Any]
    offline: bool
    needs: Text | None
    confidence: str
    source: tuple[str, ...]
    related: Mapping[str, tuple[str, ...]]
    details: Mapping[str, Text]
    formula: tuple[str, ...]

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Rule:
        return cls(
            rule=d["rule"],
            family=d["family"],
            codes=d.get("codes", {}),
            severity=d["severity"],
            level=d["level"],
            title=d["title"],
            message=d["message"],
            action=d["action"],
            why=d["why"],
            fix=d["fix"],
            example=d.get("example"),
            fields=tuple(d.get("fields", ())),
            check=d["check"],
            offline=d.get("offline", True),
            needs=d.get("needs"),
            confidence=d["confidence"],
            source=tuple(d["source"]),
            related={k: tuple(v) for k, v in d.get("related", {}).items()},
            details=d.get("details", {}),
            formula=tuple(d.get("formula", ())),
        )

    def code_for(self, kind: str) -> str | None:
        """DIAN's code of this rule for a kind of document, where it has one."""
        return self.codes.get(kind)

    def fix_in_general(self, field: str | None = None) -> str:
        """The fix as the rule's own page tells it; `field` names the one that the page speaks of."""
        words = IN_GENERAL | ({"field": f"`{field}`"} if field else {})
        return _AS_CODE.sub(r"\1", self.fix).format_map(words)

    def detail(self, key: str) -> Text:
        """The sentence for one of the reasons that a rule tells apart."""
        return self.details.get(key) or self.details["other"]
