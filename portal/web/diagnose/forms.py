"""What is typed in to diagnose: a file or a text, and the optional context."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, DateField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from diagnostics.context import DOCUMENT_KINDS
from portal.models import Diagnosis
from portal.web.guide.words import DOCUMENTS

CONTEXT = (
    "environment",
    "issuer_nit",
    "authorization",
    "prefix",
    "number_from",
    "number_to",
    "start_date",
    "end_date",
    "technical_key",
    "software_id",
    "software_pin",
)
ENVIRONMENTS = [("", _l("No lo indico")), ("1", _l("Producción, /pro/")), ("2", _l("Pruebas, /demo/"))]


class DiagnoseForm(FlaskForm):
    """The file wins over the text. Every part of the context may stay empty."""

    files = MultipleFileField(_l("Archivo"))
    text = TextAreaField(_l("O pegue el contenido"))
    environment = RadioField(
        _l("Ambiente al que lo envía"),
        choices=ENVIRONMENTS,
        default="",
        validators=[Optional()],
    )
    issuer_nit = StringField(_l("NIT de la cuenta, sin dígito"), validators=[Length(max=15)])
    authorization = StringField(_l("Número de la resolución"), validators=[Length(max=20)])
    prefix = StringField(_l("Prefijo"), validators=[Length(max=10)])
    number_from = StringField(_l("Rango desde"), validators=[Length(max=18)])
    number_to = StringField(_l("Rango hasta"), validators=[Length(max=18)])
    start_date = DateField(_l("Vigencia desde"), validators=[Optional()])
    end_date = DateField(_l("Vigencia hasta"), validators=[Optional()])
    technical_key = StringField(_l("Clave técnica"), validators=[Length(max=200)])
    software_id = StringField(_l("Identificador del software"), validators=[Length(max=80)])
    software_pin = StringField(_l("PIN del software"), validators=[Length(max=20)])

    @property
    def told(self) -> bool:
        """Whether anything of the context was typed in, also something that could not be read."""
        return any(self[name].raw_data and any(self[name].raw_data) for name in CONTEXT)

    def context(self) -> dict[str, Any]:
        """What was typed in, in the shape of diagnostics.Context."""
        numbering = {
            name: field.data.strip()
            for name in ("authorization", "prefix", "number_from", "number_to")
            if (field := self[name]).data and field.data.strip()
        }
        for name in ("start_date", "end_date"):
            if self[name].data:
                numbering[name] = self[name].data.isoformat()
        told: dict[str, Any] = {
            name: self[name].data.strip()
            for name in ("environment", "issuer_nit", "technical_key", "software_id", "software_pin")
            if self[name].data and self[name].data.strip()
        }
        if numbering:
            told["numbering"] = [numbering]
        return told


class OtherwiseForm(FlaskForm):
    """What the reader says that a document is, or where it is sent, against what was recognised."""

    document_kind = RadioField(
        _l("Es"),
        choices=[("", _l("Lo que diga su contenido")), *((kind, DOCUMENTS[kind]) for kind in DOCUMENT_KINDS)],
        default="",
        validators=[Optional()],
    )
    environment = RadioField(
        _l("Ambiente al que lo envía"), choices=ENVIRONMENTS, default="", validators=[Optional()]
    )

    @property
    def said(self) -> bool:
        """Whether it was this form that was sent, and no bare button."""
        return self.document_kind.raw_data is not None and bool(self.document_kind.raw_data)

    def context(self) -> dict[str, Any]:
        """What was said, in the shape of diagnostics.Context."""
        said = {"document_kind": self.document_kind.data, "environment": self.environment.data}
        return {name: value for name, value in said.items() if value}


class RejectionForm(FlaskForm):
    """A pasted answer of the web service or of DIAN, and what it was answered to: a file or a text."""

    text = TextAreaField(_l("Respuesta del WS o de la DIAN"))
    files = MultipleFileField(_l("El documento rechazado"))
    document = TextAreaField(_l("O pegue el documento"))


class ShareForm(FlaskForm):
    """For whom a link is, and whether the file goes with it."""

    audience = RadioField(
        _l("Quién lo abre"),
        choices=[
            ("organisation", _l("Las personas de la organización")),
            ("link", _l("Cualquiera que tenga el enlace")),
        ],
        validators=[InputRequired(_l("Elija quién abre el enlace."))],
    )
    with_file = BooleanField(_l("Incluir el archivo"))

    @classmethod
    def of(cls, diagnosis: Diagnosis) -> ShareForm:
        """The form for a report; one that is of no organisation has nobody but who has the link."""
        form = cls()
        if diagnosis.organisation_id is None:
            form.audience.choices = [c for c in form.audience.choices if c[0] == "link"]
        if not form.is_submitted():
            form.audience.data = form.audience.choices[0][0]
        return form
