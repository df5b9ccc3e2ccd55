"""The provider's web service: its methods, their parameters, and which namespace is which environment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PASSWORD = re.compile(r"[0-9a-f]{64}", re.ASCII)
"""The only shape of a password that the service takes: SHA-256 in lower-case hexadecimal."""


@dataclass(frozen=True, slots=True)
class Method:
    """One method of the WSDL. `content` is the parameter that carries a document and `holds` its form (xml, flat)."""

    name: str
    parameters: tuple[str, ...]
    content: str | None
    holds: str | None

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Method:
        return cls(d["method"], tuple(d["parameters"]), d.get("content"), d.get("holds"))


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
