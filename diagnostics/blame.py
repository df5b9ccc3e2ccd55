"""Which one value explains the sums that do not hold?

When a base is mistyped, the tax of its line, the header's base and the taxable total all disagree, each with
another field. Every violated sum says what each of its values would have to be; here each such value is tried in
turn: the one after which most sums hold is the cause, and the others follow from it. Nothing is guessed: a value is
blamed only because the document agrees with itself once it is put right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from diagnostics.document import At
from diagnostics.issue import Check, Issue, Remedy, Scope

MOST_LINES = 400
MOST_TRIALS = 24
MOST_CAUSES = 6

Layer = Sequence[tuple[str, Check]]


def settle(scope: Scope, issues: list[Issue], layer: Layer, wrong: set[At]) -> list[Issue]:
    """The issues of the arithmetic layer with their causes: an issue moves none, but the blamed value gets one of
    its own where none stands there, and the explained ones name it in `because`.

    `wrong` are places that other layers already found at fault: what depends on them is left as it is.
    """
    open_ = [i for i in issues if i.implied and not wrong.intersection(i.because)]
    if not open_ or len(scope.doc.groups["ITE"]) > MOST_LINES:
        return issues
    standing = {(i.rule, i.at) for i in issues}
    suspects = Counter(place for i in issues if not i.implied for place in i.because)
    added: list[Issue] = []
    changed: list[tuple[At, str | None]] = []
    try:
        for _ in range(MOST_CAUSES):
            best = _best(scope, open_, layer, standing, suspects)
            if best is None:
                break
            at, text, left = best
            explained = [i for i in open_ if _key(i) not in left]
            cause = next((i for i in explained if i.at == at), None) or _cause(scope, at, text, explained)
            if cause not in issues:
                added.append(cause)
            for issue in explained:
                if issue is not cause:
                    issue.because = (at,)
            cause.because = ()
            cause.args["blamed"] = "yes"
            changed.append((at, scope.doc.put(at, text)))
            open_ = [i for i in open_ if _key(i) in left]
            if not open_:
                break
    finally:
        for at, before in reversed(changed):
            scope.doc.put(at, before)
    return [*issues, *added]


def _best(
    scope: Scope, open_: list[Issue], layer: Layer, standing: set[tuple[str, At]], suspects: Mapping[At, int]
) -> tuple[At, str, set[tuple[str, At]]] | None:
    """(place, value, violations left) of the trial that leaves the fewest; one that breaks what held, or leaves as
    many, explains nothing. Of equals the total itself goes before its parts."""
    before = {_key(i) for i in open_}
    best: tuple[int, At, str, set[tuple[str, At]]] | None = None
    for at, text in _candidates(open_, suspects):
        left = _left(scope, at, text, layer)
        if left - standing:
            continue
        left &= before
        if len(left) == len(before):
            continue
        if best is None or len(left) < best[0]:
            best = (len(left), at, text, left)
        if not left:
            break
    return best[1:] if best else None


def _candidates(open_: list[Issue], suspects: Mapping[At, int]) -> Iterator[tuple[At, str]]:
    """Values asked for by violated sums: first those that most sums ask for alike, then those at places on which other
    findings rest, then totals before parts."""
    votes: dict[tuple[At, str], int] = {}
    own = {i.at for i in open_}
    for issue in open_:
        for at, text in issue.implied[:40]:
            if not text.startswith("-"):
                votes[at, text] = votes.get((at, text), 0) + 1
    ranked = sorted(votes, key=lambda c: (-votes[c], -suspects.get(c[0], 0), c[0] not in own))
    yield from ranked[:MOST_TRIALS]


def _left(scope: Scope, at: At, text: str, layer: Layer) -> set[tuple[str, At]]:
    before = scope.doc.put(at, text)
    try:
        return {(i.rule or name, i.at) for name, check in layer for i in check(scope)}
    finally:
        scope.doc.put(at, before)


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
    )


def _key(issue: Issue) -> tuple[str, At]:
    return issue.rule, issue.at
