"""What the form brought: files, else the pasted text, or what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil

from flask import flash
from flask_babel import gettext as _

from diagnostics.intake import files_of
from knowledge import load
from portal.config import MEBIBYTE
from portal.i18n import language
from portal.services import diagnoses
from portal.web.diagnose.forms import DiagnoseForm, RejectionForm
from portal.web.diagnose.found import MOST_FILES
from portal.web.filters import HARD_SPACE, number


def megabytes(count: int) -> str:
    """5 MB; 5,1 MB for anything beyond it: what is over a limit never reads like the limit."""
    tenths = ceil(count * 10 / MEBIBYTE)
    return f"{number(tenths / 10, language(), 1 if tenths % 10 else 0)}{HARD_SPACE}MB"


@dataclass(slots=True)
class Received:
    """`uploads`: (name, bytes, whether it was pasted). `errors`: (field, what to do)."""

    uploads: list[tuple[str, bytes, bool]] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)

    def refuse(self, where: str, message: str) -> None:
        """Add an error to a field."""
        self.errors.append((where, message))


def receive(form: DiagnoseForm) -> Received:
    """Read the form. Where both came, the files win and the page says so."""
    received = take(form, "text")
    if not received.uploads and not received.errors:
        received.refuse("files", _("Elija un archivo o pegue el contenido del insumo."))
    return received


def take(form: DiagnoseForm | RejectionForm, where: str, *, both: bool = False) -> Received:
    """Read the files, else the text of the field `where`, or nothing; `both` where one may be the answer to the
    other."""
    received = Received()
    _take_files(form, received)
    text = form[where].data or ""
    if received.uploads and text.strip() and not both:
        flash(_("Llegaron un archivo y un texto: revisamos el archivo."), "info")
    elif text.strip():
        _take_text(text, where, received)
    if len(received.uploads) > MOST_FILES:
        count = len(received.uploads)
        received.refuse(
            "files", _("Son %(n)s archivos y el límite es %(most)s a la vez.", n=count, most=MOST_FILES)
        )
    if not form.validate():
        for name, messages in form.errors.items():
            received.refuse(str(name), str(messages[0]))
    return received


def _take_files(form: DiagnoseForm | RejectionForm, received: Received) -> None:
    limit = diagnoses.LIMITS.size
    for upload in form.files.data or []:
        if not upload or not upload.filename:
            continue
        weight = upload.stream.seek(0, 2)
        upload.stream.seek(0)
        if weight > limit:
            words = {"name": upload.filename[:80], "size": megabytes(weight), "limit": megabytes(limit)}
            received.refuse(
                "files", _("«%(name)s» pesa %(size)s y el límite es %(limit)s. Divídalo.", **words)
            )
        else:
            received.uploads += _unpacked(upload.filename, upload.stream.read())
        upload.close()


def _unpacked(name: str, data: bytes) -> list[tuple[str, bytes, bool]]:
    """The documents of a ZIP as uploads of their own, and the ZIP too where something in it was refused."""
    files, refused = files_of(data, load(), diagnoses.LIMITS)
    documents = [(f"{name}/{file}", content, False) for file, content in files]
    return documents if documents and not refused else [(name, data, False), *documents]


def _take_text(text: str, where: str, received: Received) -> None:
    data, limit = text.encode(), diagnoses.LIMITS.size
    if len(data) > limit:
        words = {"size": megabytes(len(data)), "limit": megabytes(limit)}
        received.refuse(
            where,
            _("El texto pesa %(size)s y el límite es %(limit)s. Súbalo como archivo o divídalo.", **words),
        )
    received.uploads.append((_("texto pegado"), data, True))
