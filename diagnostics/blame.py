"""Which one value explains the sums that do not hold?

When a base is mistyped, the tax of its line, the header's base and the taxable total all disagree, each with
another field. Every violated sum says what each of its values would have to be; here each such value is tried in
turn: the one after which most sums hold is the cause, and the others follow from it. Nothing is guessed: a value is
blamed only because the document agrees with itself once it is put right. Where the same field of several lines would
do, none is blamed, and never the base of a tax that is its line's total.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice

from diagnostics.document import At
from diagnostics.issue import Issue, Remedy, Scope
from diagnostics.sums import line_severity
from diagnostics.trials import Key, Layer, Trials, key_of

MOST_LINES = 400
MOST_TRIALS = 24
MOST_CAUSES = 6

Rank = tuple[int, int]
"""How many sums ask for a value, and how many other findings rest on its place."""


def settle(scope: Scope, issues: list[Issue], layer: Layer, wrong: set[At]) -> list[Issue]:
    """The issues of the arithmetic layer with their causes: an issue moves none, but the blamed value gets one of
    its own where none stands there, and the explained ones name it in `because`.

    `wrong` are places that other layers already found at fault: what depends on them is left as it is.
    """
    open_ = [i for i in issues if i.implied and not wrong.intersection(i.because)]
    if not open_ or len(scope.doc.column("line.total")) > MOST_LINES:
        return issues
    standing = {key_of(i) for i in issues}
    trials = Trials(scope, layer)
    suspects = Counter(place for i in issues if not i.implied for place in i.because)
    added: list[Issue] = []
    changed: list[tuple[At, str | None]] = []
    try:
        for _ in range(MOST_CAUSES):
            best = _best(trials, open_, standing, suspects)
            if best is None:
                break
            at, text, left, alone = best
            explained = [i for i in open_ if key_of(i) not in left]
            if not alone:
                open_ = [i for i in open_ if key_of(i) in left]
                continue
            cause = next((i for i in explained if i.at == at), None) or _cause(scope, at, text, explained)
            if cause not in issues:
                added.append(cause)
            for issue in explained:
                if issue is not cause:
                    issue.because = (at,)
            cause.because = ()
            cause.args["blamed"] = "yes"
            changed.append((at, trials.keep(at, text)))
            open_ = [i for i in open_ if key_of(i) in left]
            if not open_:
                break
    finally:
        for at, before in reversed(changed):
            scope.doc.put(at, before)
    return [*issues, *added]


def _best(
    trials: Trials, open_: list[Issue], standing: set[Key], suspects: Mapping[At, int]
) -> tuple[At, str, set[Key], bool] | None:
    """(place, value, violations left, whether no other line would do) of the trial that leaves the fewest; one that
    breaks what held, or leaves as many, explains nothing. Of equals the total itself goes before its parts."""
    before = {key_of(i) for i in open_}
    best: tuple[At, str, set[Key]] | None = None
    rank: Rank = (0, 0)
    alone = True
    for at, text, own in _candidates(trials.scope, open_, suspects):
        alike = best is not None and own == rank and _same_field(at, best[0])
        if best is not None and not best[2] and not alike:
            continue
        after = trials.left(at, text, standing)
        if after is None:
            continue
        left = after & before
        if len(left) == len(before):
            continue
        if best is None or len(left) < len(best[2]):
            best, rank, alone = (at, text, left), own, True
        elif alike and len(left) == len(best[2]):
            alone = False
    return (*best, alone) if best else None


def _same_field(a: At, b: At) -> bool:
    return a.group is b.group and a.field == b.field and a.row != b.row


def _candidates(
    scope: Scope, open_: list[Issue], suspects: Mapping[At, int]
) -> Iterator[tuple[At, str, Rank]]:
    """Values asked for by violated sums: first those that most sums ask for alike, then those at places on which other
    findings rest, then totals before parts."""
    votes: dict[tuple[At, str], int] = {}
    own = {i.at for i in open_}
    for issue in open_:
        asked = (c for c in issue.implied if not c[1].startswith("-") and not _fits_its_line(scope, c[0]))
        for at, text in islice(asked, 40):
            votes[at, text] = votes.get((at, text), 0) + 1
    ranked = sorted(votes, key=lambda c: (-votes[c], -suspects.get(c[0], 0), c[0] not in own))
    for at, text in ranked[:MOST_TRIALS]:
        yield at, text, (votes[at, text], suspects.get(at, 0))


def _fits_its_line(scope: Scope, at: At) -> bool:
    """Whether a place is the base of a line's tax and that base is the line's total."""
    base = scope.doc.root.by_id.get("line.tax.taxable")
    if at.group is None or base is None or at.field != base.name or at.group.parent is None:
        return False
    line = at.group.parent.parents[at.group.parents[at.row]]
    value, total = scope.doc.number(base.id, at.row), scope.doc.number("line.total", line)
    return value is not None and total is not None and line_severity(value, total) is None


def _cause(scope: Scope, at: At, text: str, explained: list[Issue]) -> Issue:
    """The issue at a blamed value, in the words of the first sum that it breaks."""
    first = explained[0]
    found = scope.doc.put(at, text)
    scope.doc.put(at, found)
    args = dict(first.args)
    return Issue(
        at,
        found,
        text,
        args,
        remedy=Remedy(text, safe=False),
        code=first.code,
        severity=first.severity,
        rule=first.rule,
        account=first.account,
    )
