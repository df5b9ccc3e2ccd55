"""What explains exactly why an account does not add up: one cause, or two together, or nothing is said.

Each idea is a function of one module from a `Question` to causes; each looks once at every part of the account, and
only whole groups are tried in pairs. The words are in knowledge/rules/_differences.yaml.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from diagnostics.account import Account, cents
from diagnostics.differences import digits, outside, parts, rates, rounding, shift
from diagnostics.differences.cause import Cause
from diagnostics.differences.pairs import pair
from diagnostics.differences.question import Question
from diagnostics.document import At, Document
from knowledge import Knowledge

IDEAS = (
    rates.causes,
    shift.whole,
    parts.groups,
    parts.single,
    outside.values,
    rounding.causes,
    shift.part,
    digits.swapped,
)
"""In this order: the first that explain the difference are told."""
MOST = 2


@dataclass(frozen=True, slots=True)
class Explanation:
    """One cause or several of which each would do; with `both`, two that explain it together. `also` where the
    account was taken with what may be counted in it (prepayments)."""

    causes: tuple[Cause, ...]
    both: bool = False
    also: bool = False


def explain(doc: Document, knowledge: Knowledge, account: Account, at: At) -> Explanation | None:
    """What explains the difference of an account to the cent; None where nothing does, or too much might. Where the
    part at `at` is held to be wrong and not the figure itself, only what happened to that part is told."""
    if cents(account.difference) == 0:
        return None
    asked = Question(doc, knowledge, account)
    questions = [asked, asked.with_also()] if account.also else [asked]
    for idea, question in product(IDEAS, questions):
        causes = [c for c in idea(question) if account.at == at or at in c.places]
        if causes:
            return Explanation(tuple(causes[:MOST]), also=question is not asked)
    for question in questions if at == account.at else ():
        both = pair([*parts.candidates(question), *outside.candidates(question)], question.gap)
        if both:
            return Explanation(both, both=True, also=question is not asked)
    return None
