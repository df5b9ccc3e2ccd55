"""What the developer optionally types in beside the file. Nothing of it is stored or logged."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any

DOCUMENT_KINDS = ("invoice", "credit_note", "debit_note", "support", "event")
"""What a document may be said to be, in the words of the guide's codes."""
BOGOTA = timezone(timedelta(hours=-5))


class BadContext(ValueError):
    """A context that is not what it should be. `pointer` says where, `expected` what belongs there."""

    def __init__(self, pointer: str, expected: str) -> None:
        self.pointer, self.expected = pointer, expected
        super().__init__(f"{pointer or '/'}: {expected}")


@dataclass(frozen=True, slots=True)
class Numbering:
    """One authorised range, as the resolution says it, with its own technical key where there are several."""

    authorization: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    prefix: str | None = None
    number_from: int | None = None
    number_to: int | None = None
    technical_key: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Context:
    """`environment` is "1" production or "2" tests; `issuer_nit` without check digit; `received_at` is aware.

    `document_kind` is what the document is said to be: it is judged as that where its root may be, and where its
    content says otherwise that is a finding.
    """

    technical_key: str | None = field(default=None, repr=False)
    software_id: str | None = None
    software_pin: str | None = field(default=None, repr=False)
    environment: str | None = None
    issuer_nit: str | None = None
    document_kind: str | None = None
    received_at: datetime = field(default_factory=lambda: datetime.now(BOGOTA))
    numbering: tuple[Numbering, ...] = ()
    received_told: bool = False

    @property
    def today(self) -> date:
        """The day of receipt in Colombia."""
        return self.received_at.astimezone(BOGOTA).date()

    @classmethod
    def from_dict(cls, d: Mapping[str, Any] | None) -> Context:
        """Read a context; raises BadContext for an unknown key or a value of another shape."""
        if d is None:
            return cls()
        if not isinstance(d, Mapping):
            raise BadContext("", "un objeto JSON")
        _only(d, "", _KEYS)
        made: dict[str, Any] = {k: read(d[k], f"/{k}") for k, read in _KEYS.items() if d.get(k) is not None}
        return cls(**made, received_told="received_at" in made)


def _only(d: Mapping[str, Any], pointer: str, known: Mapping[str, Any]) -> None:
    for key in d:
        if key not in known:
            raise BadContext(f"{pointer}/{key}", f"una de estas claves: {', '.join(known)}")


def _text(value: Any, pointer: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadContext(pointer, "un texto")
    return value.strip()


def _environment(value: Any, pointer: str) -> str:
    if str(value) not in ("1", "2") or isinstance(value, bool):
        raise BadContext(pointer, '"1" (producción) o "2" (pruebas)')
    return str(value)


def _kind(value: Any, pointer: str) -> str:
    if value not in DOCUMENT_KINDS:
        raise BadContext(pointer, f"una de estas clases: {', '.join(DOCUMENT_KINDS)}")
    return str(value)


def _nit(value: Any, pointer: str) -> str:
    if isinstance(value, bool) or not re.fullmatch(r"[0-9]{5,15}", str(value)):
        raise BadContext(pointer, "el NIT sin dígito de verificación, solo dígitos")
    return str(value)


def _integer(value: Any, pointer: str) -> int:
    if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,18}", str(value)):
        raise BadContext(pointer, "un número entero")
    return int(value)


def _date(value: Any, pointer: str) -> date:
    try:
        if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise BadContext(pointer, "una fecha AAAA-MM-DD")


def _moment(value: Any, pointer: str) -> datetime:
    try:
        if isinstance(value, str):
            moment = datetime.fromisoformat(value)
            return moment if moment.tzinfo else moment.replace(tzinfo=BOGOTA)
    except ValueError:
        pass
    raise BadContext(pointer, "un momento ISO 8601, como 2026-11-24T10:00:00-05:00")


def _ranges(value: Any, pointer: str) -> tuple[Numbering, ...]:
    if not isinstance(value, list):
        raise BadContext(pointer, "una lista de numeraciones")
    return tuple(_range(one, f"{pointer}/{n}") for n, one in enumerate(value))


def _range(value: Any, pointer: str) -> Numbering:
    if not isinstance(value, Mapping):
        raise BadContext(pointer, "un objeto")
    _only(value, pointer, _RANGE_KEYS)
    made: dict[str, Any] = {
        k: read(value[k], f"{pointer}/{k}") for k, read in _RANGE_KEYS.items() if value.get(k) is not None
    }
    return Numbering(**made)


def _digits(value: Any, pointer: str) -> str:
    return str(_integer(value, pointer)) if not isinstance(value, str) else _text(value, pointer)


_KEYS = {
    "technical_key": _text,
    "software_id": _text,
    "software_pin": _digits,
    "environment": _environment,
    "issuer_nit": _nit,
    "document_kind": _kind,
    "received_at": _moment,
    "numbering": _ranges,
}
_RANGE_KEYS = {
    "authorization": _digits,
    "start_date": _date,
    "end_date": _date,
    "prefix": lambda value, pointer: value if value == "" else _text(value, pointer),
    "number_from": _integer,
    "number_to": _integer,
    "technical_key": _text,
}
