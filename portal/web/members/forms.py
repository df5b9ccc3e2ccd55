"""Forms of the members' page."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, RadioField, StringField
from wtforms.validators import DataRequired, Email

from portal.web.account.forms import nit_with_digit
from portal.web.choices import choices

RIGHTS = {
    "member": _l("Miembro: diagnostica y envía solicitudes"),
    "owner": _l("Responsable: además invita y quita personas"),
    "developer": _l("Desarrollador externo: diagnostica y envía lo técnico"),
}
RIGHT_NAMES = {"member": _l("Miembro"), "owner": _l("Responsable"), "developer": _l("Desarrollador")}


class InvitationForm(FlaskForm):
    """Whom to invite, and to what."""

    email = EmailField(
        _l("Correo"),
        [
            DataRequired(_l("Escriba el correo de la persona.")),
            Email(_l("Escriba un correo completo, como ana@empresa.co.")),
        ],
    )
    right = RadioField(_l("Permiso"), choices=choices(RIGHTS), default="member")


class ClientForm(FlaskForm):
    """The client that a distributor asks for access."""

    nit = StringField(
        _l("NIT del cliente, con dígito de verificación"),
        [DataRequired(_l("Escriba el NIT, como 900373913-4.")), nit_with_digit],
    )
