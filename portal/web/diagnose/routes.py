"""Diagnose: upload or paste, read the result, correct, compare, take it away."""

from __future__ import annotations

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, session, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from flask_login import user_logged_in
from werkzeug.wrappers import Response

from diagnostics import BadContext, Report
from diagnostics.reporters import json as json_reporter
from diagnostics.reporters import text as text_reporter
from knowledge import load
from knowledge.answers import read_answer
from portal import access
from portal.extensions import db, limiter
from portal.i18n import language
from portal.models import Diagnosis, User
from portal.services import accounts, diagnoses
from portal.web.diagnose import presenter
from portal.web.diagnose.forms import DiagnoseForm, RejectionForm
from portal.web.filters import size

blueprint = Blueprint("diagnose", __name__, url_prefix="/diagnosticar")
MOST_FILES = 20
GUEST = "guest_diagnoses"
HISTORY = 100
VERDICTS = {
    "valid": "Apto",
    "valid_with_warnings": "Apto con avisos",
    "invalid": "No apto",
    "incomplete": "Incompleto",
}


@blueprint.record_once
def carry_over(state: BlueprintSetupState) -> None:
    """What was diagnosed before signing in comes along."""

    def take(_app: Flask, user: User, **_more: object) -> None:
        guests = session.pop(GUEST, [])
        if guests and diagnoses.take_over(guests, user, accounts.current_organisation(user)):
            db.session.commit()

    user_logged_in.connect(take, state.app, weak=False)


@blueprint.get("")
def new() -> str:
    """The form."""
    return _form(DiagnoseForm(), [])


def _form(form: DiagnoseForm, errors: list[tuple[str, str]]) -> str:
    return render_template(
        "web/diagnose/new.html", form=form, errors=errors, limit=diagnoses.LIMITS.size, most=MOST_FILES
    )


@blueprint.post("")
@limiter.limit("20 per minute", exempt_when=lambda: access.signed_in() is not None)
def create() -> Response | str | tuple[str, int]:
    """Take the uploads and show the result of one, or the summary of several."""
    form = DiagnoseForm()
    uploads, errors = _uploads(form)
    if not form.validate():
        errors += [(name, str(messages[0])) for name, messages in form.errors.items()]
    user = access.signed_in()
    organisation = accounts.current_organisation(user) if user else None
    made: list[Diagnosis] = []
    if not errors:
        try:
            for name, data in uploads:
                made.append(
                    diagnoses.start(data, name, user=user, organisation=organisation, context=form.context())
                )
        except BadContext as bad:
            errors.append(
                (
                    "context",
                    _("Contexto, %(where)s: se esperaba %(what)s.", where=bad.pointer, what=bad.expected),
                )
            )
    if errors:
        return _form(form, errors), 422
    if user is None:
        session[GUEST] = [*session.get(GUEST, ()), *(d.public_id for d in made)][-20:]
    if len(made) == 1:
        return redirect(url_for("diagnose.result", public_id=made[0].public_id))
    return redirect(url_for("diagnose.batch", ids=",".join(d.public_id for d in made)))


def _uploads(form: DiagnoseForm) -> tuple[list[tuple[str, bytes]], list[tuple[str, str]]]:
    """([(name, bytes)], errors): the files, else the pasted text."""
    limit = diagnoses.LIMITS.size
    found, errors = [], []
    for upload in form.files.data or []:
        if not upload or not upload.filename:
            continue
        data = upload.stream.read(limit + 1)
        upload.close()
        if len(data) > limit:
            errors.append(
                (
                    "files",
                    _(
                        "«%(name)s» pesa más de %(limit)s, que es el límite. Divídalo.",
                        name=upload.filename[:80],
                        limit=size(limit, language()),
                    ),
                )
            )
        found.append((upload.filename, data))
    text = form.text.data or ""
    if found and text.strip():
        flash(_("Llegaron un archivo y un texto: revisamos el archivo."), "info")
    if not found and text.strip():
        found.append((_("texto pegado"), text.encode()))
    if not found and not errors:
        errors.append(("files", _("Elija un archivo o pegue el contenido del insumo.")))
    if len(found) > MOST_FILES:
        errors.append(
            (
                "files",
                _("Son %(n)s archivos y el límite es %(most)s a la vez.", n=len(found), most=MOST_FILES),
            )
        )
    if len(text.encode()) > limit:
        errors.append(
            (
                "text",
                _(
                    "El texto pesa más de %(limit)s. Súbalo como archivo o divídalo.",
                    limit=size(limit, language()),
                ),
            )
        )
    return found, errors


def _found(public_id: str) -> Diagnosis:
    found = db.session.scalar(access.diagnosis_by_address(access.signed_in(), public_id))
    if found is None:
        abort(404)
    return found


def _kept(diagnosis: Diagnosis) -> diagnoses.Kept:
    held = diagnoses.kept(diagnosis)
    if held is None:
        abort(404)
    return held


@blueprint.get("/<public_id>")
def result(public_id: str) -> str:
    """The result, or how far it is."""
    diagnosis = _found(public_id)
    held = diagnoses.kept(diagnosis)
    if held is None:
        return render_template("web/diagnose/waiting.html", diagnosis=diagnosis)
    cards = presenter.causes(held.findings(language()))
    wrapped = bool(held.report.documents) and held.report.documents[-1].get("container") is not None
    text = diagnoses.text_of(diagnosis)
    previous = diagnosis.previous if diagnosis.previous and diagnoses.kept(diagnosis.previous) else None
    return render_template(
        "web/diagnose/result.html",
        diagnosis=diagnosis,
        report=held.report,
        counts=presenter.counts(cards),
        cards=cards,
        rows=presenter.rows(text, cards, wrapped=wrapped) if text else [],
        outer=[c for c in cards if wrapped and c.finding.container is None],
        loose=[c for c in cards if not c.finding.line],
        envelope=held.envelope,
        lines=text.count("\n") + 1,
        safe=diagnoses.safe_count(held.report),
        previous=previous,
        kinds=load().requests,
        gated=[k for k in load().requests.values() if k.gate == "diagnosis"],
    )


@blueprint.get("/<public_id>/estado")
def state(public_id: str) -> dict[str, object]:
    """How far a diagnosis is, for the page that waits."""
    diagnosis = _found(public_id)
    words = {
        "queued": _("En la fila"),
        "running": _("Revisando"),
        "done": _("Lista"),
        "failed": _("No terminó"),
    }
    return {
        "done": diagnosis.state in ("done", "failed"),
        "state": diagnosis.state,
        "words": words[diagnosis.state],
        "address": url_for("diagnose.result", public_id=public_id),
    }


@blueprint.post("/<public_id>/corregir")
def correct(public_id: str) -> Response:
    """Make one correction, or all safe ones, and diagnose again."""
    diagnosis = _found(public_id)
    which = request.form.get("finding", "")
    user = access.signed_in()
    made = diagnoses.correct(diagnosis, int(which) if which.isdigit() else None, user)
    if made is None:
        flash(_("No hay nada que corregir ahí."), "info")
        return redirect(url_for("diagnose.result", public_id=public_id))
    if user is None:
        session[GUEST] = [*session.get(GUEST, ()), made.public_id][-20:]
    return redirect(url_for("diagnose.compare", public_id=made.public_id))


@blueprint.post("/<public_id>/otra-vez")
def again(public_id: str) -> Response:
    """Diagnose the same bytes again, by today's rules."""
    diagnosis = _found(public_id)
    made = diagnoses.start(
        diagnoses.content_of(diagnosis),
        diagnosis.name,
        user=access.signed_in(),
        organisation=diagnosis.organisation,
        previous=diagnosis,
    )
    return redirect(url_for("diagnose.result", public_id=made.public_id))


@blueprint.get("/<public_id>/comparar")
def compare(public_id: str) -> str:
    """This upload beside the one before: gone, still there, new; and the difference of the files."""
    from diagnostics.fixes import diff

    diagnosis = _found(public_id)
    before = diagnosis.previous
    if before is None or diagnoses.kept(before) is None:
        abort(404)
    held, old = _kept(diagnosis), _kept(before)
    changed = diff(diagnoses.content_of(before), diagnoses.content_of(diagnosis), diagnosis.name)
    return render_template(
        "web/diagnose/compare.html",
        diagnosis=diagnosis,
        before=before,
        lists=diagnoses.compare(old.report, held.report),
        diff=changed.splitlines()[2:402],
        counts=held.report.counts,
    )


@blueprint.get("/<public_id>/corregido")
def download(public_id: str) -> Response:
    """The file with all safe corrections."""
    diagnosis = _found(public_id)
    fixed, _made = diagnoses.corrected(diagnosis)
    return _attachment(fixed, f"corregido-{diagnosis.name}", "application/octet-stream")


@blueprint.get("/<public_id>/informe.json")
def report_json(public_id: str) -> Response:
    """The report as JSON."""
    diagnosis = _found(public_id)
    return _attachment(
        json_reporter.render([_in_language(_kept(diagnosis))]).encode(),
        f"{diagnosis.name}.json",
        "application/json",
    )


@blueprint.get("/<public_id>/informe.txt")
def report_text(public_id: str) -> Response:
    """The report as the command line prints it."""
    diagnosis = _found(public_id)
    sources = {"": diagnoses.text_of(diagnosis)}
    style = text_reporter.Style(lang=language())
    body = text_reporter.render(_in_language(_kept(diagnosis)), diagnosis.name, sources, style)
    return _attachment(body.encode(), f"{diagnosis.name}.txt", "text/plain; charset=utf-8")


@blueprint.get("/<public_id>/markdown")
def markdown(public_id: str) -> str:
    """The findings to copy into a tracker or a chat."""
    diagnosis = _found(public_id)
    held = _kept(diagnosis)
    body = presenter.markdown(
        diagnosis.name, VERDICTS[held.report.verdict], presenter.causes(held.findings(language()))
    )
    return render_template("web/diagnose/markdown.html", diagnosis=diagnosis, body=body)


def _in_language(held: diagnoses.Kept) -> Report:
    from dataclasses import replace

    return replace(held.report, findings=tuple(held.findings(language())))


def _attachment(data: bytes, name: str, media_type: str) -> Response:
    from werkzeug.utils import secure_filename

    response = Response(data, mimetype=None, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{secure_filename(name) or "insumo"}"'
    return response


@blueprint.get("/lote")
def batch() -> str:
    """Several uploads at once: worst first."""
    ids = request.args.get("ids", "").split(",")[:MOST_FILES]
    found = [
        d
        for i in ids
        if (d := db.session.scalar(access.diagnosis_by_address(access.signed_in(), i))) is not None
    ]
    if not found:
        abort(404)
    rank = {"invalid": 0, "incomplete": 1, None: 2, "valid_with_warnings": 3, "valid": 4}
    return render_template("web/diagnose/batch.html", diagnoses=sorted(found, key=lambda d: rank[d.verdict]))


@blueprint.get("/historial")
def history() -> str:
    """The organisation's diagnoses, newest first."""
    query = access.visible_diagnoses(access.signed_in()).order_by(Diagnosis.id.desc()).limit(HISTORY)
    return render_template("web/diagnose/history.html", diagnoses=db.session.scalars(query).all())


@blueprint.route("/rechazo", methods=["GET", "POST"])
@limiter.limit("30 per minute", exempt_when=lambda: access.signed_in() is not None)
def rejection() -> str:
    """A pasted answer explained."""
    form = RejectionForm()
    reading = None
    if form.validate_on_submit() and form.text.data and form.text.data.strip():
        reading = read_answer(form.text.data, load().responses)
    return render_template(
        "web/diagnose/rejection.html",
        form=form,
        reading=reading,
        knowledge=load(),
        sent=request.method == "POST",
    )
