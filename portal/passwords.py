"""What makes a password weak: known from leaks, made of one's own address, or a run of the same."""

import re
from itertools import pairwise

from flask_babel import gettext as _

LENGTH_MIN, LENGTH_MAX = 10, 200

# The usual stems of leaked passwords; what surrounds them (digits, signs, capitals) does not help.
# fmt: off
KNOWN = frozenset({
    "password", "contrasena", "contraseña", "clave", "qwerty", "qwertyuiop", "asdfgh", "asdfghjkl",
    "zxcvbn", "admin", "administrador", "root", "toor", "welcome", "bienvenido", "bienvenida",
    "letmein", "iloveyou", "teamo", "tequiero", "monkey", "dragon", "master", "superman", "batman",
    "princess", "princesa", "football", "futbol", "nacional", "millonarios", "america", "colombia",
    "bogota", "medellin", "cali", "abc", "abcd", "abcde", "abcdef", "secret", "secreto", "login",
    "usuario", "user", "test", "prueba", "demo", "temporal", "cambiar", "changeme", "passwrd",
    "ventanilla", "facturatech", "factura", "facturacion", "soporte", "soportews", "dian", "empresa",
    "sistema", "sistemas", "qazwsx", "trustno", "starwars", "sunshine", "shadow", "michael", "jordan",
    "hola", "holamundo"
})
# fmt: on


def weaknesses(password: str, email: str) -> list[str]:
    """What is wrong with the password, as sentences that say what to do. Empty when it is good enough."""
    if len(password) < LENGTH_MIN:
        return [_("Escriba una clave de %(count)s caracteres o más.", count=LENGTH_MIN)]
    if len(password) > LENGTH_MAX:
        return [_("Escriba una clave de %(count)s caracteres o menos.", count=LENGTH_MAX)]
    if _guessable(password.casefold(), email.casefold()):
        return [
            _("Esa clave está en las listas de claves adivinadas. Use tres o cuatro palabras sin relación.")
        ]
    return []


def _guessable(password: str, email: str) -> bool:
    letters = re.sub(r"[^a-zñ]", "", password)
    own = {part for part in re.split(r"[^a-z0-9ñ]+", email) if len(part) >= 4}
    rest = re.sub(r"[^a-zñ0-9]", "", password)
    for word in own:
        rest = rest.replace(word, "")
    return (
        len(set(password)) < 5
        or letters in KNOWN
        or len(rest) < 6
        or _is_run(re.sub(r"[^0-9a-z]", "", password))
    )


def _is_run(text: str) -> bool:
    """Whether it counts up or down, such as 1234567890."""
    steps = {ord(second) - ord(first) for first, second in pairwise(text)}
    return len(text) >= 6 and (steps <= {1, -9} or steps <= {-1, 9})
