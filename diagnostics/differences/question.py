"""What is asked: the account that does not hold, in the document in which it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from diagnostics.account import Account, Term, cents
from diagnostics.document import At, Document
from knowledge import Knowledge

FLAGS = {"true": "charge", "false": "discount"}


@dataclass(frozen=True)
class Question:
    """An account and its document."""

    doc: Document
    knowledge: Knowledge
    account: Account

    @property
    def gap(self) -> Decimal:
        """How much too much was declared, to the cent."""
        return cents(self.account.difference)

    @property
    def target(self) -> str:
        """Canonical id of what does not add up."""
        return id_of(self.account.at)

    @cached_property
    def groups(self) -> Mapping[tuple[str, int], list[Term]]:
        """The parts by what they are and their sign."""
        return grouped(self.doc, self.account.terms)

    def with_also(self) -> Question:
        """The same where what may be counted is counted."""
        return replace(self, account=self.account.with_also())


def id_of(at: At | None) -> str:
    """Canonical id of the field at a place; "" for a node or a constant."""
    known = at.group.segment.fields.get(at.field or "") if at is not None and at.group is not None else None
    return known.id if known else ""


def grouped(doc: Document, terms: Sequence[Term]) -> Mapping[tuple[str, int], list[Term]]:
    """Terms by what they are and their sign, without those that are zero."""
    found: dict[tuple[str, int], list[Term]] = {}
    for term in terms:
        if term.value:
            found.setdefault((thing_of(doc, term.at), term.sign), []).append(term)
    return found


def thing_of(doc: Document, at: At) -> str:
    """What a place holds, by the name that the words have for it: discount, charge, tax, withholding, line, …"""
    id_ = id_of(at)
    if id_ in ("allowance.amount", "line.allowance.amount"):
        flag = doc.value(id_.replace("amount", "is_charge"), at.row)
        kind = FLAGS.get((flag or "").strip(), "part")
        return f"line_{kind}" if id_.startswith("line.") and kind != "part" else kind
    where, _, field = id_.partition(".tax.")
    if field == "taxable":
        return "base"
    if field in ("amount", "subtotal.amount"):
        assert at.group is not None
        row = at.row if field == "amount" else at.group.parents[at.row]
        return "withholding" if doc.value(f"{where}.tax.is_withholding", row) == "true" else "tax"
    return {"prepaid.amount": "prepaid", "line.total": "line", "line.net_total": "line"}.get(id_, "part")
