"""The other name of the place of a finding: the layout's field that feeds a node of UBL, and the reverse."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from diagnostics import Finding
from knowledge import Knowledge, load
from knowledge.correspondence import id_at, layout_names, roots_for, ubl_path
from knowledge.layout import Root
from knowledge.ubl import UblRoot

MOST = 4
"""Fields that are named; a node that more of them feed is no single place."""
_LAST = re.compile(r"/([A-Z]+_\d+)(?:\[\d+\]|/\d+)?$")


@dataclass(frozen=True, slots=True)
class Counterpart:
    """`of` is the world that the names are of; each has the address of its page in the guide."""

    of: str
    names: tuple[tuple[str, str], ...]


def counterpart(finding: Finding) -> Counterpart | None:
    """None where the other vocabulary has no name for the place."""
    knowledge = load()
    root = finding.path.split("/")[1] if finding.path.count("/") > 1 else ""
    if root in knowledge.ubl:
        return _in_layout(knowledge, knowledge.ubl[root], finding)
    if root in knowledge.structure:
        return _in_ubl(knowledge, knowledge.structure[root], finding)
    return None


def _in_layout(knowledge: Knowledge, root: UblRoot, finding: Finding) -> Counterpart | None:
    rule = knowledge.rules.get(finding.rule)
    fields: Sequence[str] = rule.fields if rule else ()
    at = id_at(root, finding.path)
    # Of what is missing the path names the node around it: a rule of one field knows which one.
    id_ = fields[0] if len(fields) == 1 and fields[0] != at else at
    names = layout_names(knowledge.structure, root, id_) if id_ else ()
    return Counterpart("layout", tuple((n, n) for n in names)) if 0 < len(names) <= MOST else None


def _in_ubl(knowledge: Knowledge, root: Root, finding: Finding) -> Counterpart | None:
    last = _LAST.search(finding.path)
    field = next((f for f in root.by_id.values() if last and f.name == last[1]), None)
    # A note of the layout is a credit or a debit note: the code that was found says which.
    kinds = sorted({root.kind, *root.kinds.values()}, key=lambda k: k[0].upper() != finding.code[:1])
    known = roots_for(knowledge.ubl, kinds[:1])[:1]
    if field is None or not known or field.id not in known[0].by_id:
        return None
    return Counterpart("ubl", ((ubl_path(known[0], field.id), field.name),))
