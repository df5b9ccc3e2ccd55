"""The NIT as people write it, with its check digit."""

import re

from flask_babel import gettext as _

_WEIGHTS = (3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71)
_SHAPE = re.compile(r"([0-9]{5,15})-?([0-9])", re.ASCII)


def check_digit(nit: str) -> str:
    """The check digit of up to 15 digits."""
    rest = sum(int(digit) * weight for digit, weight in zip(reversed(nit), _WEIGHTS, strict=False)) % 11
    return str(rest if rest < 2 else 11 - rest)


def parse_nit(text: str) -> tuple[str, str]:
    """NIT and check digit of `900.373.913-4` and its variants. ValueError says what to write."""
    found = _SHAPE.fullmatch(re.sub(r"[\s.]", "", text[:40]))
    if found is None:
        raise ValueError(_("Escriba el NIT con su dígito de verificación, como 900373913-4."))
    nit, digit = found.groups()
    nit = nit.lstrip("0")
    if len(nit) < 5:
        raise ValueError(_("Escriba el NIT con su dígito de verificación, como 900373913-4."))
    if check_digit(nit) != digit:
        raise ValueError(
            _("El dígito %(digit)s no corresponde al NIT %(nit)s. Revíselo en el RUT.", digit=digit, nit=nit)
        )
    return nit, digit
