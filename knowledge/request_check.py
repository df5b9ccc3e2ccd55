"""Whether a request kind holds together: what its schema cannot see, such as a condition on a later one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from knowledge.catalogue import Attachment, Prerequisite, RequestKind, with_shared
from knowledge.conditions import Condition, fields_of
from knowledge.wording import PLACEHOLDER

Problem = tuple[str, str]
"""JSON pointer in the kind with what it shares spelt out, and the reason."""


def check_request(raw: Mapping[str, Any], shared: Mapping[str, Any]) -> list[Problem]:
    """The problems of one kind whose file, like that of what is shared, follows the schema."""
    if dangling := list(_dangling(raw, shared)):
        return dangling
    kind = RequestKind.from_dict(with_shared(raw, shared))
    return [*_conditions(kind), *_names(kind), *_fields(kind), *_checks(kind)]


def _dangling(raw: Mapping[str, Any], shared: Mapping[str, Any]) -> Iterator[Problem]:
    for group in ("pages", "attachments", "before"):
        for n, part in enumerate(raw[group]):
            yield from _use(part, shared[group], f"/{group}/{n}")
            for m, question in enumerate(part.get("questions", ())):
                yield from _use(question, shared["questions"], f"/{group}/{n}/questions/{m}")
    for name, page in shared["pages"].items():
        for m, question in enumerate(page.get("questions", ())):
            yield from _use(question, shared["questions"], f"/pages/{name}/questions/{m}")
    if "section" not in {**shared["pages"].get(raw["pages"][0].get("use"), {}), **raw["pages"][0]}:
        yield "/pages/0", "the first page has no section"


def _use(part: Mapping[str, Any], shared: Mapping[str, Any], pointer: str) -> Iterator[Problem]:
    if "use" in part and part["use"] not in shared:
        yield pointer, f"nothing is shared under the name {part['use']}"


def _conditions(kind: RequestKind) -> Iterator[Problem]:
    known: dict[str, set[str]] = {}
    for n, page in enumerate(kind.pages):
        for m, q in enumerate(page.questions):
            pointer = f"/pages/{n}/questions/{m}"
            yield from _condition(q.when, known, pointer)
            yield from _condition(None if isinstance(q.required, bool) else q.required, known, pointer)
            if q.at_least and q.at_least not in known:
                yield pointer, f"at_least reads {q.at_least}, which is not asked before"
            known[q.field] = {o.value for o in q.options}
    groups: dict[str, Sequence[Attachment | Prerequisite]] = {
        "attachments": kind.attachments,
        "before": kind.before,
    }
    for group, parts in groups.items():
        for n, part in enumerate(parts):
            yield from _condition(part.when, known, f"/{group}/{n}")


def _condition(condition: Condition | None, known: Mapping[str, set[str]], pointer: str) -> Iterator[Problem]:
    for field in sorted(fields_of(condition) - set(known)):
        yield pointer, f"the condition reads {field}, which is not asked before"
    for leaf in _leaves(condition):
        values = {*leaf.get("in", ()), *filter(None, [leaf.get("contains")])}
        for value in sorted(values - known.get(leaf["field"], values), key=str):
            yield pointer, f"the condition waits for {value}, which is no choice of {leaf['field']}"


def _leaves(condition: Condition | None) -> Iterator[Condition]:
    if condition is None:
        return
    inner = [*condition.get("all", ()), *condition.get("any", ()), condition.get("not")]
    for part in inner:
        yield from _leaves(part)
    if "field" in condition:
        yield condition


def _names(kind: RequestKind) -> Iterator[Problem]:
    items = [q.field for q in kind.questions] + [a.item for a in kind.attachments]
    items += [check.item for check in kind.agent_checklist]
    groups = {"": items, "/pages": [p.page for p in kind.pages], "/before": [p.item for p in kind.before]}
    for pointer, names in groups.items():
        for name, count in Counter(names).items():
            if count > 1:
                yield pointer, f"the name {name} is used {count} times"


def _fields(kind: RequestKind) -> Iterator[Problem]:
    fields = {q.field for q in kind.questions}
    for field in kind.duplicate_key:
        if field not in fields | {"file"}:
            yield "/duplicate_key", f"{field} is not asked"
    for lang, text in kind.subject.items():
        for field in PLACEHOLDER.findall(text):
            if field not in fields:
                yield f"/subject/{lang}", f"{field} is not asked"


def _checks(kind: RequestKind) -> Iterator[Problem]:
    fields = {q.field for q in kind.questions}
    files = {a.item for a in kind.attachments}
    for n, prerequisite in enumerate(kind.before):
        for check in prerequisite.checks:
            if "field" in check and check["field"] not in fields:
                yield f"/before/{n}", f"{check['field']} is not asked"
            if "attachment" in check and check["attachment"] not in files:
                yield f"/before/{n}", f"the file {check['attachment']} is not asked for"
            if "pattern" in check and not _compiles(check["pattern"]):
                yield f"/before/{n}", f"{check['pattern']} is no regular expression"


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True
