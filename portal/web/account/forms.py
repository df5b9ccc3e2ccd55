"""Forms of accounts and organisations. Messages say what to write."""

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_security import LoginForm, MfRecoveryForm, RegisterFormV2, TwoFactorVerifyCodeForm, VerifyForm
from flask_security.forms import Form
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    PasswordField,
    RadioField,
    StringField,
    TelField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length

from portal.nit import parse_nit
from portal.services import sign_in
from portal.web.choices import choices

SIGN_UP_ROLES = {
    "client": _l("Una empresa que factura con el servicio"),
    "distributor": _l("Un distribuidor con clientes propios"),
    "developer": _l("Desarrollo la integración de otra empresa"),
}


def nit_with_digit(form: FlaskForm, field: Field) -> None:
    """Accept a NIT with its check digit in the ways people write it."""
    try:
        parse_nit(field.data or "")
    except ValueError as error:
        raise ValidationError(str(error)) from error


class RequiredFor(InputRequired):
    """Required where the field `role` has one of `roles`."""

    def __init__(self, *roles: str, message: str) -> None:
        super().__init__(message)
        self.roles = roles

    def __call__(self, form: FlaskForm, field: Field) -> None:
        if form.role.data in self.roles:
            super().__call__(form, field)
        elif not field.data:
            from wtforms.validators import StopValidation

            field.errors = []
            raise StopValidation


class Throttled(Form):
    """Mixed into a form that guards an account: failures are counted, and too many have to wait.

    What it says is the same for accounts that exist and for those that do not.
    """

    def guarded(self) -> str:
        """The address of the account."""
        return str(self.user.email) if self.user else ""

    def failed(self) -> bool:
        """Whether what did not validate was a guess, not a slip of the form."""
        return True

    def validate(self, **kwargs: object) -> bool:
        email, address = self.guarded(), request.remote_addr or ""
        if sign_in.locked_until(email, address):
            message = _("Demasiados intentos con este correo. Espere 15 minutos o recupere su clave.")
            self.form_errors.append(message)
            return False
        if super().validate(**kwargs):
            return True
        if self.failed():
            sign_in.count_failure(email, address)
        return False


class SignInForm(Throttled, LoginForm):
    """Says the same of a wrong address and of a wrong password."""

    email = EmailField(_l("Correo"), render_kw={"autocomplete": "username"})
    password = PasswordField(_l("Clave"), render_kw={"autocomplete": "current-password"})
    remember = BooleanField(_l("Recordarme en este equipo"))

    def guarded(self) -> str:
        return str(self.email.data or "")

    def failed(self) -> bool:
        return not self.user_authenticated  # else the password was right and, say, the mail is not confirmed


class CodeForm(Throttled, TwoFactorVerifyCodeForm):
    """The six digits of the second factor: few enough to try, were tries not counted."""

    def failed(self) -> bool:
        return not self.is_setup


class RecoveryForm(Throttled, MfRecoveryForm):
    """A recovery code instead of the second factor."""


class PasswordAgainForm(Throttled, VerifyForm):
    """The password once more before something that protects the account."""


class SignUpForm(RegisterFormV2):
    """An account and, but for developers, the organisation it is for."""

    name = StringField(
        _l("Su nombre"),
        [DataRequired(_l("Escriba su nombre.")), Length(max=120)],
        render_kw={"autocomplete": "name"},
    )
    role = RadioField(_l("¿Quién es usted?"), choices=choices(SIGN_UP_ROLES), default="client")
    nit = StringField(
        _l("NIT con dígito de verificación"),
        [
            RequiredFor("client", "distributor", message=_l("Escriba el NIT, como 900373913-4.")),
            nit_with_digit,
        ],
        description=_l("Como en el RUT: 900373913-4."),
    )
    organisation_name = StringField(
        _l("Razón social"),
        [
            RequiredFor("client", "distributor", message=_l("Escriba la razón social como está en el RUT.")),
            Length(max=200),
        ],
        render_kw={"autocomplete": "organization"},
    )


class ProfileForm(FlaskForm):
    """What the support team needs to reach a person."""

    name = StringField(
        _l("Su nombre"),
        [DataRequired(_l("Escriba su nombre.")), Length(max=120)],
        render_kw={"autocomplete": "name"},
    )
    phone = TelField(_l("Celular"), [Length(max=30)], render_kw={"autocomplete": "tel"})
    contact_hours = StringField(
        _l("Horario en que prefiere que lo llamen"),
        [Length(max=60)],
        description=_l("Como: lunes a viernes, 9 a 12."),
    )


class OrganisationForm(FlaskForm):
    """A further organisation of a person, or the client of a distributor."""

    nit = StringField(
        _l("NIT con dígito de verificación"),
        [DataRequired(_l("Escriba el NIT, como 900373913-4.")), nit_with_digit],
        description=_l("Como en el RUT: 900373913-4."),
    )
    organisation_name = StringField(
        _l("Razón social"),
        [DataRequired(_l("Escriba la razón social como está en el RUT.")), Length(max=200)],
    )
