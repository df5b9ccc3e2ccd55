"""The account of a finding as plain data: the table of its parts, and in words what explains the difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from diagnostics.account import Account, Step, money, plain
from diagnostics.differences import Explanation, explain
from diagnostics.differences.cause import Cause
from diagnostics.document import At, Document
from diagnostics.issue import Issue
from diagnostics.positions import lines_and_columns
from knowledge import Knowledge
from knowledge.differences import Differences

MOST = 20
MOST_PLACES = 3
LANGUAGES = ("es", "en")


@dataclass(frozen=True, slots=True)
class Table:
    """`sum` is the data of a finding, `said` a sentence for the end of its message by language, or ""."""

    sum: dict[str, Any]
    said: Mapping[str, str]


def tables_of(
    doc: Document, knowledge: Knowledge, text: str, issues: Mapping[int, Issue], follow: frozenset[int]
) -> dict[int, Table]:
    """The tables of those issues that have an account. What only follows from another finding is not explained."""
    accounts = {n: i.account for n, i in issues.items() if i.account is not None}
    if not accounts:
        return {}
    steps = {n: list(islice(account.steps(), MOST)) for n, account in accounts.items()}
    places = list(dict.fromkeys(s.at for shown in steps.values() for s in shown if s.at))
    spans = doc.source.locate(places)
    starts = lines_and_columns(text, [span.start for span in spans.values()])
    lines = {at: starts[span.start][0] for at, span in spans.items()}
    made = {}
    for n, account in accounts.items():
        found = None if n in follow else explain(doc, knowledge, account, issues[n].at)
        made[n] = Table(
            _data(doc, account, steps[n], lines, found), _words(doc, knowledge.differences, found)
        )
    return made


def _data(
    doc: Document, account: Account, steps: list[Step], lines: Mapping[At, int], found: Explanation | None
) -> dict[str, Any]:
    return {
        "path": doc.source.path(account.at),
        "label": account.at.label,
        "terms": [
            {
                "path": doc.source.path(s.at) if s.at else None,
                "label": s.label,
                "line": lines.get(s.at) if s.at else None,
                "value": plain(s.value),
                "sign": s.sign,
            }
            for s in steps
        ],
        "count": len(account.factors) + len(account.terms),
        "expected": money(account.expected),
        "found": money(account.found),
        "difference": money(account.difference),
        "causes": [c.name for c in found.causes] if found else [],
    }


def _words(doc: Document, words: Differences, found: Explanation | None) -> dict[str, str]:
    if found is None:
        return dict.fromkeys(LANGUAGES, "")
    return {
        lang: words.sentence(
            [_cause(doc, words, c, lang) for c in found.causes], lang, found.both, found.also
        )
        for lang in LANGUAGES
    }


def _cause(doc: Document, words: Differences, cause: Cause, lang: str) -> str:
    count = len(cause.places)
    if cause.thing and cause.whole and count > 1:
        thing = words.group(cause.thing, count, lang)
    else:
        paths = [doc.source.path(at) for at in cause.places[:MOST_PLACES]]
        thing = words.one_of(cause.thing, paths, count, lang) if cause.thing else ""
    return words.causes[cause.name][lang].format(thing=thing, **cause.figures)
