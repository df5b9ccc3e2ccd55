"""What a person answers before an insumo is made, held to what its kind of document admits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).with_name("samples.yaml")
ALLOWANCES = ("line", "document", "charge")


@dataclass(frozen=True, slots=True)
class Choices:
    """`taxes` and `withholdings` are keys of samples.yaml, `allowances` some of ALLOWANCES. `full` asks for every field
    that the structure has; `day` is the day of issue."""

    kind: str
    day: date
    taxes: tuple[str, ...] = ()
    withholdings: tuple[str, ...] = ()
    allowances: tuple[str, ...] = ()
    currency: str = "COP"
    credit: bool = False
    full: bool = False

    @property
    def root(self) -> str:
        """The root of the estructura base that carries the kind."""
        return str(samples()["kinds"][self.kind]["root"])


@cache
def samples() -> Mapping[str, Any]:
    """samples.yaml, read once."""
    import yaml

    read: dict[str, Any] = yaml.safe_load(SOURCE.read_text("utf-8"))
    return read


def admitted(choices: Choices) -> Choices:
    """The choices without what the kind of document has no room for: what is exported is exempt, and a document of
    purchase knows neither discounts of the whole nor another currency."""
    kind = samples()["kinds"][choices.kind]
    taxes = tuple(kind.get("taxes", choices.taxes))
    held = () if "taxes" in kind else choices.withholdings
    chosen = [samples()["taxes"][tax] for tax in taxes]
    if not any(tax["code"] == "01" and float(tax["percent"]) for tax in chosen):
        held = tuple(h for h in held if samples()["withholdings"][h]["of"] != "vat")
    own = choices.root == "DOCUMENTO_SOPORTE"
    return replace(
        choices,
        taxes=taxes,
        withholdings=held,
        allowances=tuple(a for a in choices.allowances if a == "line" or not own),
        currency="COP" if own else choices.currency,
    )


def full(kind: str, day: date) -> Choices:
    """Everything at once: on credit, with all taxes, withholdings, discounts and charges."""
    known = samples()
    asked = Choices(
        kind, day, tuple(known["taxes"]), tuple(known["withholdings"]), ALLOWANCES, credit=True, full=True
    )
    return admitted(asked)
