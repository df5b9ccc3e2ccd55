"""Members, invitations, and the links between a distributor and its clients. Only owners get here."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access import signed_in
from portal.extensions import db
from portal.models import DistributorClient, Invitation, Membership, Organisation
from portal.nit import parse_nit
from portal.services import invitations, organisations
from portal.web.account.routes import person
from portal.web.members.forms import RIGHT_NAMES, RIGHTS, ClientForm, InvitationForm

blueprint = Blueprint("members", __name__, url_prefix="/cuenta/organizaciones/<int:organisation_id>")


def owned(organisation_id: int) -> Organisation:
    """The organisation, if the person is an owner of it; for anybody else it does not exist."""
    organisation = db.session.get(Organisation, organisation_id)
    if organisation is None or not organisations.is_owner(person(), organisation):
        abort(404)
    return organisation


def _page(organisation: Organisation, **forms: Any) -> str:
    return render_template(
        "web/members/index.html",
        organisation=organisation,
        members=organisations.members(organisation),
        invitations=invitations.waiting(organisation),
        links=organisations.links(organisation),
        rights=RIGHT_NAMES,
        **{"form": InvitationForm(), "client_form": ClientForm(), **forms},
    )


@blueprint.get("/personas")
def index(organisation_id: int) -> str:
    """Who belongs to it and who is invited."""
    return _page(owned(organisation_id))


@blueprint.post("/invitar")
def invite(organisation_id: int) -> Response | str:
    """Send an invitation."""
    organisation, form = owned(organisation_id), InvitationForm()
    if not form.validate_on_submit():
        return _page(organisation, form=form)
    invitations.invite(
        organisation,
        person(),
        form.email.data,
        form.right.data,
        lambda token: url_for("account.invitation", token=token, _external=True),
    )
    flash(_("Enviamos la invitación a %(email)s.", email=form.email.data), "success")
    return _to(organisation)


@blueprint.post("/invitaciones/<int:invitation_id>/retirar")
def withdraw(organisation_id: int, invitation_id: int) -> Response:
    """Take an invitation back."""
    organisation = owned(organisation_id)
    found = db.session.get(Invitation, invitation_id)
    if found is None or found.organisation_id != organisation.id:
        abort(404)
    invitations.withdraw(found)
    return _to(organisation)


@blueprint.post("/personas/<int:membership_id>")
def change(organisation_id: int, membership_id: int) -> Response:
    """Give a member another right."""
    member = _member(organisation_id, membership_id)
    right = request.form.get("right", "")
    if right not in RIGHTS:
        abort(400)
    organisations.change_right(member, right)
    return _to(member.organisation)


@blueprint.post("/personas/<int:membership_id>/quitar")
def remove(organisation_id: int, membership_id: int) -> Response:
    """End a membership."""
    member = _member(organisation_id, membership_id)
    organisation = member.organisation
    organisations.remove_member(member)
    return _to(organisation)


@blueprint.post("/clientes")
def ask_client(organisation_id: int) -> Response | str:
    """A distributor asks a client for access. Says the same whether or not the NIT has an account here."""
    organisation, form = owned(organisation_id), ClientForm()
    if not form.validate_on_submit():
        return _page(organisation, client_form=form)
    client = organisations.by_nit(parse_nit(form.nit.data)[0])
    if client is not None:
        organisations.ask_consent(organisation, client)
    flash(_("Si ese NIT tiene cuenta, su responsable ve la petición y decide."), "info")
    return _to(organisation)


@blueprint.post("/vinculos/<int:link_id>/autorizar")
def consent(organisation_id: int, link_id: int) -> Response:
    """The client's owner lets the distributor act."""
    organisation = owned(organisation_id)
    link = _link(organisation, link_id)
    if link.client_id != organisation.id:
        abort(404)
    organisations.consent(link, person())
    return _to(organisation)


@blueprint.post("/vinculos/<int:link_id>/terminar")
def end_link(organisation_id: int, link_id: int) -> Response:
    """Either side ends the link."""
    organisation = owned(organisation_id)
    organisations.end_link(_link(organisation, link_id))
    return _to(organisation)


def _member(organisation_id: int, membership_id: int) -> Membership:
    organisation = owned(organisation_id)
    member = db.session.get(Membership, membership_id)
    if member is None or member.organisation_id != organisation.id:
        abort(404)
    return member


def _link(organisation: Organisation, link_id: int) -> DistributorClient:
    link = db.session.get(DistributorClient, link_id)
    if link is None or organisation.id not in (link.client_id, link.distributor_id):
        abort(404)
    return link


def _to(organisation: Organisation) -> Response:
    user = signed_in()
    if user is None or not organisations.is_owner(user, organisation):
        return redirect(url_for("account.index"))  # whoever removed themselves
    return redirect(url_for("members.index", organisation_id=organisation.id))
