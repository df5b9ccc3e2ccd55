"""What is known to go wrong in a hash. Each mistake makes other parts of the right ones, and says which one it is.

A function yields the forms of one mistake; where a document gives no occasion for it, none. Names are keys of the
details of the guide's entry, `args` their figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import islice, permutations

from diagnostics.hashes.parts import Part, Parts, rounded, truncated, with_text
from knowledge.nit import check_digit_of

MOST = 12
"""Forms of one mistake that are tried: a document may name a thousand taxes, a context a thousand ranges."""
ZONE = "-05:00"
ZONE_IN_HASH = "zone-in-hash"
"""The mistake that is in the document and not in the hash."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One form of a mistake: `change` makes of the right parts those that were hashed."""

    name: str
    change: Callable[[Parts], Parts] = field(repr=False)
    args: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Material:
    """What a wrong hash may be made of besides its parts: `keys` are (mistake, secret, what it belongs to), `others`
    the taxes that do not belong, `digits` the check digits by part, `totals` the other total, `software` its id."""

    parts: Parts
    keys: tuple[tuple[str, Part, str], ...] = ()
    others: Mapping[str, Decimal] = field(default_factory=dict)
    digits: Mapping[str, str] = field(default_factory=dict)
    prefix: str = ""
    inclusive: Decimal | None = None
    software: str = ""

    def part(self, name: str) -> Part | None:
        return next((p for p in self.parts if p.name == name), None)


def mistakes(material: Material) -> Iterator[Mistake]:
    """Every form of every known mistake that this material gives occasion for, the likeliest first."""
    for forms in KNOWN:
        yield from islice(forms(material), MOST)


def _text(name: str, part: str, text: str, **args: str) -> Mistake:
    return Mistake(name, lambda parts: with_text(parts, part, text), args)


def environment(m: Material) -> Iterator[Mistake]:
    part = m.part("environment")
    if part is not None and part.text in ("1", "2"):
        used = "2" if part.text == "1" else "1"
        yield _text("environment", part.name, used, environment=part.text, environment_used=used)


def zone(m: Material) -> Iterator[Mistake]:
    part = m.part("time")
    if part is not None:
        there = part.text.endswith(ZONE)
        name, used = ("zone", part.text[: -len(ZONE)]) if there else (ZONE_IN_HASH, part.text[:8] + ZONE)
        yield _text(name, part.name, used, time=part.shown, time_used=replace(part, text=used).shown)


def keys(m: Material) -> Iterator[Mistake]:
    for name, key, whose in m.keys:
        yield Mistake(name, _with_key(key), {"range": whose})


def _with_key(key: Part) -> Callable[[Parts], Parts]:
    return lambda parts: tuple(key if p.secret else p for p in parts)


def rounding(m: Material) -> Iterator[Mistake]:
    if any(p.value is not None and rounded(p.value) != truncated(p.value) for p in m.parts):
        yield Mistake("rounded", lambda parts: _amounts(parts, rounded))


def decimals(m: Material) -> Iterator[Mistake]:
    for form in (_short, _whole, _written):
        changed = next(
            (p for p in m.parts if p.value is not None and form(p.value) != truncated(p.value)), None
        )
        if changed is not None and changed.value is not None:
            args = {"amount": changed.text, "amount_used": form(changed.value)}
            yield Mistake("decimals", _amount_change(form), args)


def _amount_change(form: Callable[[Decimal], str]) -> Callable[[Parts], Parts]:
    return lambda parts: _amounts(parts, form)


def _amounts(parts: Parts, form: Callable[[Decimal], str]) -> Parts:
    return tuple(p if p.value is None else replace(p, text=form(p.value)) for p in parts)


def _short(value: Decimal) -> str:
    """5000, 5000.5: no zeros at the end."""
    return truncated(value).rstrip("0").rstrip(".")


def _whole(value: Decimal) -> str:
    """No decimals at all."""
    return truncated(value)[:-3]


def _written(value: Decimal) -> str:
    """As the document has it."""
    return f"{value:f}"


def digit(m: Material) -> Iterator[Mistake]:
    for name in ("issuer", "acquirer"):
        part, given = m.part(name), m.digits.get(name, "")
        if part is None or not part.text.isascii() or not part.text.isdigit() or len(part.text) > 15:
            continue
        worked_out = check_digit_of(part.text)
        for own in dict.fromkeys(filter(None, (given, worked_out))):
            for sign in ("", "-"):
                used = part.text + sign + own[:1]
                yield _text(f"{name}-digit", name, used, **{f"{name}_used": used})


def tax_order(m: Material) -> Iterator[Mistake]:
    codes = [p.name for p in m.parts if p.name.startswith("tax-") and not p.name.endswith("-amount")]
    for order in list(permutations(codes))[1:]:
        shown = ", ".join(name.removeprefix("tax-") for name in order)
        yield Mistake("tax-order", _in_order(order), {"order": shown})


def _in_order(order: tuple[str, ...]) -> Callable[[Parts], Parts]:
    def change(parts: Parts) -> Parts:
        blocks = {p.name: p for p in parts if p.name.startswith("tax-")}
        start = next((n for n, p in enumerate(parts) if p.name in blocks), 0)
        wanted = [blocks[n] for name in order for n in (name, f"{name}-amount") if n in blocks]
        rest = tuple(p for p in parts if p.name not in {w.name for w in wanted})
        return (*rest[:start], *wanted, *rest[start:])

    return change


def tax_left_out(m: Material) -> Iterator[Mistake]:
    empty = {p.name.removesuffix("-amount") for p in m.parts if p.name.startswith("tax-") and p.value == 0}
    if empty:
        gone = empty | {f"{name}-amount" for name in empty}
        yield Mistake("tax-left-out", lambda parts: tuple(p for p in parts if p.name not in gone))


def tax_added(m: Material) -> Iterator[Mistake]:
    sets = [(code,) for code in m.others]
    for codes in [*sets, tuple(m.others)] if len(sets) > 1 else sets:
        blocks = [
            part
            for code in codes
            for part in (
                Part(f"more-{code}", code),
                Part(f"more-{code}-amount", truncated(m.others[code]), value=m.others[code]),
            )
        ]
        yield Mistake("tax-added", _behind_taxes(blocks), {"tax": ", ".join(codes)})


def _behind_taxes(blocks: list[Part]) -> Callable[[Parts], Parts]:
    def change(parts: Parts) -> Parts:
        last = max((n for n, p in enumerate(parts) if p.name.startswith("tax-")), default=-1)
        return (*parts[: last + 1], *blocks, *parts[last + 1 :])

    return change


def prefix(m: Material) -> Iterator[Mistake]:
    part = m.part("number")
    if part is None:
        return
    own = [m.prefix, part.text.rstrip("0123456789")]
    for start in dict.fromkeys(filter(None, own)):
        used = part.text.removeprefix(start)
        if used and used != part.text:
            form = replace(part, text=used).shown
            yield _text("no-prefix", part.name, used, number_used=form)


def other_total(m: Material) -> Iterator[Mistake]:
    part = m.part("total")
    if part is not None and m.inclusive is not None and m.inclusive != part.value:
        used = truncated(m.inclusive)
        swapped = replace(part, text=used, value=m.inclusive)
        args = {"total": part.text, "total_used": used}
        yield Mistake(
            "other-total", lambda parts: tuple(swapped if p.name == part.name else p for p in parts), args
        )


def swapped(m: Material) -> Iterator[Mistake]:
    first, second = m.part("issuer"), m.part("acquirer")
    if first is not None and second is not None:
        yield Mistake("parties-swapped", _swap)


def _swap(parts: Parts) -> Parts:
    own = {p.name: p for p in parts}
    other = {"issuer": own["acquirer"], "acquirer": own["issuer"]}
    return tuple(other.get(p.name, p) for p in parts)


def software(m: Material) -> Iterator[Mistake]:
    part = m.part("software")
    if part is not None and m.software and m.software != part.text:
        yield _text("other-software", part.name, m.software)


def letter_case(m: Material) -> Iterator[Mistake]:
    for name, form in (("upper-case", str.upper), ("lower-case", str.lower)):
        if any(form(p.text) != p.text for p in m.parts):
            yield Mistake(name, _in_case(form))


def _in_case(form: Callable[[str], str]) -> Callable[[Parts], Parts]:
    return lambda parts: tuple(replace(p, text=form(p.text)) for p in parts)


KNOWN: tuple[Callable[[Material], Iterator[Mistake]], ...] = (
    environment,
    keys,
    zone,
    rounding,
    decimals,
    digit,
    tax_order,
    tax_left_out,
    tax_added,
    prefix,
    other_total,
    swapped,
    software,
    letter_case,
)
"""In the order in which they are tried."""
