"""The answer: findings with their places, and a verdict. Stable as JSON; the schema is published beside this file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

SCHEMA_VERSION = "1"

VERDICTS = ("valid", "valid_with_warnings", "invalid", "incomplete")


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of the upload: `text` takes the place of bytes `start` to `end` (excluded)."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. Lines and columns count from 1, columns in characters; `end_column` is excluded.

    Of a text that was wrapped they are its own; `container` says where it begins in its holder, and `upload` where the
    finding stands in the file that was uploaded, as {line, column}, where that can be told.
    `consequence_of` is the index of the finding from which this one follows; `total` the true count behind the
    cap on equal findings; `safe` tells whether the edits leave what the document declares as it is (None: no fix).
    `sum` is the account of what does not add up (diagnostics.tables). `texts` holds the English title and message.
    """

    code: str
    rule: str
    severity: str
    level: int
    path: str
    line: int | None
    column: int | None
    end_line: int | None
    end_column: int | None
    container: dict[str, Any] | None
    found: str | None
    expected: str | None
    title: str
    message: str
    action: str
    why: str
    fix: str
    guide: str
    requests: tuple[str, ...] = ()
    consequence_of: int | None = None
    total: int = 1
    safe: bool | None = None
    edits: tuple[Edit, ...] = ()
    upload: Mapping[str, int | None] | None = None
    sum: Mapping[str, Any] | None = None
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict, compare=False)

    def to_dict(self, lang: str = "es") -> dict[str, Any]:
        d = asdict(self)
        del d["texts"]
        d["requests"] = list(self.requests)
        d["edits"] = [asdict(e) for e in self.edits]
        return {**d, **self.texts.get(lang, {})}

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Finding:
        known = {f.name: d[f.name] for f in fields(cls) if f.name in d}
        known["requests"] = tuple(d["requests"])
        known["edits"] = tuple(Edit(**e) for e in d["edits"])
        return cls(**known)


@dataclass(frozen=True, slots=True)
class Report:
    """`verdict` is one of VERDICTS; `file` and `documents` say what was recognised, `rule_set` what judged it.

    `entries` are the files of a ZIP as they were recognised, like `file`, with whether their review is `complete`;
    what was found in one has its name as the path of its container.
    """

    verdict: str
    file: dict[str, Any]
    rule_set: dict[str, str]
    findings: tuple[Finding, ...] = ()
    not_checked: tuple[dict[str, Any], ...] = ()
    documents: tuple[dict[str, Any], ...] = ()
    duration_ms: float = 0.0
    entries: tuple[dict[str, Any], ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """Findings by severity, those beyond the cap included, and causes: findings that follow from no other."""
        return counts_of(self.findings)

    @property
    def signed(self) -> bool:
        """Whether a document in it bears a signature: whatever is corrected there must be signed again."""
        return any(d.get("signed") for d in self.documents)

    def to_dict(self, lang: str = "es") -> dict[str, Any]:
        """Plain data that stands the published JSON Schema; `lang` es or en."""
        return {
            "schema_version": SCHEMA_VERSION,
            "verdict": self.verdict,
            "file": dict(self.file),
            "rule_set": dict(self.rule_set),
            "counts": self.counts,
            "duration_ms": self.duration_ms,
            "not_checked": [dict(n) for n in self.not_checked],
            "documents": [dict(d) for d in self.documents],
            "findings": [f.to_dict(lang) for f in self.findings],
            "entries": [{**e, **self.of_entry(e)} for e in self.entries],
        }

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Report:
        """The report of a dictionary that `to_dict` made."""
        return cls(
            verdict=d["verdict"],
            file=dict(d["file"]),
            rule_set=dict(d["rule_set"]),
            findings=tuple(Finding.from_dict(f) for f in d["findings"]),
            not_checked=tuple(d["not_checked"]),
            documents=tuple(d["documents"]),
            duration_ms=d["duration_ms"],
            entries=tuple(
                {k: v for k, v in e.items() if k not in ("verdict", "counts")} for e in d.get("entries", ())
            ),
        )

    def of_entry(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        """The verdict and counts of a file in a ZIP."""
        own = [f for f in self.findings if is_in(f.container, entry["name"])]
        return {"verdict": verdict_of(own, entry["complete"]), "counts": counts_of(own)}


def entry_name(container: Mapping[str, Any] | None) -> str:
    """The file of a ZIP in which something came; "" for what came in none."""
    while container is not None:
        if container["kind"] == "zip":
            return str(container["path"])
        container = container.get("within")
    return ""


def is_in(container: Mapping[str, Any] | None, entry: str) -> bool:
    """Whether something came in the file of a ZIP that has this name."""
    return entry_name(container) == entry


def counts_of(findings: Iterable[Finding]) -> dict[str, int]:
    """Findings by severity, those beyond the cap included, and causes: findings that follow from no other."""
    findings = list(findings)
    totals = {(f.rule, f.code, f.severity, str(f.container)): f.total for f in findings}
    counts = {"error": 0, "warning": 0, "info": 0}
    for (_, _, severity, _), total in totals.items():
        counts[severity] += total
    causes = sum(f.consequence_of is None and f.severity != "info" for f in findings)
    return {**counts, "causes": causes}


def verdict_of(findings: Iterable[Finding], complete: bool) -> str:
    """What did not finish is incomplete whatever it found; then errors decide, then warnings."""
    if not complete:
        return "incomplete"
    severities = {f.severity for f in findings}
    if "error" in severities:
        return "invalid"
    return "valid_with_warnings" if "warning" in severities else "valid"
