"""From an opened input to a report: run the layers, tie consequences to causes, find places, word the findings."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Context as DecimalContext
from decimal import localcontext
from typing import Any

from diagnostics.blame import MOST_LINES, settle
from diagnostics.context import Context
from diagnostics.document import At, Document
from diagnostics.intake import open_input
from diagnostics.issue import Check, Issue, Scope
from diagnostics.limits import Limits
from diagnostics.opened import Opened
from diagnostics.rejection import tied
from diagnostics.report import Finding, Report, is_in, verdict_of
from diagnostics.rules import checks_of
from diagnostics.rules.container import CONTAINER, check_container
from diagnostics.rules.schema import check_schema
from diagnostics.rules.structure import check_structure
from diagnostics.rules.unchecked import unchecked
from diagnostics.scenario import scenario_of
from diagnostics.told_once import told_once
from diagnostics.wording import Wording, cut
from knowledge import Knowledge, load
from knowledge.guide import Rule
from knowledge.pause import collection_paused

log = logging.getLogger(__name__)  # it tells where our code failed, never the values that stood there


def diagnose(
    data: bytes,
    *,
    name: str | None = None,
    context: dict[str, Any] | Context | None = None,
    knowledge: Knowledge | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    rejection: str | None = None,
) -> Report:
    """Diagnose one upload.

    `data` is the file as it came, `name` only labels the report; the format is decided by content. `context` is what
    the developer typed in (see diagnostics.context; BadContext where it is not understood). `rejection` is what the
    web service or DIAN answered to this document: each line of it is tied to its place. Pure: reads no clock but the
    default of `received_at`, keeps nothing. Never raises for what `data` holds.
    """
    started = time.perf_counter()
    know = knowledge or load()
    told = context if isinstance(context, Context) else Context.from_dict(context)
    with collection_paused():
        report = judged(open_input(data, know, limits), name, Judge(know, told, limits), rejection)
    return replace(report, duration_ms=round((time.perf_counter() - started) * 1000, 2))


@dataclass(frozen=True, slots=True)
class Judge:
    """What all that is in an upload is judged by."""

    knowledge: Knowledge
    context: Context
    limits: Limits


def judged(opened: Opened, name: str | None, judge: Judge, rejection: str | None = None) -> Report:
    """The report of what was opened: every level by itself, then what answers say of the documents."""
    know, limits = judge.knowledge, judge.limits
    findings: list[Finding] = []
    documents: list[dict[str, Any]] = []
    read: list[Document] = []
    complete = opened.complete
    lines = 0
    for level in opened.levels():
        wording = Wording(level, know, limits)
        own = wording.of_troubles(level.troubles)
        if level.document is not None:
            level.document.told = None if level.said else judge.context.document_kind
            read.append(level.document)
            with localcontext(EXACT):
                # Causes are sought in as many lines as one document may have: trials are dear, and a ZIP holds many.
                lines += len(level.document.column("line.total"))
                seek = len(read) == 1 or lines <= MOST_LINES
                issues, whole = gather(Scope(level.document, know, judge.context), seek)
                own += wording.of_issues(issues, first=len(own))
            complete = complete and whole
            documents.append(_document(level))
        findings += [shifted(f, len(findings)) for f in ordered(own)]
    units = opened.units()
    for unit in units:
        findings += tied(unit, findings, know, limits, rejection)
    return Report(
        verdict=verdict_of(findings, complete),
        file={**_file(opened, name), **_told(judge.context)},
        rule_set={"version": know.version, "annex": know.annex},
        findings=tuple(findings),
        not_checked=tuple(not_checked(read, know, judge.context)),
        documents=tuple(documents),
        entries=() if units == [opened] else tuple(entry_of(u, findings) for u in units),
    )


def shifted(finding: Finding, by: int) -> Finding:
    """A finding whose cause moves on by as many as stand before its document's."""
    cause = finding.consequence_of
    return finding if cause is None or not by else replace(finding, consequence_of=cause + by)


ARITHMETIC = ("totals", "taxes", "dian_taxes")
WORKED_OUT = ("sum", "sums", "code", "at_most")
"""Families, and the checks of them, that work out figures."""
EXACT = DecimalContext(prec=100)
"""Digits enough for the product of two of the longest numbers (18 + 6), and for sums of a million of them."""


def gather(scope: Scope, seek: bool = True) -> tuple[list[Issue], bool]:
    """All issues of a document, layer by layer, and whether every rule ran to its end; `seek` causes of the sums that
    do not hold."""
    issues: list[Issue] = []
    whole = True
    layers: Iterable[tuple[str, Check]] = [("", structure_of(scope)), *checks_of(scope)]
    for name, check in layers:
        try:
            for issue in check(scope):
                issue.rule = issue.rule or name
                issues.append(issue)
        except (
            Exception
        ) as error:  # a rule that fails must not take the others with it: it is reported as ours
            log.error("rule failed: %s", name or "structure", exc_info=error)
            issues.append(internal(scope.doc, name or "structure"))
            whole = False
    issues = told_once(scope, issues)
    if not seek:
        return issues, whole
    try:
        return blame(scope, issues, {i.args["rule"] for i in issues if i.rule == "internal"}), whole
    except Exception as error:  # as above: the findings are good without their causes
        log.error("blame failed", exc_info=error)
        return [*issues, internal(scope.doc, "blame")], False


def structure_of(scope: Scope) -> Check:
    """The layer that judges nodes and values by themselves; that of a UBL document is its schema."""
    if scope.doc.kind == CONTAINER:
        return check_container
    return check_schema if scope.doc.is_ubl else check_structure


def blame(scope: Scope, issues: list[Issue], failed: set[str]) -> list[Issue]:
    """Find the values that explain the sums which do not hold; rules that `failed` are not asked again."""
    rules = scope.knowledge.rules
    if not any(i.implied for i in issues):
        return issues
    layer = [(n, c) for n, c in checks_of(scope) if n not in failed and is_arithmetic(rules[n])]
    wrong = {i.at for i in issues if not i.implied and rules[i.rule].severity == "error"}
    return settle(scope, issues, layer, wrong)


def is_arithmetic(rule: Rule) -> bool:
    """Whether a rule works out figures, or says that two fields are the same: what a cause is sought for."""
    return "same" in rule.check or (
        rule.family in ARITHMETIC and any(kind in rule.check for kind in WORKED_OUT)
    )


def internal(doc: Document, rule: str) -> Issue:
    """The finding that says that a rule of ours did not finish."""
    return Issue(At(None), args={"rule": rule}, rule="internal")


def ordered(findings: list[Finding]) -> list[Finding]:
    """By place in the file; indexes of causes follow."""
    order = sorted(range(len(findings)), key=lambda i: (findings[i].line or 0, findings[i].column or 0, i))
    position = {old: new for new, old in enumerate(order)}
    return [
        f if f.consequence_of is None else replace(f, consequence_of=position[f.consequence_of])
        for f in (findings[i] for i in order)
    ]


def not_checked(read: Sequence[Document], knowledge: Knowledge, context: Context) -> Iterator[dict[str, str]]:
    """The rules that only somebody's registry can decide, with whose, and those that lack something of the context."""
    seen = set()
    for doc in read:
        for untold, needs in unchecked(Scope(doc, knowledge, context)):
            if untold not in seen:
                seen.add(untold)
                yield {"code": untold, "needs": needs}
        for name, told in of_registries(doc, knowledge):
            if name not in seen:
                seen.add(name)
                yield told


def of_registries(doc: Document, knowledge: Knowledge) -> list[tuple[str, dict[str, str]]]:
    """The rules of this kind of document that somebody's registry decides, with what is said of them."""
    by_kind: dict[str, list[tuple[str, dict[str, str]]]] = knowledge.derived.setdefault("of registries", {})
    key = f"{doc.root.name} {doc.kind}"
    if key not in by_kind:
        world = "ubl" if doc.is_ubl else "layout"
        by_kind[key] = [
            (rule.rule, {"code": rule.code_for(doc.kind) or rule.rule, "needs": rule.needs["es"]})
            for rule in knowledge.rules.values()
            if not rule.offline and rule.needs and world in rule.worlds and doc.kind != CONTAINER
            if rule.code_for(doc.kind) or (not rule.codes and all(doc.has(f) for f in rule.fields))
        ]
    return by_kind[key]


def entry_of(unit: Opened, findings: Sequence[Finding]) -> dict[str, Any]:
    """A file of a ZIP, and whether its review finished."""
    assert unit.container is not None
    name = unit.container["path"]
    failed = any(f.rule == "internal" and is_in(f.container, name) for f in findings)
    return {**_file(unit, name), "complete": unit.complete and not failed}


def _file(opened: Opened, name: str | None) -> dict[str, Any]:
    return {
        "name": name and name.encode("utf-8", "replace").decode(),
        "size": len(opened.data),
        "sha256": opened.sha256,
        "format": opened.format,
        "document": opened.root,
        "encoding": opened.encoding,
        "scenario": scenario_of(opened),
    }


def _told(context: Context) -> dict[str, Any]:
    """What the document was said to be, where that was said."""
    return {} if context.document_kind is None else {"told": {"document_kind": context.document_kind}}


def _document(opened: Opened) -> dict[str, Any]:
    doc = opened.document
    assert doc is not None
    return {
        "document": opened.root,
        "kind": doc.kind,
        "format": doc.source.format,
        "number": cut(doc.value("doc.number")),
        "issuer_nit": cut(doc.value("doc.issuer_nit") or doc.value("issuer.nit")),
        "encoding": opened.encoding,
        "sha256": opened.sha256,
        "container": opened.container,
        "signed": len(doc.column("signature")) > 0,
        "recognised_by": [
            {"field": doc.at(id_).label, "value": cut(doc.value(id_))}
            for id_ in (doc.root.kind_by, "doc.environment")
            if doc.value(id_)
        ],
    }
