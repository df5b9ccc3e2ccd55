"""`python -m diagnostics formats`: what is read and what can be written."""

from __future__ import annotations

from diagnostics.commands import VALID
from diagnostics.reporters import FORMATS

READ = {
    "xml": "Layout en XML, también en SOAP o base64",
    "json": "Layout en JSON",
    "flat": "Layout de texto plano",
    "ubl": "UBL 2.1 de la DIAN: factura, notas, documento soporte, eventos",
}


def run(argv: list[str]) -> int:
    """Print both lists."""
    for head, names in (("Lee (por contenido, no por extensión):", READ), ("Escribe (--output):", FORMATS)):
        print(head)
        for name, told in names.items():
            print(f"  {name:<7} {told}")
    return VALID
