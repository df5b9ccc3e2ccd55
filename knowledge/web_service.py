"""The provider's web service: its methods, their parameters, and which namespace is which environment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PASSWORD = re.compile(r"[0-9a-f]{64}", re.ASCII)
"""The only shape of a password that the service takes: SHA-256 in lower-case hexadecimal."""

SALES = "sales"


@dataclass(frozen=True, slots=True)
class Method:
    """One method of the WSDL. `content` is the parameter that carries a document and `holds` its form (xml, flat).
    `parameters` is None where nobody has published them."""

    name: str
    parameters: tuple[str, ...] | None
    content: str | None
    holds: str | None
    services: tuple[str, ...] = (SALES,)

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Method:
        parameters = tuple(d["parameters"]) if "parameters" in d else None
        services = tuple(d.get("services", (SALES,)))
        return cls(d["method"], parameters, d.get("content"), d.get("holds"), services)

    @property
    def prefixed(self) -> bool:
        """Whether its name goes with the prefix and a namespace that is known: those of the sales service."""
        return SALES in self.services


@dataclass(frozen=True, slots=True)
class WebService:
    """`namespaces` maps the URI to "1" (production) or "2" (tests)."""

    prefix: str
    methods: Mapping[str, Method]
    namespaces: Mapping[str, str]
    services: tuple[Mapping[str, Any], ...]

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> WebService:
        methods = [Method.from_dict(m) for m in d["methods"]]
        return cls(
            prefix=d["prefix"],
            methods={m.name: m for m in methods},
            namespaces={n["uri"]: n["environment"] for n in d["namespaces"]},
            services=tuple(d["services"]),
        )
