"""All that the house knows, as one immutable value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from knowledge.calendar import Calendar
from knowledge.catalogue import RequestKind
from knowledge.differences import Differences
from knowledge.guide import Rule
from knowledge.hash import HashEntry
from knowledge.layout import Field, Root, Text
from knowledge.library import Article
from knowledge.lists import CodeList
from knowledge.policy import Policy
from knowledge.tax import Tax, taxes
from knowledge.ubl import UblRoot, ubl_roots
from knowledge.web_service import WebService
from knowledge.web_service_responses import Response


@dataclass(frozen=True)
class Knowledge:
    """What `load()` gives. `version` is the hash of the sources; `annex` the DIAN annex that the rules follow."""

    version: str
    annex: str
    structure: Mapping[str, Root]
    ubl: Mapping[str, UblRoot]
    rules: Mapping[str, Rule]
    responses: tuple[Response, ...]
    codes: Mapping[str, CodeList]
    taxes: Mapping[str, Tax]
    hashes: Mapping[str, HashEntry]
    requests: Mapping[str, RequestKind]
    articles: Mapping[str, Article]
    policy: Policy
    calendar: Calendar
    web_service: WebService
    sources: Mapping[str, Text]
    differences: Differences
    derived: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """Room for what other layers work out once from this value (compiled rules, search indexes)."""

    @cached_property
    def fields(self) -> Mapping[str, tuple[Field, ...]]:
        """Canonical id -> its field in each root that has it."""
        found: dict[str, list[Field]] = {}
        for root in self.structure.values():
            for f in root.by_id.values():
                found.setdefault(f.id, []).append(f)
        return {k: tuple(v) for k, v in found.items()}

    @cached_property
    def ubl_fields(self) -> Mapping[str, Field]:
        """Canonical id -> its field in UBL, as an invoice names it; those of notes differ in a name only."""
        return self.ubl["Invoice"].by_id

    @cached_property
    def _codes(self) -> Mapping[str, tuple[str, str | None]]:
        index: dict[str, tuple[str, str | None]] = {}
        for rule in self.rules.values():
            for code in rule.codes.values():
                for one in code.split("/"):
                    index.setdefault(one, (rule.rule, None))
            for code in rule.also:
                index.setdefault(code, (rule.rule, None))
        for fields in self.fields.values():
            for f in fields:
                for check, codes in f.codes.items():
                    for code in codes.values():
                        index.setdefault(code, (self.structural_rule(check, f), f.id))
        return index

    def structural_rule(self, check: str, f: Field) -> str:
        """The rule of the structure layer that does a check (required, list, format) of a field. A plain text can only
        be too long."""
        by_check = {"required": "missing-field", "list": "not-in-list"}
        name = f"{f.type}-format"
        return by_check.get(check) or (name if name in self.rules else "too-long")

    def rule_for_code(self, code: str) -> Rule | None:
        """The rule that answers a DIAN code or one of our names; None for one that is not in the guide."""
        if code in self.rules:
            return self.rules[code]
        found = self._codes.get(code)
        return self.rules.get(found[0]) if found else None

    def field_for_code(self, code: str) -> Field | None:
        """The field that a DIAN code of a structural check (presence, list, format) speaks of, if it does."""
        found = self._codes.get(code)
        return self.fields[found[1]][0] if found and found[1] else None


def from_compiled(d: Mapping[str, Any], version: str) -> Knowledge:
    """Build the value from its compiled form (see knowledge.compile)."""
    structure = {r["document"]: Root.from_dict(r) for r in d["structure"]}
    titles = {f.id: f.title for root in reversed(structure.values()) for f in root.by_id.values()}
    codes = {c["list"]: CodeList.from_dict(c) for c in d["codes"]}
    return Knowledge(
        version=version,
        annex=d["annex"],
        structure=structure,
        ubl=ubl_roots(d["ubl"], titles),
        rules={r["rule"]: Rule.from_dict(r) for r in d["rules"]},
        responses=tuple(Response.from_dict(r) for r in d["responses"]),
        codes=codes,
        taxes=taxes(d["taxes"], d["tax_methods"], codes["taxes"]),
        hashes={h["hash"]: HashEntry.from_dict(h) for h in d["hashes"]},
        requests={r["request"]: RequestKind.from_dict(r) for r in d["requests"]},
        articles={a["article"]: Article.from_dict(a) for a in d["articles"]},
        policy=Policy.from_dict(d["policy"]),
        calendar=Calendar.from_dict({**d["policy"], **d["holidays"]}),
        web_service=WebService.from_dict(d["web_service"]),
        sources=d["sources"],
        differences=Differences.from_dict(d["differences"]),
    )
