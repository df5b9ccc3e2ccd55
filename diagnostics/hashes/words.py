"""What the ingredients of a hash are called."""

from __future__ import annotations

from knowledge.layout import Text

NAMES: dict[str, Text] = {
    "number": {"es": "número", "en": "number"},
    "date": {"es": "fecha", "en": "date"},
    "time": {"es": "hora", "en": "time"},
    "net": {"es": "subtotal", "en": "subtotal"},
    "total": {"es": "total a pagar", "en": "payable total"},
    "issuer": {"es": "emisor", "en": "issuer"},
    "acquirer": {"es": "adquiriente", "en": "buyer"},
    "technical_key": {"es": "clave técnica", "en": "technical key"},
    "software_pin": {"es": "PIN", "en": "PIN"},
    "environment": {"es": "ambiente", "en": "environment"},
    "software": {"es": "software", "en": "software"},
    "event": {"es": "evento", "en": "event"},
    "claim": {"es": "concepto", "en": "concept"},
    "document": {"es": "documento", "en": "document"},
    "address": {"es": "dirección", "en": "address"},
    "uuid": {"es": "código único", "en": "unique code"},
    "document-type": {"es": "tipo de documento", "en": "type of document"},
}
TAX: Text = {"es": "tributo {code}", "en": "tax {code}"}
AMOUNT: Text = {"es": "valor del tributo {code}", "en": "amount of tax {code}"}


def name_of(part: str, lang: str) -> str:
    """The name of a part by its key; taxes are called by their code."""
    if part in NAMES:
        return NAMES[part][lang]
    code = part.removeprefix("tax-")
    words = AMOUNT if code.endswith("-amount") else TAX
    return words[lang].format(code=code.removesuffix("-amount"))
