"""The hashes of a document that is given with its key: worked out, shown and forgotten.

Nothing of it is kept, neither the document nor the secret; a page never holds the secret, also not in its own form.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import flash
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from diagnostics.context import Context
from diagnostics.document import Document
from diagnostics.hashes.compare import Comparison, security_code, uuid
from diagnostics.hashes.explained import lacking, reasons
from diagnostics.hashes.parts import shown
from diagnostics.hashes.reading import ubl_documents
from diagnostics.hashes.secrets import KEY
from diagnostics.hashes.words import name_of
from portal.i18n import language
from portal.services import diagnoses
from portal.web.diagnose.receiving import megabytes

MOST = 20
"""Documents of one input that are shown."""


class HashForm(FlaskForm):
    """A document as file or text, and what it does not carry."""

    file = FileField(_l("Archivo"))
    text = TextAreaField(_l("O pegue el XML"))
    technical_key = StringField(_l("Clave técnica"), validators=[Length(max=200)])
    software_pin = StringField(_l("PIN del software"), validators=[Length(max=200)])
    """As long as a key: whoever mixes the two up is told so."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One hash of one document. `lines` are (name, text as shown, where it stands); `reasons` say why the document
    bears another one, `lacks` what is missing to work it out."""

    name: str
    number: str
    lines: tuple[tuple[str, str, str], ...]
    text: str
    value: str
    found: str
    same: bool
    reasons: tuple[str, ...]
    lacks: tuple[str, ...]


def content_of(form: HashForm) -> tuple[bytes, list[tuple[str, str]]]:
    """(the document's bytes, errors by field): the file wins over the text, and the page says so."""
    errors = [(str(name), str(messages[0])) for name, messages in form.errors.items() if messages]
    upload, text = form.file.data, (form.text.data or "").encode()
    chosen = bool(upload and upload.filename)
    data = upload.stream.read(diagnoses.LIMITS.size + 1) if chosen else text
    if chosen and text.strip():
        flash(_("Llegaron un archivo y un texto: revisamos el archivo."), "info")
    if not data.strip():
        errors.append(("file", _("Elija un archivo UBL o pegue su contenido.")))
    elif len(data) > diagnoses.LIMITS.size:
        errors.append(
            (
                "file" if chosen else "text",
                _(
                    "Pesa más de %(limit)s, que es el límite. Divídalo.",
                    limit=megabytes(diagnoses.LIMITS.size),
                ),
            )
        )
    if not (form.technical_key.data or "").strip() and not (form.software_pin.data or "").strip():
        errors.append(
            (
                "technical_key",
                _("Escriba la clave técnica o el PIN: para calcular hace falta uno de los dos."),
            )
        )
    return data, errors


def answers(data: bytes, form: HashForm) -> list[Answer]:
    """What each UBL document in it should bear, and what it bears; [] where there is none."""
    context = Context(
        technical_key=(form.technical_key.data or "").strip() or None,
        software_pin=(form.software_pin.data or "").strip() or None,
    )
    documents = ubl_documents(data, diagnoses.LIMITS)
    if len(documents) > MOST:
        flash(_("Trae %(n)s documentos: van los primeros %(most)s.", n=len(documents), most=MOST), "info")
    return [answer for doc in documents[:MOST] for answer in _of(doc, context)]


def _of(doc: Document, context: Context) -> Iterator[Answer]:
    yield _answer(uuid(doc, context))
    code = security_code(doc, context)
    if code.found or code.lacks is None:
        yield _answer(code)


def _answer(compared: Comparison) -> Answer:
    lang, parts = language(), compared.recipe.parts
    can = compared.lacks is None and not compared.recipe.missing
    same = can and bool(compared.found) and compared.same
    return Answer(
        name=compared.name,
        number=next(part.shown for part in parts if part.name == "number"),
        lines=tuple((name_of(p.name, lang), p.shown, p.at.label if p.at else "") for p in parts),
        text=shown(parts),
        value=compared.computed if can else "",
        found=compared.found[:100],
        same=same,
        reasons=tuple(reasons(compared, lang)) if can and compared.found and not same else (),
        lacks=tuple(_lacking(compared, lang)),
    )


def _lacking(compared: Comparison, lang: str) -> Iterator[str]:
    if compared.lacks is None:
        yield from lacking(compared, lang)
    elif compared.lacks == KEY:
        yield _("la clave técnica del rango: escríbala abajo")
    else:
        yield _("el PIN del software: escríbalo abajo")
