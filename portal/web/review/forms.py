"""Forms of the organisation review."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, ValidationError
from wtforms.validators import InputRequired, Optional

from portal.web.choices import choices


class AgreementForm(FlaskForm):
    """An agreement that was signed."""

    kind = SelectField(
        _l("Acuerdo"),
        choices=choices({"service": _l("Servicio"), "interoperability": _l("Interoperabilidad")}),
    )
    begins = DateField(_l("Desde"), [InputRequired(_l("Escriba la fecha de inicio."))])
    ends = DateField(_l("Hasta"), [Optional()], description=_l("Vacío si no termina."))

    def validate_ends(self, field: DateField) -> None:
        """It can't end before it begins."""
        if field.data and self.begins.data and field.data < self.begins.data:
            raise ValidationError(_l("Escriba una fecha igual o posterior a la de inicio."))
