"""One's own account: profile, organisations, sessions, language and theme."""

from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError, validate_csrf
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import ValidationError

from portal.access import may_open, organisation_ids, signed_in, visible_organisations
from portal.extensions import csrf, db
from portal.i18n import LANGUAGE_COOKIE, THEME_COOKIE, THEMES
from portal.models import Organisation, User
from portal.services import accounts, invitations, organisations
from portal.web.account.forms import OrganisationForm, ProfileForm
from portal.web.back import back

blueprint = Blueprint("account", __name__, url_prefix="/cuenta")
YEAR = 365 * 24 * 3600
WORKPLACES = ("desk.queue", "administration.index", "home.index")


def person() -> User:
    """The person of this request; the access table lets nobody else reach these pages."""
    user = signed_in()
    if user is None:
        abort(401)
    return user


@blueprint.get("")
def index() -> str:
    """The overview of the account."""
    user = person()
    form = ProfileForm(obj=user)
    return render_template("web/account/index.html", form=form, **_overview(user))


@blueprint.get("/entrada")
def landing() -> Response:
    """Where a sign-in without `next` leads: to the first place of work that the person may open."""
    return redirect(url_for(next(place for place in WORKPLACES if may_open(place))))


@blueprint.post("/perfil")
def profile() -> Response | str:
    """Change name, telephone and hours."""
    user, form = person(), ProfileForm()
    if not form.validate_on_submit():
        return render_template("web/account/index.html", form=form, **_overview(user))
    accounts.update_profile(
        user, name=form.name.data, phone=form.phone.data or "", contact_hours=form.contact_hours.data or ""
    )
    flash(_("Sus datos quedaron guardados."), "success")
    return redirect(url_for("account.index"))


def _overview(user: User) -> dict[str, Any]:
    return {
        "user": user,
        "organisations": db.session.scalars(visible_organisations(user)).all() if not user.is_staff else [],
        "current": accounts.current_organisation(user),
    }


@blueprint.post("/sesiones")
def end_sessions() -> Response:
    """Sign out everywhere, here too."""
    accounts.end_sessions(person())
    flash(_("Cerramos todas sus sesiones. Ingrese de nuevo."), "success")
    return redirect(url_for("security.login"))


@blueprint.post("/organizacion")
def switch() -> Response:
    """Show the requests of another of one's organisations."""
    user = person()
    wanted = request.form.get("organisation", type=int)
    organisation = db.session.scalar(
        select(Organisation).where(Organisation.id == wanted, Organisation.id.in_(organisation_ids(user)))
    )
    if organisation is None:
        abort(404)
    organisations.switch(user, organisation)
    return redirect(back())


@blueprint.route("/organizaciones/nueva", methods=["GET", "POST"])
def add_organisation() -> Response | str:
    """Found a further organisation, or ask to join one whose NIT is taken."""
    user, form = person(), OrganisationForm()
    if not form.validate_on_submit():
        return render_template("web/account/organisation.html", form=form)
    kind = "distributor" if "distributor" in user.role_names else "client"
    made = organisations.found_or_claim(
        user, nit_dv=form.nit.data, name=form.organisation_name.data, kind=kind
    )
    if isinstance(made, Organisation):
        accounts.grant(user, kind)
        flash(_("%(name)s quedó creada. El soporte la verifica con el RUT.", name=made.name), "success")
    else:
        flash(_("Ese NIT ya tiene cuenta. Una persona del soporte revisa su petición."), "info")
    db.session.commit()
    return redirect(url_for("account.index"))


@blueprint.route("/invitacion/<token>", methods=["GET", "POST"])
def invitation(token: str) -> Response | str:
    """What a person is invited to, and the button that accepts it."""
    found = invitations.by_token(token)
    if found is None:
        abort(404)
    user = signed_in()
    if request.method == "POST" and user is not None:
        invitations.accept(found, user)
        flash(_("Ya hace parte de %(name)s.", name=found.organisation.name), "success")
        return redirect(url_for("account.index"))
    return render_template("web/account/invitation.html", invitation=found, user=user)


@blueprint.post("/preferencias")
def preferences() -> Response:
    """Remember language and theme on this device, and the language on the account too.

    The token is checked here and the referrer is not: a shared report sends none, and has these buttons too.
    """
    if current_app.config["WTF_CSRF_ENABLED"]:
        try:
            validate_csrf(request.form.get("csrf_token"))
        except ValidationError as forged:
            raise CSRFError(forged.args[0]) from forged
    response, user = redirect(back()), signed_in()
    language, theme = request.form.get("language", ""), request.form.get("theme", "")
    if language in current_app.config["LANGUAGES"]:
        _remember(response, LANGUAGE_COOKIE, language)
        if user is not None:
            accounts.choose_language(user, language)
    if theme in THEMES:
        _remember(response, THEME_COOKIE, theme)
    return response


csrf.exempt(preferences)


def _remember(response: Response, name: str, value: str) -> None:
    secure = current_app.config["PREFERENCE_COOKIES_SECURE"]
    response.set_cookie(name, value, max_age=YEAR, secure=secure, httponly=True, samesite="Lax")
