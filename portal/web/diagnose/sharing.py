"""The links of a report: what they open, until when, how often they did, and making or withdrawing one."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import access
from portal.models import Diagnosis, User
from portal.services import sharing
from portal.web.diagnose.forms import ShareForm
from portal.web.diagnose.found import blueprint, finished, found

FRESH = "fresh_share"
"""Where the token of a link just made waits for the page that shows it once: in its maker's browser."""


@blueprint.get("/<public_id>/compartir")
def shares(public_id: str) -> str:
    """The links of a report and the form that makes one; of a report without account, why it has none."""
    diagnosis = found(public_id)
    finished(diagnosis)
    if not diagnosis.anonymous:
        _sharer(diagnosis)
    made_for, token = session.pop(FRESH, ("", ""))
    return _page(diagnosis, ShareForm.of(diagnosis), token if made_for == public_id else "")


@blueprint.post("/<public_id>/compartir")
def share(public_id: str) -> Response | tuple[str, int]:
    """Make a link and show it, once."""
    diagnosis = found(public_id)
    finished(diagnosis)
    user, form = _sharer(diagnosis), ShareForm.of(diagnosis)
    if not form.validate_on_submit():
        return _page(diagnosis, form), 422
    token = sharing.share(diagnosis, user, form.audience.data, with_file=form.with_file.data)
    session[FRESH] = (public_id, token)
    return redirect(url_for("diagnose.shares", public_id=public_id, _anchor="made"))


@blueprint.post("/<public_id>/compartir/<int:share_id>/retirar")
def unshare(public_id: str, share_id: int) -> Response:
    """End a link at once."""
    diagnosis = found(public_id)
    _sharer(diagnosis)
    if not sharing.revoke(diagnosis, share_id):
        abort(404)
    flash(_("El enlace quedó retirado: ya no abre."), "success")
    return redirect(url_for("diagnose.shares", public_id=public_id))


def _sharer(diagnosis: Diagnosis) -> User:
    """The person of this request, whose report it must be. Aborts with 403."""
    user = access.signed_in()
    if user is None or not sharing.may_share(user, diagnosis):
        abort(403)
    return user


def _page(diagnosis: Diagnosis, form: ShareForm, token: str = "") -> str:
    made = sharing.listed(diagnosis)
    return render_template(
        "web/diagnose/shares.html",
        diagnosis=diagnosis,
        form=form,
        errors=[(name, messages[0]) for name, messages in form.errors.items()],
        link=url_for("diagnose.shared", token=token, _external=True) if token else "",
        shares=[(one, sharing.ended(one), sharing.last_moment(one)) for one in made],
        days=sharing.VALID.days,
    )
