"""Flask-Security-Too in this house: Spanish addresses, our forms, mails by the outbox, password rules."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask, Response, after_this_request
from flask_security import (
    MailUtil,
    PasswordUtil,
    SQLAlchemyUserDatastore,
    user_authenticated,
    user_registered,
)

from portal.clock import now
from portal.config import kept_secret
from portal.extensions import db, limiter, security
from portal.models import Role, User
from portal.passwords import weaknesses
from portal.sealing import key
from portal.security_texts import MESSAGES, SUBJECTS

ADDRESSES = {
    "LOGIN_URL": "/cuenta/ingresar",
    "LOGOUT_URL": "/cuenta/salir",
    "REGISTER_URL": "/cuenta/crear",
    "RESET_URL": "/cuenta/recuperar",
    "CHANGE_URL": "/cuenta/clave",
    "CONFIRM_URL": "/cuenta/confirmar",
    "VERIFY_URL": "/cuenta/verificar",
    "TWO_FACTOR_SETUP_URL": "/cuenta/segundo-factor",
    "TWO_FACTOR_TOKEN_VALIDATION_URL": "/cuenta/segundo-factor/codigo",
    "TWO_FACTOR_RESCUE_URL": "/cuenta/segundo-factor/ayuda",
    "TWO_FACTOR_SELECT_URL": "/cuenta/segundo-factor/elegir",
    "MULTI_FACTOR_RECOVERY_CODES_URL": "/cuenta/codigos",
    "MULTI_FACTOR_RECOVERY_URL": "/cuenta/segundo-factor/recuperar",
    "STATIC_FOLDER_URL": "/fs-static",
}

MAILS_PER_HOUR = 5  # to one address, of what anybody can make us send by typing it into a form

SETTINGS: dict[str, Any] = {
    **ADDRESSES,
    "CONFIRMABLE": True,
    "REGISTERABLE": True,
    "RECOVERABLE": True,
    "TRACKABLE": True,
    "CHANGEABLE": True,
    "TWO_FACTOR": True,
    "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
    "TWO_FACTOR_RESCUE_EMAIL": False,  # a mailbox is no second factor; recovery codes are
    "TWO_FACTOR_ALWAYS_VALIDATE": True,
    "TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,  # seconds before and after: a telephone's clock may differ
    "MULTI_FACTOR_RECOVERY_CODES": True,
    "MULTI_FACTOR_RECOVERY_CODES_N": 10,
    "RETURN_GENERIC_RESPONSES": True,  # nothing tells whether an address has an account
    "PASSWORD_SINGLE_HASH": ["argon2"],  # salted by itself: a new secret key leaves passwords valid
    "PASSWORD_SCHEMES": ["argon2"],
    "PASSWORD_CONFIRM_REQUIRED": False,
    "PASSWORD_LENGTH_MIN": 10,
    "CONFIRM_EMAIL_WITHIN": timedelta(days=5),
    "RESET_PASSWORD_WITHIN": timedelta(hours=2),
    "AUTO_LOGIN_AFTER_CONFIRM": False,
    "LOGOUT_METHODS": ["POST"],
    "POST_LOGIN_VIEW": "account.landing",
    "POST_LOGOUT_VIEW": "/",
    "POST_CHANGE_VIEW": "/cuenta",
    "POST_RESET_VIEW": "/cuenta/ingresar",
    "POST_CONFIRM_VIEW": "/cuenta/ingresar",
    "TOTP_ISSUER": "Ventanilla",
    # A look-up of the mail domain would need the network and make every sign-up wait for it.
    "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    "CACHE_CONTROL": {},  # portal.headers says it for every page
    "EMAIL_HTML": False,
    "DATETIME_FACTORY": now,
    "JOIN_USER_ROLES": False,  # the model loads them with the user
    "API_ENABLED_METHODS": ["session"],
    "DEFAULT_REMEMBER_ME": False,
}


class OutboxMailUtil(MailUtil):
    """Flask-Security's mails go by the outbox, in the transaction of what they tell of."""

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: Any,
        sender: Any,
        body: str | None,
        html: str | None,
        **context: Any,
    ) -> None:
        from portal.services import outbox

        if outbox.sent_lately(str(recipient)) >= MAILS_PER_HOUR:
            return  # somebody else's mailbox is no target; what is sent is answered alike
        outbox.enqueue(str(recipient), str(subject), body or "")
        after_this_request(_commit)  # some of Flask-Security's views write nothing themselves


def _commit(response: Response) -> Response:
    db.session.commit()
    return response


class Passwords(PasswordUtil):
    """Length and a list of known-bad ones; no rules about signs and capitals."""

    def validate(self, password: str, is_register: bool, **fields: Any) -> tuple[list[str] | None, str]:
        from flask_security import current_user

        email = fields.get("email") or getattr(fields.get("user") or current_user, "email", None) or ""
        normal = self.normalize(password)
        return weaknesses(normal, email) or None, normal


def init_app(app: Flask) -> None:
    """Bind Flask-Security with our forms. The key of the second factor is kept where there is no variable."""
    from portal.web.account import forms

    texts = {f"MSG_{name}": message for name, message in MESSAGES.items()}
    for name, value in {**SETTINGS, **SUBJECTS, **texts}.items():
        app.config.setdefault(f"SECURITY_{name}", value)
    if not app.config.get("SECURITY_TOTP_SECRETS"):
        app.config["SECURITY_TOTP_SECRETS"] = {"1": kept_secret(Path(app.instance_path) / "totp_secret")}
    secrets = [app.config["SECRET_KEY"], *(app.config["SECRET_KEY_FALLBACKS"] or ())]
    app.config["SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS"] = [key(s, "recovery codes") for s in secrets]
    app.config["SECURITY_EMAIL_SENDER"] = app.config["MAIL_SENDER"]
    secure = not app.config["EMBEDDED"]
    app.config["SECURITY_TWO_FACTOR_VALIDITY_COOKIE"] = {
        "httponly": True,
        "secure": secure,
        "samesite": "Strict",
    }
    # init_app takes no helper classes and the constructor has run: their attributes it is.
    security._mail_util_cls, security._password_util_cls = OutboxMailUtil, Passwords
    security.init_app(
        app,
        datastore=SQLAlchemyUserDatastore(db, User, Role),
        login_form=forms.SignInForm,
        register_form=forms.SignUpForm,
        verify_form=forms.PasswordAgainForm,
        two_factor_verify_code_form=forms.CodeForm,
        mf_recovery_form=forms.RecoveryForm,
    )
    security.login_context_processor(_demo_accounts)
    for name in ("register", "forgot_password", "send_confirmation"):
        view: Any = app.view_functions[f"security.{name}"]
        app.view_functions[f"security.{name}"] = limiter.limit("30 per hour", methods=["POST"])(view)
    user_registered.connect(_registered, app)
    user_authenticated.connect(_authenticated, app)


def _registered(app: Flask, user: User, form_data: dict[str, Any], **extra: Any) -> None:
    from portal.services import accounts

    accounts.complete_sign_up(
        user, role=form_data["role"], nit_dv=form_data["nit"], organisation=form_data["organisation_name"]
    )


def _authenticated(app: Flask, user: User, **extra: Any) -> None:
    from portal.services import sign_in

    sign_in.forget_failures(user.email)


def _demo_accounts() -> dict[str, Any]:
    """What the sign-in page of a demonstration shows."""
    from flask import current_app

    from portal.services import accounts

    if not current_app.config["DEMO"]:
        return {}
    return {"demo_accounts": accounts.demo_accounts(), "demo_password": accounts.DEMO_PASSWORD}
