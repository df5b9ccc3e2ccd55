"""The error guide: one entry a rule, with all its texts. What a finding says comes from here and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
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
MAY_BLOCK = ("published", "confirmed")
"""The confidences with which a rule may stop a document."""
NEEDS = "needs-"
"""Start of the details that say what of the context a rule lacks."""
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
    also: tuple[str, ...] = ()
    """Further codes of DIAN that this entry answers for: what they ask is reported under its own codes."""
    text: str | None = None
    """The family of texts that it shares (rules/_texts.yaml); None where all its words are its own."""
    only: str | None = None
    """`layout` or `ubl` where the rule is of one world."""
    ubl: Mapping[str, str] = field(default_factory=dict)
    """Severity and confidence on UBL documents, where DIAN's judgement is not the provider's of a layout."""
    by_kind: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Kind of UBL document -> severity and confidence there, where they differ."""

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
            why=d.get("why", ""),
            fix=d.get("fix", ""),
            example=d.get("example"),
            fields=tuple(d.get("fields", ())),
            check=d["check"],
            offline=d.get("offline", True),
            needs=d.get("needs"),
            confidence=d["confidence"],
            source=tuple(d["source"]),
            related={"articles": (), "requests": ()} | {k: tuple(v) for k, v in d.get("related", {}).items()},
            details=d.get("details", {}),
            formula=tuple(d.get("formula", ())),
            also=tuple(d.get("also", ())),
            text=d.get("text"),
            only=d.get("only"),
            ubl=d.get("ubl", {}),
            by_kind=d.get("by_kind", {}),
        )

    @property
    def worlds(self) -> frozenset[str]:
        """Where it is judged: layout, ubl or both. The structure layer is the layout's, the schema UBL's."""
        if self.only or self.family in ("structure", "schema"):
            return frozenset([self.only or {"structure": "layout", "schema": "ubl"}[self.family]])
        return frozenset(["layout", "ubl"])

    def code_for(self, kind: str) -> str | None:
        """DIAN's code of this rule for a kind of document, where it has one."""
        return self.codes.get(kind)

    def severity_in(self, kind: str, ubl: bool, told: str | None = None) -> str:
        """How much it weighs in a kind of document; `told` is what the check itself makes of it. What is not known
        well enough warns at most."""
        own: Mapping[str, str] = {**self.ubl, **self.by_kind.get(kind, {})} if ubl else {}
        severity = told or own.get("severity", self.severity)
        sure = own.get("confidence", self.confidence) in MAY_BLOCK
        return "warning" if severity == "error" and not sure else severity

    def fix_in_general(self, field: str | None = None) -> str:
        """The fix as the rule's own page tells it; `field` names the one that the page speaks of."""
        words = IN_GENERAL | ({"field": f"`{field}`"} if field else {})
        return _AS_CODE.sub(r"\1", self.fix).format_map(words)

    @property
    def reasons(self) -> tuple[Text, ...]:
        """The reasons that stand without figures, for the rule's own page; what the rule needs to be judged is none."""
        return tuple(t for key, t in self.details.items() if "{" not in t["es"] and not key.startswith(NEEDS))

    def detail(self, key: str) -> Text:
        """The sentence for one of the reasons that a rule tells apart."""
        return self.details.get(key) or self.details["other"]
