"""Read what would have been sent. Exists in the embedded set-up only."""

from flask import Blueprint, abort, current_app, render_template
from sqlalchemy import select

from portal.extensions import db
from portal.models import OutboxMail

blueprint = Blueprint("mailbox", __name__, url_prefix="/correo")
SHOWN = 100


@blueprint.before_request
def only_embedded() -> None:
    """With real mail these are other people's letters."""
    if not current_app.config["EMBEDDED"] or not current_app.config["MAIL_URL"].startswith("file:"):
        abort(404)


@blueprint.get("")
def index() -> str:
    """The latest mails."""
    mails = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id.desc()).limit(SHOWN)).all()
    return render_template("web/mailbox/index.html", mails=mails)


@blueprint.get("/<int:mail_id>")
def mail(mail_id: int) -> str:
    """One mail, its addresses as links."""
    found = db.session.get(OutboxMail, mail_id)
    if found is None:
        abort(404)
    return render_template("web/mailbox/mail.html", mail=found)
