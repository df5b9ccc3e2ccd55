"""The answers to the questions of a skeleton, as they stand in an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from knowledge.generate.choices import ALLOWANCES, Choices, admitted, samples
from knowledge.generate.formats import FORMATS

ALLOWANCE_NAMES = {
    "line": _l("Descuento en una línea"),
    "document": _l("Descuento al total"),
    "charge": _l("Cargo al total, como un flete"),
}
CREDIT = "credito"
LOST = {
    "taxes": _l("Una exportación va exenta: el IVA va al 0 %."),
    "withholdings": _l("Alguna retención no cabe: la exportación no lleva, y ReteIVA necesita IVA."),
    "allowances": _l("En un documento soporte los descuentos van en las líneas."),
    "currency": _l("El documento soporte va en pesos: su estructura no tiene tasa de cambio."),
}
"""What of the answers a kind of document has no room for -> why."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person chose, and the format; `lost` says which of it the document has no room for."""

    choices: Choices
    format: str
    lost: tuple[str, ...]

    @property
    def name(self) -> str:
        """What the file is called."""
        return f"esqueleto_{self.choices.kind}.{self.format}"

    @property
    def address(self) -> dict[str, Any]:
        """The answers as they stand in an address again."""
        chosen = self.choices
        return {
            "clase": chosen.kind,
            "impuesto": chosen.taxes,
            "retencion": chosen.withholdings,
            "descuento": chosen.allowances,
            "moneda": chosen.currency,
            "pago": CREDIT if chosen.credit else None,
            "formato": self.format,
        }


def asked(args: MultiDict[str, str], day: date) -> Asked:
    """Reads an address; what it says beside what we know is passed over, for addresses are written by hand too."""
    told = samples()
    choices = Choices(
        kind=_one(args, "clase", told["kinds"], "factura"),
        day=day,
        taxes=_many(args, "impuesto", told["taxes"]),
        withholdings=_many(args, "retencion", told["withholdings"]),
        allowances=_many(args, "descuento", dict.fromkeys(ALLOWANCES)),
        currency=_one(args, "moneda", dict.fromkeys(told["currencies"]), "COP"),
        credit=args.get("pago") == CREDIT,
    )
    kept = admitted(choices)
    lost = tuple(
        str(LOST[f.name])
        for f in fields(Choices)
        if f.name in LOST and getattr(choices, f.name) not in (getattr(kept, f.name), ())
    )
    return Asked(choices, _one(args, "formato", FORMATS, "xml"), lost)


def _one(args: MultiDict[str, str], name: str, known: Mapping[str, object], usual: str) -> str:
    value = args.get(name, usual)
    return value if value in known else usual


def _many(args: MultiDict[str, str], name: str, known: Mapping[str, object]) -> tuple[str, ...]:
    chosen = set(args.getlist(name))
    return tuple(key for key in known if key in chosen)
