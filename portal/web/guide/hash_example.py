"""The worked example of a hash and what the known mistakes make of it, computed by the code that judges documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from diagnostics.hashes.mistakes import Material, mistakes
from diagnostics.hashes.parts import Part, Parts, digest, truncated
from knowledge import Knowledge
from knowledge.hash import HashEntry, Trial
from knowledge.layout import Text


@dataclass(frozen=True, slots=True)
class Spoiled:
    """A known mistake on the trial: what is said of it, and the hash that gives it away."""

    name: str
    say: Text
    hash: str


def example_parts(entry: HashEntry, values: Mapping[str, str]) -> Parts:
    """The parts of an entry with these values; amounts are cut as those of a document are."""
    return tuple(_part(entry, values, i.part, i.literal, i.amount, i.secret) for i in entry.ingredients)


def _part(
    entry: HashEntry, values: Mapping[str, str], name: str, literal: str | None, amount: bool, secret: bool
) -> Part:
    text = literal if literal is not None else values[name]
    if amount:
        value = Decimal(text)
        return Part(name, truncated(value), value=value)
    return Part(name, text, secret=secret)


def made(entry: HashEntry, parts: Parts) -> str:
    """What comes of the parts: their hash, or they themselves where nothing is hashed."""
    return digest(parts) if entry.algorithm == "sha384" else "".join(part.text for part in parts)


def published(knowledge: Knowledge, entry: HashEntry) -> Parts:
    """The parts of the entry's example."""
    values = dict(entry.example.values)
    if entry.example.of:
        other = knowledge.hashes[entry.example.of]
        code = made(other, published(knowledge, other))
        values = {i.part: code for i in entry.ingredients if i.field} | values
    return example_parts(entry, values)


def trial_parts(entry: HashEntry, trial: Trial) -> Parts:
    """The parts of the trial: the example with what the trial has otherwise."""
    return example_parts(entry, {**entry.example.values, **trial.values})


def spoiled(knowledge: Knowledge, entry: HashEntry) -> Iterator[Spoiled]:
    """Each known mistake once, in the words of the rule that finds it."""
    if entry.trial is None or entry.mistakes is None:
        return
    rule, parts = knowledge.rules[entry.mistakes], trial_parts(entry, entry.trial)
    right, seen = digest(parts), set()
    for mistake in mistakes(_material(entry.trial, parts)):
        value = digest(mistake.change(parts))
        if mistake.name not in seen and value != right:
            seen.add(mistake.name)
            said = rule.detail(mistake.name)
            yield Spoiled(mistake.name, {k: t.format_map(mistake.args) for k, t in said.items()}, value)


def _material(trial: Trial, parts: Parts) -> Material:
    secret = next(part.name for part in parts if part.secret)
    return Material(
        parts=parts,
        keys=tuple(
            (name, Part(secret, told["secret"], secret=True), told.get("of", ""))
            for name, told in trial.keys.items()
        ),
        others={code: Decimal(amount) for code, amount in trial.others.items()},
        digits=trial.digits,
        prefix=trial.prefix,
        inclusive=Decimal(trial.inclusive) if trial.inclusive else None,
        software=trial.software,
    )
