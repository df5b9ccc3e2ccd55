"""What follows a result: corrections, the same once more, and what changed since the one before."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.errors import Refused
from portal.i18n import language
from portal.services import comparison, corrections, diagnoses
from portal.web.diagnose import presenter
from portal.web.diagnose.differences import differences
from portal.web.diagnose.forms import OtherwiseForm
from portal.web.diagnose.found import blueprint, diagnosing, finished, found, owner, reading, remember


@blueprint.post("/<public_id>/corregir")
@diagnosing
def correct(public_id: str) -> Response:
    """Make one correction, or all safe ones, and diagnose again."""
    diagnosis = found(public_id)
    made = corrections.correct(diagnosis, _which(), *owner(diagnosis))
    if made is None:
        flash(_("No hay nada que corregir ahí."), "info")
        return redirect(url_for("diagnose.result", public_id=public_id))
    remember(made)
    if made.state != "done":
        return redirect(url_for("diagnose.result", public_id=made.public_id))
    return redirect(url_for("diagnose.compare", public_id=made.public_id))


def _which() -> int | None:
    """The index of the finding to correct; None for all. What is no index names none."""
    sent = request.form.get("finding", "")
    if not sent:
        return None
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1


@blueprint.post("/<public_id>/otra-vez")
@diagnosing
def again(public_id: str) -> Response:
    """Diagnose the same bytes again, by today's rules: as what the reader says that it is, else as before."""
    diagnosis = found(public_id)
    user, organisation = owner(diagnosis)
    form = OtherwiseForm()
    if not form.validate():
        raise Refused("document-kind", _l("Eso no se puede elegir. Elija una de las opciones de la página."))
    held = diagnoses.kept(diagnosis)
    before = held.told if held is not None else {}
    made = diagnoses.start(
        diagnoses.content_of(diagnosis),
        diagnosis.name,
        user=user,
        organisation=organisation,
        context=form.context() if form.said else before,
        previous=diagnosis if held else diagnosis.previous,
        rejection=held.rejection if held else "",
    )
    remember(made)
    return redirect(url_for("diagnose.result", public_id=made.public_id))


@blueprint.get("/<public_id>/comparar")
@reading
def compare(public_id: str) -> str:
    """This upload beside the one before: gone, still there, new; and what changed in the file."""
    diagnosis = found(public_id)
    held = finished(diagnosis)
    before = diagnosis.previous
    old = diagnoses.kept(before) if before is not None else None
    if before is None or old is None:
        abort(404)
    changes, total = differences(diagnoses.text_of(before), diagnoses.text_of(diagnosis))
    lang = language()
    return render_template(
        "web/diagnose/compare.html",
        diagnosis=diagnosis,
        before=before,
        lists=comparison.compare(old.in_language(lang), held.in_language(lang)),
        anchor=lambda index, finding: presenter.anchor(index, finding, wrapped=held.container is not None),
        changes=changes,
        total=total,
        safe=corrections.safe_count(held.report),
        sign_again=any(f.rule == "signature-intact" and f.severity == "error" for f in held.report.findings),
    )
