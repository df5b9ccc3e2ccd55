"""Accounts as administrators see them."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.extensions import db
from portal.models import User
from portal.services import accounts
from portal.web.account.routes import person

blueprint = Blueprint("administration", __name__, url_prefix="/administracion/cuentas")


@blueprint.get("")
def index() -> str:
    """Find an account by address or name."""
    text = request.args.get("q", "")
    return render_template("web/administration/index.html", users=accounts.search(text), text=text)


@blueprint.post("/<int:user_id>/rol")
def set_role(user_id: int) -> Response:
    """Make somebody staff, or no longer."""
    role = request.form.get("role", "")
    if role not in ("", "agent", "lead", "administrator"):
        abort(400)
    accounts.set_staff_role(_user(user_id), role or None, person())
    flash(_("El permiso cambió y sus sesiones se cerraron."), "success")
    return redirect(url_for("administration.index", q=request.form.get("q", "")))


@blueprint.post("/<int:user_id>/estado")
def set_active(user_id: int) -> Response:
    """Close an account or open it again."""
    accounts.set_active(_user(user_id), request.form.get("active") == "1", person())
    return redirect(url_for("administration.index", q=request.form.get("q", "")))


@blueprint.post("/<int:user_id>/sesiones")
def end_sessions(user_id: int) -> Response:
    """Sign somebody out everywhere."""
    accounts.end_sessions(_user(user_id))
    flash(_("Sus sesiones se cerraron."), "success")
    return redirect(url_for("administration.index", q=request.form.get("q", "")))


@blueprint.post("/<int:user_id>/segundo-factor")
def forget_second_factor(user_id: int) -> Response:
    """For somebody who lost the telephone and the codes."""
    accounts.forget_second_factor(_user(user_id))
    flash(_("Su segundo factor se borró. Lo prepara de nuevo al ingresar."), "success")
    return redirect(url_for("administration.index", q=request.form.get("q", "")))


def _user(user_id: int) -> User:
    user = db.session.get(User, user_id)
    if user is None:
        abort(404)
    return user
