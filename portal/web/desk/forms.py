"""The desk's forms: what an agent writes or chooses on a ticket."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

LONGEST = 20_000


class ReplyForm(FlaskForm):
    """An answer, a question that pauses, or an internal note."""

    body = TextAreaField(
        _l("Mensaje"), validators=[DataRequired(_l("Escriba el mensaje.")), Length(max=LONGEST)]
    )
    how = HiddenField(default="reply")


class ItemForm(FlaskForm):
    """A named missing item of the kind's checklist."""

    item = SelectField(_l("Qué falta"), validators=[DataRequired(_l("Elija qué falta."))])
    body = TextAreaField(
        _l("Mensaje al cliente"), validators=[DataRequired(_l("Diga qué falta y cómo enviarlo."))]
    )


class ReasonForm(FlaskForm):
    """A move that needs its reason."""

    reason = TextAreaField(
        _l("Por qué"), validators=[DataRequired(_l("Escriba el motivo.")), Length(max=LONGEST)]
    )


class LevelForm(ReasonForm):
    """Another level, with its reason."""

    level = SelectField(_l("Nivel"), choices=[(str(n), str(n)) for n in (1, 2, 3, 4)])


class EscalateForm(ReasonForm):
    """To which area it goes."""

    area = StringField(_l("Área"), validators=[DataRequired(_l("Escriba el área.")), Length(max=60)])


class CommitmentForm(FlaskForm):
    """The date that an area commits to, in Bogotá's time."""

    until = DateTimeLocalField(
        _l("Fecha y hora del compromiso"), validators=[DataRequired(_l("Escriba fecha y hora."))]
    )


class MergeForm(FlaskForm):
    """The other request of the same organisation that goes on for both."""

    into = SelectField(_l("Sigue en"), validators=[DataRequired(_l("Elija la otra solicitud."))])


class AssignForm(FlaskForm):
    """Who gets it."""

    agent = SelectField(_l("Agente"), validators=[DataRequired(_l("Elija a quién."))])
