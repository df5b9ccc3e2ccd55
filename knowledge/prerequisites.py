"""What should be true before a request: seen by the portal itself where it can, with the proof of it.

What is missing never blocks; what cannot be seen is said to be unknown, which is a state of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from knowledge.catalogue import Prerequisite, RequestKind, visible_answers
from knowledge.conditions import Answers, holds, undecided
from knowledge.layout import Text
from knowledge.wording import fill


class State(StrEnum):
    MET = "met"
    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the portal knows. `profile`: fact -> true, false or (also by absence) unknown; `proofs`: fact ->
    what shows it; `solved`: request kind -> reference of its last solved request of this organisation;
    `attachments`: items received; `confirmed`: prerequisites that the requester says are met."""

    profile: Mapping[str, bool | None] = field(default_factory=dict)
    proofs: Mapping[str, Text] = field(default_factory=dict)
    solved: Mapping[str, str] = field(default_factory=dict)
    attachments: Collection[str] = ()
    confirmed: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """A prerequisite, whether it is met, and the sentence that proves or explains it."""

    prerequisite: Prerequisite
    state: State
    proof: Text


def check_prerequisites(kind: RequestKind, answers: Answers, facts: Facts) -> list[Checked]:
    """Each prerequisite that applies, or may apply while the answer that decides it is open, in its order."""
    kept = visible_answers(kind, answers)
    return [
        _checked(kind, p, kept, facts) for p in kind.before if holds(p.when, kept) or undecided(p.when, kept)
    ]


def _checked(kind: RequestKind, prerequisite: Prerequisite, answers: Answers, facts: Facts) -> Checked:
    seen = [_seen(kind, check, answers, facts) for check in prerequisite.checks]
    for wanted in (State.MET, State.MISSING):
        for state, proof in seen:
            if state is wanted:
                return Checked(prerequisite, state, proof)
    if prerequisite.confirm and prerequisite.item in facts.confirmed:
        return Checked(prerequisite, State.MET, kind.messages["proof_confirmed"])
    return Checked(prerequisite, State.UNKNOWN, prerequisite.detail or kind.messages["proof_unknown"])


def _seen(kind: RequestKind, check: Mapping[str, str], answers: Answers, facts: Facts) -> tuple[State, Text]:
    says = kind.messages
    if "attachment" in check:
        if check["attachment"] in facts.attachments:
            return State.MET, says["proof_attached"]
        return State.MISSING, says["proof_not_attached"]
    if "solved" in check:
        if reference := facts.solved.get(check["solved"]):
            return State.MET, fill(says["proof_solved"], reference=reference)
        return State.UNKNOWN, says["proof_unknown"]
    if "fact" in check:
        known = facts.profile.get(check["fact"])
        if known is None:
            return State.UNKNOWN, says["proof_unknown"]
        proof = facts.proofs.get(check["fact"], says[f"proof_{check['fact']}_{str(known).lower()}"])
        return State.MET if known else State.MISSING, proof
    value = answers.get(check["field"])
    if value is None:
        return State.UNKNOWN, says["proof_unknown"]
    label = kind.question(check["field"]).label
    proof = fill(says["proof_answer"], label=label, value=str(value))
    return State.MET if re.search(check["pattern"], str(value)) else State.MISSING, proof
