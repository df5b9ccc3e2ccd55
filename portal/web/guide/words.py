"""What the guide's pages call things."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from knowledge import Knowledge, load
from knowledge.search import Hit
from portal.i18n import text

PARTS = {
    "rule": _l("Regla"),
    "field": _l("Campo"),
    "response": _l("Respuesta del WS"),
    "tax": _l("Impuesto"),
    "hash": _l("Huella"),
    "list": _l("Lista de códigos"),
    "code": _l("Código"),
    "article": _l("Artículo"),
    "request": _l("Solicitud"),
    "policy": _l("Política"),
}
CONFIDENCE = {
    "published": (_l("Publicada"), _l("Está en un documento público de la DIAN o del proveedor.")),
    "confirmed": (_l("Confirmada"), _l("Se comprobó en sus documentos o en programas que ya envían.")),
    "seen": (_l("Vista"), _l("La muestran algunos programas: puede avisar, no bloquea.")),
    "analogy": (_l("Por analogía"), _l("Se deduce de un caso parecido: puede avisar, no bloquea.")),
    "doubtful": (_l("Dudosa"), _l("Sus fuentes no bastan: puede avisar, no bloquea.")),
}
"""Confidence -> how it is called, what it means."""
FAMILIES = {
    "intake": _l("El archivo"),
    "envelope": _l("La petición SOAP y el base64"),
    "structure": _l("La estructura"),
    "parties": _l("Emisor, adquiriente y proveedor"),
    "numbering": _l("Numeración"),
    "dates": _l("Fechas"),
    "document": _l("El documento"),
    "totals": _l("Totales"),
    "taxes": _l("Impuestos y retenciones"),
    "context": _l("Contra lo que usted indica"),
    "registry": _l("Lo que decide un registro"),
    "schema": _l("UBL: la estructura"),
    "dian_presence": _l("UBL: valores que no pueden faltar"),
    "dian_document": _l("UBL: el documento"),
    "dian_extension": _l("UBL: numeración, software y QR"),
    "dian_hashes": _l("UBL: CUFE, CUDE y huellas"),
    "dian_signature": _l("UBL: la firma"),
    "dian_issuer": _l("UBL: el emisor"),
    "dian_acquirer": _l("UBL: el adquiriente"),
    "dian_delivery": _l("UBL: entrega y transporte"),
    "dian_payment": _l("UBL: pago, descuentos y moneda"),
    "dian_lines": _l("UBL: las líneas"),
    "dian_taxes": _l("UBL: los tributos"),
    "dian_notes": _l("UBL: notas y referencias"),
    "dian_events": _l("UBL: los eventos"),
    "dian_registry": _l("UBL: lo que decide un registro"),
    "dian_known": _l("Códigos de los que solo se conoce el nombre"),
}
DOCUMENTS = {
    "invoice": _l("factura"),
    "credit_note": _l("nota crédito"),
    "debit_note": _l("nota débito"),
    "support": _l("documento soporte"),
    "event": _l("evento"),
    "general": _l("todos los documentos"),
}
WORLDS = {
    "layout": _l("en el layout"),
    "ubl": _l("en UBL"),
    "layout+ubl": _l("en el layout y en UBL"),
}
"""Where a rule is judged.

The layout is what goes to the provider, in XML, JSON or flat; UBL what goes to DIAN."""
CHECKS = {
    "sum": _l("Suma las partes y compara con el total declarado."),
    "sums": _l("Suma las partes y compara con cada total declarado."),
    "at_most": _l("Compara un valor con el máximo que puede tener."),
    "same": _l("Compara dos campos que deben decir lo mismo."),
    "date_order": _l("Compara dos fechas: la primera no puede ser posterior a la segunda."),
    "check_digit": _l("Calcula el dígito de verificación del NIT y lo compara con el escrito."),
    "starts_with": _l("Revisa que el código empiece como el del otro campo."),
    "name_of": _l("Compara el nombre con el que la lista da a su código."),
    "names_of": _l("Compara los nombres con los que la lista da a sus códigos."),
    "absent": _l("Revisa que el dato venga y tenga contenido."),
    "not_negative": _l("Revisa que el número no sea negativo."),
    "not_zero": _l("Revisa que el número no sea cero."),
    "count": _l("Cuenta los segmentos y compara con el número declarado."),
    "consecutive": _l("Revisa que los números sigan el orden 1, 2, 3."),
    "unsent": _l("Revisa si falta un dato que conviene enviar."),
    "required": _l("Revisa que esté y que no vaya vacío."),
    "one_of": _l("Busca el código en la lista de la DIAN."),
    "equals": _l("Compara el valor con el único que se acepta."),
    "same_as": _l("Compara dos datos que dicen lo mismo en dos lugares."),
    "pattern": _l("Revisa la forma en que está escrito."),
    "above": _l("Revisa que el número pase de un mínimo."),
}
"""Kind of a declared check -> what it does; what code does, its formula and title say."""
COMPUTED = _l("Rehace la cuenta y la compara con lo declarado.")


def part(kind: str) -> str:
    """The kind of a search result in words."""
    return str(PARTS[kind])


def code_of(hit: Hit) -> str:
    """What people call a result by: the name of a field, a tax or a hash, the DIAN code of a rule that has one."""
    if hit.kind == "rule":
        return next((c.split("/")[0] for c in load().rules[hit.id].codes.values()), "")
    if hit.kind == "tax":
        return f"{hit.id} {load().taxes[hit.id].name}"
    if hit.kind == "hash":
        return load().hashes[hit.id].name
    return hit.id if hit.kind == "field" else ""


def sources(knowledge: Knowledge, keys: Iterable[str]) -> tuple[str, ...]:
    """The names of the documents behind these keys, each once."""
    return tuple(dict.fromkeys(text(knowledge.sources[key]) for key in keys))
