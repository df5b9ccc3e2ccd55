"""The check digit of a NIT, by DIAN's weights.

Worked out here and not by a library: the one that knows it brings `ssl` and `pydoc` into every command.
"""

from __future__ import annotations

WEIGHTS = (3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71)
"""From the last digit to the first."""


def check_digit_of(number: str) -> str:
    """The digit that belongs to a NIT of digits alone; those beyond the fifteenth from the end do not count."""
    rest = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, reversed(number), strict=False)) % 11
    return str(rest if rest < 2 else 11 - rest)
