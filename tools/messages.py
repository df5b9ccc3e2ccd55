"""Bring the catalogue of the interface in line with the code: `make messages`, then translate what is empty.

The strings of Python and of the templates are Spanish; portal/translations/en holds their English.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "portal" / "translations" / "en" / "LC_MESSAGES"
SOURCE, COMPILED = FOLDER / "messages.po", FOLDER / "messages.mo"
WHERE = {
    "portal": [("**.py", "python")],
    "templates": [("**.html", "jinja2"), ("**.txt", "jinja2")],
}
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None}


def extracted() -> Catalog:
    """Every string of the interface, as the code has it now."""
    found = Catalog(fuzzy=False)
    for folder, methods in WHERE.items():
        for _file, _line, message, _comments, context in extract_from_dir(
            ROOT / folder, method_map=methods, keywords=KEYWORDS
        ):
            found.add(message, context=context)
    return found


def stored() -> Catalog:
    """The catalogue as it stands in the project."""
    with SOURCE.open("rb") as file:
        return read_po(file, locale="en")


def update() -> None:
    """Add what is new, drop what is gone, compile."""
    catalogue = stored()
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    with SOURCE.open("wb") as file:
        write_po(file, catalogue, omit_header=True, no_location=True, sort_output=True, width=0)
    compiled = stored()
    # Dates of today would make every run a change.
    compiled.creation_date = compiled.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    with COMPILED.open("wb") as file:
        write_mo(file, compiled)


if __name__ == "__main__":
    update()
    empty = [message.id for message in stored() if message.id and not message.string]
    print(f"{SOURCE.relative_to(ROOT)}: {len(empty)} strings to translate")
