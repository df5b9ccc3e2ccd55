"""The page of pieces. Exists in the embedded set-up and in tests only."""

from flask import Blueprint, abort, current_app, render_template

from portal.clock import now
from portal.web.kit import examples

blueprint = Blueprint("kit", __name__, url_prefix="/piezas")


@blueprint.before_request
def only_for_developers() -> None:
    """Its people, files and counts are invented: nothing for a reader who came for help."""
    if not (current_app.config["EMBEDDED"] or current_app.testing):
        abort(404)


@blueprint.get("")
def index() -> str:
    """All pieces on one page."""
    return render_template("web/kit/index.html", wide_page=True, kit=examples.kit(now()))
