"""What people say that no page says: the other word for it that the pages use."""

from __future__ import annotations

import re

TERMS = {
    "adquirente": "adquiriente",
    "cliente final": "adquiriente",
    "contrasena": "clave",
    "dolar": "moneda",
    "dolares": "moneda",
    "euros": "moneda",
    "exportation": "exportacion",
    "export": "exportacion",
    "foreign currency": "moneda",
    "invoice": "factura",
    "llave tecnica": "clave tecnica",
    "prefijo no existe": "sincronizacion de prefijos",
    "prefijo no encontrado": "sincronizacion de prefijos",
    "rut": "nit",
    "token": "credenciales",
    "trm": "tasa de cambio",
    "usd": "moneda",
    "vat": "iva",
}
"""Folded, the longest first where one holds another; each stands for whole words only."""
_TERM = re.compile(rf"(?<![\w-])({'|'.join(sorted(map(re.escape, TERMS), key=len, reverse=True))})(?![\w-])")


def in_our_words(folded: str) -> str:
    """The query as the pages would put it (exportation invoice: exportacion factura)."""
    return _TERM.sub(lambda m: TERMS[m[0]], folded)
