"""Which parts a hash is made of, for each kind of document."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from diagnostics.document import At, Document
from diagnostics.hashes.parts import Part, Parts, truncated

TAXES = ("01", "04", "03")
"""The taxes of a CUFE, in their order: IVA, INC, ICA. No other one goes in."""
TAX = "totals.tax"
ENDORSEMENTS = ("037", "038", "039")
CONTINGENCY = "03"


@dataclass(frozen=True, slots=True)
class Recipe:
    """`name` is what it makes (CUFE, CUDE, CUDS, SoftwareSecurityCode), `parts` are its ingredients in order, `secret`
    what of the context goes in; `missing` are fields that the document lacks for it."""

    name: str
    parts: Parts
    secret: str
    missing: tuple[str, ...] = ()


def uuid_recipes(doc: Document, secret: Part) -> list[Recipe]:
    """What may have made the document's UUID: one way, two of a CUDS, of which both are in use."""
    if doc.kind == "event":
        return [_recipe(doc, "CUDE", _event(doc, secret), secret)]
    header = [
        _of(doc, "number", "doc.number"),
        _of(doc, "date", "doc.issue_date"),
        _of(doc, "time", "doc.issue_time"),
    ]
    total, amounts = _amount(doc, "total", "totals.payable"), header_taxes(doc)
    net = _amount(doc, "net", "totals.line_extension")
    parties = [_of(doc, "issuer", "issuer.nit"), _of(doc, "acquirer", acquirer_id(doc))]
    end = [secret, _of(doc, "environment", "doc.environment")]
    name = uuid_name(doc)
    orders = (TAXES, TAXES[:1]) if name == "CUDS" else (TAXES,)
    return [
        _recipe(doc, name, [*header, net, *tax_parts(order, amounts), total, *parties, *end], secret)
        for order in orders
    ]


def security_code_recipe(doc: Document, secret: Part) -> Recipe:
    """What makes the security code of the software in this document."""
    parts = [_of(doc, "software", "software.id"), secret, _of(doc, "number", "doc.number")]
    return _recipe(doc, "SoftwareSecurityCode", parts, secret)


def uuid_name(doc: Document) -> str:
    """What the UUID of a document is called."""
    if doc.kind == "support":
        return "CUDS"
    return "CUFE" if doc.kind == "invoice" and text(doc, "doc.type") != CONTINGENCY else "CUDE"


def header_taxes(doc: Document) -> dict[str, tuple[Decimal, At]]:
    """Amount and place of each tax in the document's header, withholdings too."""
    found: dict[str, tuple[Decimal, At]] = {}
    details, amounts = doc.group(f"{TAX}.code"), doc.numbers(f"{TAX}.amount")
    seen: set[int] = set()
    for row, code in enumerate(doc.column(f"{TAX}.code")):
        tax = details.parents[row] if details is not None else 0
        amount = amounts[tax]
        if code and code.strip() and amount is not None and tax not in seen:
            seen.add(tax)
            before, at = found.get(code.strip(), (Decimal(0), doc.at(f"{TAX}.amount", tax)))
            found[code.strip()] = (before + amount, at)
    return found


def tax_parts(codes: tuple[str, ...], amounts: dict[str, tuple[Decimal, At]]) -> list[Part]:
    """Code and amount of each of these taxes; 0.00 where the document has none."""
    made = []
    for code in codes:
        amount, at = amounts.get(code, (Decimal(0), None))
        made += [Part(f"tax-{code}", code), Part(f"tax-{code}-amount", truncated(amount), at, value=amount)]
    return made


def acquirer_id(doc: Document) -> str:
    """Where the acquirer's identification stands: its tax data, else what else identifies it."""
    wanted = ("acquirer.nit", "acquirer.identification", "acquirer.legal_nit")
    return next((id_ for id_ in wanted if text(doc, id_)), wanted[0])


def _event(doc: Document, secret: Part) -> list[Part]:
    code = _of(doc, "event", "event.code")
    sender, response = [_of(doc, "issuer", "sender.nit")], [code]
    if (
        code.text in ENDORSEMENTS and text(doc, "event.claim") == "2"
    ):  # an endorsement without liability names no sender
        sender, response = [], [code, _of(doc, "claim", "event.claim")]
    return [
        _of(doc, "number", "doc.number"),
        _of(doc, "date", "doc.issue_date"),
        _of(doc, "time", "doc.issue_time"),
        *sender,
        _of(doc, "acquirer", "receiver.nit"),
        *response,
        _of(doc, "document", "event.document"),
        _of(doc, "document-type", "event.document_type"),
        secret,
    ]


def text(doc: Document, id_: str) -> str:
    """A value of the document without the blanks around it, "" where it is missing."""
    return (doc.value(id_) or "").strip()


def _of(doc: Document, name: str, id_: str) -> Part:
    return Part(name, text(doc, id_), doc.at(id_))


def _amount(doc: Document, name: str, id_: str) -> Part:
    value = doc.number(id_)
    return Part(name, truncated(value) if value is not None else "", doc.at(id_), value=value)


def _recipe(doc: Document, name: str, parts: list[Part], secret: Part) -> Recipe:
    missing = tuple(p.at.label for p in parts if p.at is not None and not p.text)
    return Recipe(name, tuple(parts), secret.name, missing)
