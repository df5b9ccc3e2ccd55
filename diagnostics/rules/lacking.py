"""Declared presence of what another rule judges: told under the code and with the weight of that rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from diagnostics.issue import Issue, Scope
from diagnostics.rules.presence import required


def lacking(scope: Scope, p: Mapping[str, Any]) -> Iterator[Issue]:
    """Each of `judged` names a `rule` and what `required` takes; it counts where the rule has a code for this kind of
    document, of several codes the one at `part`."""
    kind = scope.doc.kind
    for one in p["judged"]:
        judge = scope.knowledge.rules[one["rule"]]
        codes = judge.code_for(kind)
        if codes is None:
            continue
        code = codes.split("/")[one.get("part", 0)]
        severity = judge.severity_in(kind, True, one.get("severity"))
        for issue in required(scope, one):
            issue.code, issue.severity = code, issue.severity or severity
            issue.args["code"] = code
            yield issue
