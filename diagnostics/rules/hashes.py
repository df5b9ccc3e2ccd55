"""CUFE, CUDE, CUDS and the security code of the software, worked out again with what was typed in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from diagnostics.hashes.compare import Comparison, security_code, uuid
from diagnostics.hashes.mistakes import ZONE_IN_HASH
from diagnostics.hashes.parts import shown
from diagnostics.hashes.search import names
from diagnostics.issue import Issue, Remedy, Scope, rule

SHAPE = re.compile(r"[0-9a-fA-F]{96}", re.ASCII)


@rule("uuid-as-computed")
def uuid_as_computed(scope: Scope) -> Iterator[Issue]:
    """The UUID has the shape of a SHA-384 and, with the key at hand, is that of the document."""
    yield from _judged(scope, uuid(scope.doc, scope.context))


@rule("security-code-as-computed")
def security_code_as_computed(scope: Scope) -> Iterator[Issue]:
    """The same of the security code, which is missing only for another rule."""
    compared = security_code(scope.doc, scope.context)
    if compared.found:
        yield from _judged(scope, compared)


def _judged(scope: Scope, compared: Comparison) -> Iterator[Issue]:
    doc, found, name = scope.doc, compared.found, compared.name
    at = doc.at(compared.field)
    if not found:
        there = doc.value(compared.field)
        yield Issue(at, there, None, {"name": name, "detail": "missing"}, there is None)
    elif not SHAPE.fullmatch(found):
        yield Issue(at, found, None, {"name": name, "detail": "shape"})
    elif compared.comparable and not compared.same:
        yield _mismatch(scope, compared)
    elif found != found.lower():
        remedy = Remedy(found.lower(), safe=True)
        args = {"name": name, "detail": "capitals"}
        yield Issue(at, found, found.lower(), args, remedy=remedy, severity="warning")


def _mismatch(scope: Scope, compared: Comparison) -> Issue:
    """What is known to be wrong is its own cause; else a wrong value in the document may be. Only what a known mistake
    proves is offered as a correction: the key that was typed in may be the wrong one."""
    made, parts = compared.mistakes, compared.recipe.parts
    args = {"name": compared.name, "text": shown(parts), "computed": compared.computed}
    for mistake in made:
        args |= mistake.args
    args["detail"] = " ".join(filter(None, ("differs", names(made) or "no-mistake", "text", compared.doubt)))
    proved = bool(made) and ZONE_IN_HASH not in [mistake.name for mistake in made]
    return Issue(
        scope.doc.at(compared.field),
        compared.found,
        compared.computed,
        args,
        because=() if made else tuple(part.at for part in parts if part.at is not None),
        remedy=Remedy(compared.computed, safe=False) if proved else None,
    )
