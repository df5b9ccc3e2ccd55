"""Organisations as staff see them."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.extensions import db
from portal.models import Organisation, OrganisationClaim
from portal.services import organisations
from portal.web.account.routes import person
from portal.web.review.forms import AgreementForm

blueprint = Blueprint("review", __name__, url_prefix="/mesa/organizaciones")


@blueprint.get("")
def index() -> str:
    """Those that wait for verification first, and the claims on a NIT."""
    text = request.args.get("q", "")
    return render_template(
        "web/review/index.html",
        organisations=organisations.search(text),
        claims=organisations.waiting_claims(),
        text=text,
    )


@blueprint.get("/<int:organisation_id>")
def show(organisation_id: int) -> str:
    """One organisation with its people and agreements."""
    return _page(_organisation(organisation_id), AgreementForm())


@blueprint.post("/<int:organisation_id>/verificar")
def verify(organisation_id: int) -> Response:
    """Note that its RUT and representative were confirmed."""
    organisation = _organisation(organisation_id)
    organisations.verify(organisation, person())
    flash(_("%(name)s quedó verificada.", name=organisation.name), "success")
    return redirect(url_for("review.show", organisation_id=organisation.id))


@blueprint.post("/<int:organisation_id>/acuerdos")
def agree(organisation_id: int) -> Response | str:
    """Add an agreement."""
    organisation, form = _organisation(organisation_id), AgreementForm()
    if not form.validate_on_submit():
        return _page(organisation, form)
    organisations.add_agreement(organisation, form.kind.data, form.begins.data, form.ends.data)
    return redirect(url_for("review.show", organisation_id=organisation.id))


@blueprint.post("/peticiones/<int:claim_id>")
def decide(claim_id: int) -> Response:
    """Let a claimant join, or not."""
    claim = db.session.get(OrganisationClaim, claim_id)
    if claim is None:
        abort(404)
    organisations.decide_claim(claim, person(), accept=request.form.get("decision") == "accept")
    return redirect(url_for("review.index"))


def _organisation(organisation_id: int) -> Organisation:
    organisation = db.session.get(Organisation, organisation_id)
    if organisation is None:
        abort(404)
    return organisation


def _page(organisation: Organisation, form: AgreementForm) -> str:
    return render_template(
        "web/review/organisation.html",
        organisation=organisation,
        members=organisations.members(organisation),
        form=form,
    )
