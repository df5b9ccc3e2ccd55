"""The pages of hashes say what the code does: the same ingredients in the same order, and every mistake it knows."""

import pytest

from diagnostics.context import Context
from diagnostics.hashes.compare import security_code, uuid
from diagnostics.hashes.mistakes import ZONE_IN_HASH
from diagnostics.hashes.parts import digest
from diagnostics.hashes.reading import ubl_documents
from diagnostics.hashes.recipes import TAXES
from diagnostics.rules.qr import HOSTS
from knowledge import load
from knowledge.correspondence import label_of
from portal.web.guide.hash_example import made, published, spoiled
from tests import ubl

KNOWN = load()
TOLD = Context(technical_key="fc8eac422eba16e22ffd8c6f94b3f40a6e38162c", software_pin="54321")
BASES = [
    ("cufe", "factura"),
    ("cufe", "factura_exportacion"),
    ("cude", "factura_contingencia"),
    ("cude", "nota_credito"),
    ("cude", "nota_debito"),
    ("cude-eventos", "evento"),
    ("cuds", "documento_soporte"),
]


@pytest.mark.parametrize(("slug", "base"), BASES)
def test_the_ingredients_are_those_of_the_recipe(slug: str, base: str) -> None:
    (doc,) = ubl_documents(ubl.edited(base, []))
    recipe, entry = uuid(doc, TOLD, seek=False).recipe, KNOWN.hashes[slug]
    assert [i.part for i in entry.ingredients] == [part.name for part in recipe.parts]
    assert entry.secret == recipe.secret
    assert entry.name.startswith(recipe.name) and entry.scheme == f"{recipe.name}-SHA384"
    root = next(r for r in KNOWN.ubl.values() if doc.root.name == r.name)
    for ingredient, part in zip(entry.ingredients, recipe.parts, strict=True):
        assert ingredient.secret == part.secret
        if part.at is not None and ingredient.field:
            assert label_of(root, ingredient.field) == part.at.label
        if ingredient.literal:
            assert ingredient.literal == part.text


def test_those_of_the_security_code_too() -> None:
    (doc,) = ubl_documents(ubl.edited("factura", []))
    recipe = security_code(doc, TOLD, seek=False).recipe
    assert [i.part for i in KNOWN.hashes["software"].ingredients] == [part.name for part in recipe.parts]


@pytest.mark.parametrize("entry", KNOWN.hashes.values(), ids=lambda h: h.hash)
def test_the_example_gives_its_published_value(entry) -> None:
    value = made(entry, published(KNOWN, entry))
    assert value.startswith(entry.example.starts) and value.endswith(entry.example.ends)
    assert bool(entry.example.starts) == (entry.hash in ("cufe", "cude"))


def test_only_the_taxes_that_the_page_names_go_in() -> None:
    for slug in ("cufe", "cude", "cuds"):
        literals = [i.literal for i in KNOWN.hashes[slug].ingredients if i.literal]
        assert tuple(literals) == TAXES


def test_the_qr_leads_to_the_host_of_production() -> None:
    entry = KNOWN.hashes["qr"]
    address = made(entry, published(KNOWN, entry))
    assert address.startswith(f"https://{HOSTS['1']}/") and HOSTS["2"] in " ".join(entry.notes)


def test_every_known_mistake_is_on_some_page() -> None:
    told = {m.name for entry in KNOWN.hashes.values() for m in spoiled(KNOWN, entry)}
    known = set(KNOWN.rules["security-code-as-computed"].details) | set(
        KNOWN.rules["uuid-as-computed"].details
    )
    words = {"missing", "shape", "capitals", "differs", "text", "no-mistake", "two-versions", "open-formula"}
    needs = {name for name in known if name.startswith("needs-")}
    # That one is a fault of the document and not of its hash.
    assert known - words - needs - {ZONE_IN_HASH} == told


@pytest.mark.parametrize("entry", KNOWN.hashes.values(), ids=lambda h: h.hash)
def test_each_mistake_is_told_apart_by_its_value(entry) -> None:
    found = list(spoiled(KNOWN, entry))
    assert len({m.hash[:12] for m in found}) == len(found)
    assert all("{" not in m.say["es"] + m.say["en"] for m in found)
    assert all(m.hash != digest(published(KNOWN, entry)) for m in found)
