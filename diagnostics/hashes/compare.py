"""The hashes of a document against what they should be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from diagnostics.context import Context
from diagnostics.document import Document
from diagnostics.hashes.mistakes import Material, Mistake
from diagnostics.hashes.parts import Part, digest
from diagnostics.hashes.recipes import (
    TAXES,
    Recipe,
    header_taxes,
    security_code_recipe,
    text,
    uuid_name,
    uuid_recipes,
)
from diagnostics.hashes.search import explain
from diagnostics.hashes.secrets import KEY, PIN, others_for, secret_for

UUID, SECURITY_CODE = "doc.cufe", "software.security_code"
UNKNOWN = "?"
DOUBTS = {"support": "two-versions", "event": "open-formula"}
"""Kind of document -> why what its UUID should be is not certain."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One hash of a document. `field` is where it stands, `found` what stands there. `lacks` is the secret that was
    not typed in; then there is nothing to compare, nor where a recipe misses a field. `recipe` is the one that gives
    the value, or is explained by `mistakes`, else the first; `doubt` says why it may be another one."""

    name: str
    field: str
    found: str
    lacks: str | None
    recipe: Recipe
    mistakes: tuple[Mistake, ...] = ()
    doubt: str = ""

    @property
    def comparable(self) -> bool:
        return bool(self.found) and self.lacks is None and not self.recipe.missing

    @property
    def computed(self) -> str:
        return digest(self.recipe.parts)

    @property
    def same(self) -> bool:
        """DIAN compares in lower case."""
        return self.computed == self.found.lower()


def uuid(doc: Document, context: Context, seek: bool = True) -> Comparison:
    """The CUFE, CUDE or CUDS of a document; `seek` what went wrong where it is another one."""
    secret = KEY if uuid_name(doc) == "CUFE" else PIN
    chosen = secret_for(secret, doc, context)
    recipes = uuid_recipes(doc, chosen or Part(secret, UNKNOWN, secret=True))
    return _compared(doc, context, UUID, recipes, chosen, secret, seek)


def security_code(doc: Document, context: Context, seek: bool = True) -> Comparison:
    """The same of the security code of the software."""
    chosen = secret_for(PIN, doc, context)
    recipe = security_code_recipe(doc, chosen or Part(PIN, UNKNOWN, secret=True))
    return _compared(doc, context, SECURITY_CODE, [recipe], chosen, PIN, seek)


def _compared(
    doc: Document,
    context: Context,
    field: str,
    recipes: list[Recipe],
    chosen: Part | None,
    secret: str,
    seek: bool,
) -> Comparison:
    found, first = text(doc, field), recipes[0]
    doubt = DOUBTS.get(doc.kind, "") if field == UUID else ""
    plain = Comparison(first.name, field, found, None if chosen else secret, first, doubt=doubt)
    if chosen is None or not plain.comparable or not seek:
        return plain
    for recipe, made in _explained(doc, context, recipes, chosen, found.lower()):
        return replace(plain, recipe=recipe, mistakes=made)
    return plain


def _explained(
    doc: Document, context: Context, recipes: list[Recipe], chosen: Part, found: str
) -> Iterator[tuple[Recipe, tuple[Mistake, ...]]]:
    """The recipes that give the value, then those that do so with known mistakes."""
    yield from ((recipe, ()) for recipe in recipes if digest(recipe.parts) == found)
    for recipe in recipes:
        made = explain(found, _material(doc, context, recipe, chosen))
        if made:
            yield recipe, made


def _material(doc: Document, context: Context, recipe: Recipe, chosen: Part) -> Material:
    taxes = header_taxes(doc) if doc.kind != "event" else {}
    return Material(
        parts=recipe.parts,
        keys=others_for(chosen.name, chosen, context),
        others={code: amount for code, (amount, _) in taxes.items() if code not in TAXES},
        digits={"issuer": text(doc, "issuer.nit_dv"), "acquirer": text(doc, "acquirer.nit_dv")}
        if doc.kind != "event"
        else {"issuer": text(doc, "sender.nit_dv"), "acquirer": text(doc, "receiver.nit_dv")},
        prefix=text(doc, "numbering.prefix"),
        inclusive=doc.number("totals.tax_inclusive"),
        software=context.software_id or "",
    )
