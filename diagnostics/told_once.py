"""A node that both UBL's schema and a rule of DIAN's ask for is told once."""

from __future__ import annotations

from collections.abc import Iterable

from diagnostics.issue import Issue, Scope

BY_SCHEMA = "schema-missing"


def told_once(scope: Scope, issues: Iterable[Issue]) -> list[Issue]:
    """The issues without what the schema misses where a rule misses it too and rejects, for its code is the one that
    DIAN answers with. A rule that only warns of it stands behind the schema, which rejects."""
    issues = list(issues)
    by_schema = {i.at for i in issues if i.rule == BY_SCHEMA}
    if not by_schema:
        return issues
    rules, kind = scope.knowledge.rules, scope.doc.kind
    rejected = set()
    for issue in issues:
        if not issue.missing or issue.rule == BY_SCHEMA or issue.at not in by_schema:
            continue
        rule = rules[issue.rule]
        if not (issue.code or rule.code_for(kind)):
            continue
        if rule.severity_in(kind, scope.doc.is_ubl, issue.severity) == "error":
            rejected.add(issue.at)
        else:
            issue.because += (issue.at,)
    return [i for i in issues if i.rule != BY_SCHEMA or i.at not in rejected]
