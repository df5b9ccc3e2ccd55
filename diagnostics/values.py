"""Whether one value is what its field must hold: type, length, list. Pure, a call for each distinct value."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time
from itertools import islice

from diagnostics.notation import plain_date, plain_flag, plain_number
from knowledge.layout import Field
from knowledge.lists import CodeList

NULL_WORDS = frozenset({"null", "undefined", "nan", "none"})

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_LONG_NUMBER = re.compile(r"-?\d{1,18}(?:\.\d{1,6})?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"(\d{2}:\d{2}:\d{2})(?:Z|[+-]\d{2}:\d{2})?", re.ASCII)
_DATETIME = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:Z|[+-]\d{2}:\d{2})?", re.ASCII)
_EMAIL = re.compile(r"[^@\s;,<>()\"]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]"
)
_URL = re.compile(r"https?://[^\s]{3,2000}")
_HEX = re.compile(r"[0-9a-fA-F]+", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a value: the guide's rule, what belongs there, and its plain spelling where one exists."""

    rule: str
    expected: str | None = None
    args: dict[str, str] = field(default_factory=dict)
    remedy: str | None = None
    safe: bool = False
    severity: str | None = None
    check: str = "format"


def faults_of(f: Field, value: str, codes: CodeList | None) -> list[Fault]:
    """The faults of a value that is there and not empty; [] for a good one."""
    bare = value.strip()
    faults = []
    if bare != value:
        faults.append(Fault("surrounding-blanks", bare, remedy=bare, safe=True))
    if _CONTROL.search(bare):
        return [*faults, Fault("invalid-character", args={"character": _name(bare)})]
    if bare.lower() in NULL_WORDS:
        return [*faults, Fault("null-text")]
    fault = _TYPES[f.type](f, bare) or length_fault(f, bare) or list_fault(f, bare, codes)
    if fault is None and "\ufffd" in bare:
        fault = Fault("replacement-character")
    return [*faults, fault] if fault else faults


def length_fault(f: Field, value: str) -> Fault | None:
    """Too long, or not of the exact length."""
    severity = "warning" if f.length_inferred else None
    if f.min_length is not None and len(value) != f.min_length:
        args = {"length": str(len(value))}
        return Fault("wrong-length", str(f.min_length), args, severity=severity)
    if f.max_length is not None and len(value) > f.max_length:
        args = {"length": str(len(value)), "max": str(f.max_length)}
        return Fault("too-long", str(f.max_length), args, severity=severity)
    return None


def list_fault(f: Field, value: str, codes: CodeList | None) -> Fault | None:
    """A value that its list or its few fixed values do not have."""
    if f.values:
        return _fixed(f, value)
    if codes is None:
        return None
    for one in value.split(f.separator) if f.separator else [value]:
        fault = _listed(f, one.strip(), codes, whole=f.separator is None)
        if fault:
            return fault
    return None


def _fixed(f: Field, value: str) -> Fault | None:
    if value in f.values or (f.prefix_ok and value.startswith(f.values)):
        return None
    folded = {v.casefold(): v for v in f.values}
    near = folded.get(" ".join(value.split()).casefold())
    rule = "constant-value" if f.type == "constant" else "not-in-list"
    expected = near or (f.values[0] if len(f.values) == 1 else " o ".join(f.values))
    args = {"list": ", ".join(f.values), "nearest": near or f.values[0], "detail": "near"}
    severity = None if f.list_severity == "error" else f.list_severity
    return Fault(rule, expected, args, near, bool(near), severity, "list")


def _listed(f: Field, value: str, codes: CodeList, whole: bool) -> Fault | None:
    status = codes.status(value)
    if status == "both":
        return None
    if status:
        return Fault(
            "only-in-one-list", None, {"list": codes.list, "only": status}, check="list", severity="warning"
        )
    padded = value.zfill(len(next(iter(codes.codes), "")))
    same = padded if padded != value and codes.status(padded) else codes.by_name(value)
    near = same or codes.nearest(value)
    name = codes.name(near) if near else None
    args = {"list": codes.list, "detail": "near", "nearest": f"{near} ({name})"}
    if near is None:
        args |= {"detail": "far", "first": ", ".join(islice(codes.codes, 3))}
    severity = None if f.list_severity == "error" else f.list_severity
    return Fault("not-in-list", near, args, same if whole else None, bool(same), severity, "list")


def _digits(f: Field, value: str) -> Fault | None:
    return None if value.isascii() and value.isdigit() else Fault("not-digits")


def _integer(f: Field, value: str) -> Fault | None:
    if value.isascii() and value.isdigit():
        return Fault("number-too-long") if len(value) > 18 else None
    if re.fullmatch(r"\d{1,18}\.0+", value, re.ASCII):
        whole = value.split(".")[0]
        return Fault("count-with-decimals", whole, remedy=whole, safe=True)
    return Fault("not-digits")


def _money(f: Field, value: str) -> Fault | None:
    if _LONG_NUMBER.fullmatch(value):
        return None
    if _NUMBER.fullmatch(value):
        return Fault("number-too-long")
    plain, certain = plain_number(value)
    return Fault("money-format", plain or "1234.56", remedy=plain, safe=certain)


def _date(f: Field, value: str) -> Fault | None:
    if _DATE.fullmatch(value) and _is_date(value):
        return None
    plain, certain = plain_date(value)
    return Fault("date-format", plain or "AAAA-MM-DD", remedy=plain, safe=certain)


def _time(f: Field, value: str) -> Fault | None:
    match = _TIME.fullmatch(value)
    good = match and _is_time(match[1])
    return None if good else Fault("time-format", "HH:MM:SS-05:00")


def _datetime(f: Field, value: str) -> Fault | None:
    match = _DATETIME.fullmatch(value)
    good = match and _is_date(match[1]) and _is_time(match[2])
    return None if good else Fault("datetime-format", "AAAA-MM-DDTHH:MM:SS")


def _email(f: Field, value: str) -> Fault | None:
    if _is_email(value):
        return None
    plain = re.sub(r"\Amailto:", "", _INVISIBLE.sub("", value), flags=re.IGNORECASE)
    if _is_email(plain):
        return Fault("email-format", plain, remedy=plain, safe=True)
    return Fault("email-format", "nombre@empresa.co")


def _is_email(value: str) -> bool:
    shaped = len(value) <= 320 and _EMAIL.fullmatch(value) and "." in value.rsplit("@", 1)[1]
    return (
        bool(shaped) and ".." not in value and not _INVISIBLE.search(value) and value[:7].lower() != "mailto:"
    )


def _url(f: Field, value: str) -> Fault | None:
    return None if len(value) <= 2100 and _URL.fullmatch(value) else Fault("url-format", "https://…")


def _hex(f: Field, value: str) -> Fault | None:
    return None if _HEX.fullmatch(value) else Fault("hex-format")


def _flag(f: Field, value: str) -> Fault | None:
    if value in ("true", "false"):
        return None
    plain = plain_flag(value)
    return Fault("not-a-flag", plain or "true o false", remedy=plain, safe=plain is not None, check="list")


def _free(f: Field, value: str) -> Fault | None:
    return None


_TYPES: dict[str, Callable[[Field, str], Fault | None]] = {
    "digits": _digits, "integer": _integer, "money": _money, "quantity": _money, "percent": _money,
    "rate": _money, "date": _date, "time": _time, "datetime": _datetime, "email": _email, "url": _url,
    "hex": _hex, "flag": _flag, "text": _free, "code": _free, "constant": _free,
}  # fmt: skip


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).year >= 1900
    except ValueError:
        return False


def _is_time(value: str) -> bool:
    try:
        time.fromisoformat(value)
    except ValueError:
        return False
    return True


def _name(value: str) -> str:
    match = _CONTROL.search(value)
    return f"U+{ord(match[0]):04X}" if match else ""
